package foal.tools.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Standard error, for what Foal has to say. While the terminal is in raw mode, each line needs a carriage return. */
public final class MessageStream extends FilterOutputStream {
    private volatile boolean raw;

    public MessageStream(OutputStream out) {
        super(out);
    }

    /** Says whether this is a terminal in raw mode now. */
    public void setRaw(boolean isRaw) {
        raw = isRaw;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int start = offset;
        for (int i = offset; raw && i < offset + length; i++) {
            if (bytes[i] == '\n') {
                out.write(bytes, start, i - start);
                out.write('\r');
                start = i;
            }
        }
        out.write(bytes, start, offset + length - start);
    }
}
