package foal.kernel.hostfs;

import foal.kernel.file.Content;
import foal.kernel.syscall.Errno;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
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
        FileChannel channel = folder.open(this);
        ByteBuffer buffer = ByteBuffer.wrap(into);
        while (buffer.hasRemaining() && channel.read(buffer, position + buffer.position()) > 0) {
            // one read may return less than there is
        }
        return buffer.position();
    }

    @Override
    public boolean isWrittenThrough() {
        return folder.isWritable();
    }

    @Override
    public void write(long position, byte[] from, int length) throws IOException {
        write(ByteBuffer.wrap(from, 0, length), position);
    }

    private void write(ByteBuffer buffer, long position) throws IOException {
        FileChannel channel = folder.open(this);
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer, position + buffer.position());
            }
        } catch (NonWritableChannelException _) {
            throw new AccessDeniedException(path.name());
        }
    }

    @Override
    public void resize(long newSize) throws IOException {
        FileChannel channel = folder.open(this);
        if (newSize > channel.size()) {
            write(ByteBuffer.allocate(1), newSize - 1);
            return;
        }
        try {
            channel.truncate(newSize);
        } catch (NonWritableChannelException _) {
            throw new AccessDeniedException(path.name());
        }
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
            folder.open(this);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(errno(e));
        }
    }

    /** What a program is told of an error on the host. */
    static Errno errno(IOException error) {
        return switch (error) {
            case NoSuchFileException _ -> Errno.ENOENT;
            case AccessDeniedException _ -> Errno.EACCES;
            case FileAlreadyExistsException _ -> Errno.EEXIST;
            case DirectoryNotEmptyException _ -> Errno.ENOTEMPTY;
            default -> Errno.EIO;
        };
    }
}
