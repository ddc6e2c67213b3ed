package foal.kernel.hostfs;

import java.io.IOException;

/** A file of the host's that is open. */
final class HostFileHandle implements AutoCloseable {
    private final HostCalls calls;
    private final int descriptor;

    HostFileHandle(HostCalls calls, int descriptor) {
        this.calls = calls;
        this.descriptor = descriptor;
    }

    /** @return how many bytes were read: fewer than there is room for only at the end of the file */
    int read(long position, byte[] into) throws IOException {
        int done = 0;
        int count;
        do { // one read may return less than there is
            count = done == into.length ? 0 : calls.read(descriptor, position + done, into, done);
            done += count;
        } while (count > 0);
        return done;
    }

    void write(long position, byte[] from, int length) throws IOException {
        for (int done = 0; done < length;) {
            done += calls.write(descriptor, position + done, from, done, length);
        }
    }

    void resize(long size) throws IOException {
        calls.truncate(descriptor, size);
    }

    @Override
    public void close() {
        calls.close(descriptor);
    }
}
