package foal.kernel.device;

import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.ENOSPC;

import foal.kernel.file.Dentry;
import foal.kernel.file.OpenEntry;
import foal.kernel.file.Whence;
import foal.kernel.memory.Backing;
import foal.kernel.memory.FrameTable;
import foal.kernel.memory.SharedPages;
import foal.kernel.memory.UserBuffer;
import foal.kernel.task.Task;
import java.util.Optional;

/** /dev/zero: zeros without end; takes everything, or as /dev/full nothing (zero(4), full(4)). */
final class ZeroDevice extends OpenEntry {
    private static final long MOST_PAGES = 1L << 26;

    private final boolean isFull;
    private final FrameTable frames;

    ZeroDevice(Dentry entry, int flags, boolean isFull, FrameTable frames) {
        super(entry, flags);
        this.isFull = isFull;
        this.frames = frames;
    }

    @Override
    public long read(Task task, UserBuffer to) {
        int given = to.giveZeros((int) Math.min(to.remaining(), Integer.MAX_VALUE));
        return given == 0 ? EFAULT.result() : given;
    }

    @Override
    public long write(Task task, UserBuffer from) {
        return isFull ? ENOSPC.result() : from.remaining();
    }

    @Override
    public long seek(long offset, Whence whence) {
        return 0;
    }

    /** Each mapping is an area of its own, as an anonymous one. */
    @Override
    public Optional<Backing> backing() {
        return isFull ? Optional.empty() : Optional.of(new SharedPages(frames, MOST_PAGES));
    }
}
