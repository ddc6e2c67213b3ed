package foal.kernel.file;

import foal.kernel.syscall.Errno;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** The bytes of a file that is not of this machine's making. */
public interface Content {
    /** How many bytes there are. */
    long size();

    /** Reads bytes from a position on. @return how many; fewer than asked for at the end, which may come sooner than it was said */
    int read(long position, byte[] into) throws IOException;

    /** Reads for an observer, who must change nothing. @throws IOException if that is impossible */
    default int peek(long position, byte[] into) throws IOException {
        return read(position, into);
    }

    /** Whether what programs write is to go there, too; only then the operations that follow are called. */
    default boolean isWrittenThrough() {
        return false;
    }

    /** Writes the first bytes of an array from a position on. */
    default void write(long position, byte[] from, int length) throws IOException {}

    /** Changes the size. */
    default void resize(long newSize) throws IOException {}

    /** Takes over what programs have set. @param accessed nanoseconds since 1970, as the other */
    default void saveAttributes(int permissions, long accessed, long modified) throws IOException {}

    /** It will not be used again. */
    default void close() {}

    /** Why it cannot be read at all; empty if it can. */
    default Optional<Errno> obstacle() {
        return Optional.empty();
    }

    /** A text; ISO 8859-1. */
    static Content of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return new Content() {
            @Override
            public long size() {
                return bytes.length;
            }

            @Override
            public int read(long position, byte[] into) {
                int from = (int) Math.min(position, bytes.length);
                int length = Math.min(into.length, bytes.length - from);
                System.arraycopy(bytes, from, into, 0, length);
                return length;
            }
        };
    }

    /** A file of the host's. Its size is taken now. */
    static Content ofHostFile(Path path) throws IOException {
        long size = Files.size(path);
        return new Content() {
            @Override
            public long size() {
                return size;
            }

            @Override
            public int read(long position, byte[] into) throws IOException {
                try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
                    ByteBuffer buffer = ByteBuffer.wrap(into);
                    while (buffer.hasRemaining() && channel.read(buffer, position + buffer.position()) > 0) {
                        // one read may return less than there is
                    }
                    return buffer.position();
                }
            }
        };
    }
}
