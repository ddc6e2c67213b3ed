package foal.kernel.hostfs;

import foal.kernel.file.Content;
import foal.kernel.syscall.Errno;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;

/** The bytes of a file of the host's. Its size is what it was when the guest first looked. */
final class HostFile implements Content {
    private final HostFolder folder;
    private final List<String> path;
    private final long size;

    HostFile(HostFolder folder, List<String> path, long size) {
        this.folder = folder;
        this.path = path;
        this.size = size;
    }

    /** The names that lead to it in its folder. */
    List<String> path() {
        return path;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int read(long position, byte[] into) throws IOException {
        SeekableByteChannel channel = folder.open(this).position(position);
        ByteBuffer buffer = ByteBuffer.wrap(into);
        while (buffer.hasRemaining() && channel.read(buffer) > 0) {
            // one read may return less than there is
        }
        return buffer.position();
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
            default -> Errno.EIO;
        };
    }
}
