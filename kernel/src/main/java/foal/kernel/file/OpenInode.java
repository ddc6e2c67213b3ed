package foal.kernel.file;

import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.EIO;
import static foal.kernel.syscall.Errno.EISDIR;

import foal.cpu.PhysicalMemory;
import foal.kernel.memory.Backing;
import foal.kernel.memory.UserBuffer;
import foal.kernel.task.Task;
import java.util.Optional;

/** A file or directory of the tree, opened for reading, with the position of the next read. */
final class OpenInode extends OpenFile {
    private static final int SEEK_SET = 0, SEEK_CUR = 1, SEEK_END = 2;

    private final Inode inode;
    private final String path;
    private long position;

    OpenInode(Inode inode, String path, int flags) {
        super(flags);
        this.inode = inode;
        this.path = path;
    }

    Inode inode() {
        return inode;
    }

    @Override
    public long read(Task task, UserBuffer to) {
        if (!(inode instanceof RegularFile file)) {
            return EISDIR.result();
        }
        long start = position;
        while (to.remaining() > 0 && position < file.size()) {
            long frame = file.frame(position / PhysicalMemory.PAGE_SIZE);
            if (frame <= 0) {
                return position > start ? position - start : EIO.result();
            }
            int inPage = (int) (position % PhysicalMemory.PAGE_SIZE);
            int chunk = (int) Math.min(Math.min(to.remaining(), PhysicalMemory.PAGE_SIZE - inPage), file.size() - position);
            int given = to.giveFrom(frame + inPage, chunk);
            position += given;
            if (given < chunk) {
                return position > start ? position - start : EFAULT.result();
            }
        }
        return position - start;
    }

    @Override
    public long seek(long offset, int whence) {
        long base = switch (whence) {
            case SEEK_SET -> 0;
            case SEEK_CUR -> position;
            case SEEK_END -> inode.size();
            default -> -1;
        };
        if (base < 0 || base + offset < 0) {
            return EINVAL.result();
        }
        position = base + offset;
        return position;
    }

    @Override
    public Optional<Backing> backing() {
        return inode instanceof RegularFile file ? Optional.of(file) : Optional.empty();
    }

    @Override
    public FileStatus status() {
        return inode.status();
    }

    @Override
    public String description() {
        return path;
    }
}
