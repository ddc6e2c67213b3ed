package foal.tools.boot;

import foal.kernel.tty.HostStreams;
import foal.tools.cli.OutputLost;
import foal.tools.cli.Streams;
import java.io.IOException;
import java.io.OutputStream;

/** The machine's console: the standard streams of this command. What the guest writes goes out at once. */
final class HostConsole implements HostStreams {
    private final Streams streams;
    private final HostInput input;

    HostConsole(Streams streams, HostInput input) {
        this.streams = streams;
        this.input = input;
    }

    @Override
    public int peekLine(byte[] into, int limit) {
        return input.peekLine(into, limit);
    }

    @Override
    public void take(int count) {
        input.take(count);
    }

    @Override
    public boolean isReady() {
        return input.isReady();
    }

    /** @throws OutputLost ends the run: a guest could do no more about it than we can */
    @Override
    public void write(boolean toError, byte[] bytes, int length) {
        OutputStream stream = toError ? streams.err() : streams.out();
        try {
            stream.write(bytes, 0, length);
            stream.flush();
        } catch (IOException e) {
            throw new OutputLost(toError ? "standard error" : "standard output", e);
        }
    }
}
