package foal.kernel.hostfs;

import foal.kernel.file.Content;
import foal.kernel.outside.HostError;
import foal.kernel.syscall.Errno;
import java.io.IOException;
import java.util.Optional;

/** The bytes of a file of the host's. Its size is what it was when the guest first looked. */
final class HostFile implements Content {
    private final HostFolder folder;
    private final HostPath path;
    private final long size;

    HostFile(HostFolder folder, HostPath path, long size) {
        this.folder = folder;
        this.path = path;
        this.size = size;
    }

    HostPath path() {
        return path;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int read(long position, byte[] into) throws IOException {
        return folder.read(this, position, into);
    }

    @Override
    public int peek(long position, byte[] into) throws IOException {
        return folder.peek(this, position, into);
    }

    @Override
    public boolean isWrittenThrough() {
        return folder.isWritable();
    }

    @Override
    public void write(long position, byte[] from, int length) throws IOException {
        folder.write(this, position, from, length);
    }

    @Override
    public void resize(long newSize) throws IOException {
        folder.resize(this, newSize);
    }

    @Override
    public void saveAttributes(int permissions, long accessed, long modified) throws IOException {
        folder.setPermissions(path, permissions);
        folder.setTimes(path, accessed, modified);
    }

    @Override
    public void close() {
        folder.forget(this);
    }

    @Override
    public Optional<Errno> obstacle() {
        try {
            folder.check(this);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(errno(e));
        }
    }

    /** What a program is told of an error on the host. */
    static Errno errno(IOException error) {
        return switch (HostError.of(error)) {
            case NOT_FOUND -> Errno.ENOENT;
            case ACCESS_DENIED -> Errno.EACCES;
            case ALREADY_EXISTS -> Errno.EEXIST;
            case NOT_EMPTY -> Errno.ENOTEMPTY;
            case NO_SPACE -> Errno.ENOSPC;
            case TOO_LARGE -> Errno.EFBIG;
            case OTHER -> Errno.EIO;
        };
    }
}
