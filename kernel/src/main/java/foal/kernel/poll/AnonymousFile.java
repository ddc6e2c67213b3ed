package foal.kernel.poll;

import foal.kernel.file.FileStatus;
import foal.kernel.file.OpenFile;
import foal.kernel.file.Whence;
import java.util.Optional;

/** A file that no path leads to, only the descriptor by which it was made. */
abstract class AnonymousFile extends OpenFile {
    /** All of them share one inode, as on Linux. */
    private static final long INODE = 4;

    private final String kind;

    /** @param kind as /proc/PID/fd shows it: {@code eventfd} */
    AnonymousFile(int flags, String kind) {
        super(flags);
        this.kind = kind;
    }

    @Override
    public Optional<Object> channel() {
        return Optional.of(this);
    }

    @Override
    public boolean takesEmptyReads() {
        return true;
    }

    @Override
    public boolean takesEmptyWrites() {
        return true;
    }

    @Override
    public long seek(long offset, Whence whence) {
        return 0; // allowed, and without effect
    }

    @Override
    public FileStatus status() {
        return new FileStatus(INODE, 0600, 1, 0, 0, 0);
    }

    @Override
    public String description() {
        return "anon_inode:[" + kind + "]";
    }
}
