package foal.kernel.file;

import foal.kernel.syscall.Symbolic;

/** Flags of open(2), and the status flags of a descriptor. */
public enum OpenFlag implements Symbolic {
    O_RDONLY(0, 3),
    O_WRONLY(1, 3),
    O_RDWR(2, 3),
    O_CREAT(0x40),
    O_EXCL(0x80),
    O_NOCTTY(0x100),
    O_TRUNC(0x200),
    O_APPEND(0x400),
    O_NONBLOCK(0x800),
    O_SYNC(0x10_1000),
    O_DSYNC(0x1000),
    O_ASYNC(0x2000),
    O_DIRECT(0x4000),
    O_LARGEFILE(0x8000),
    O_NOFOLLOW(0x2_0000),
    O_NOATIME(0x4_0000),
    O_CLOEXEC(0x8_0000),
    O_PATH(0x20_0000),
    O_TMPFILE(0x41_0000),
    O_DIRECTORY(0x1_0000);

    /** The bits that F_SETFL can change without more ado; O_ASYNC is another. */
    static final int SETTABLE = (int) (O_APPEND.value | O_NONBLOCK.value | O_DIRECT.value | O_NOATIME.value);

    /** The bits that F_GETFL reports. */
    static final int REPORTED = (int) (SETTABLE | O_ASYNC.value | O_RDONLY.mask | O_SYNC.value | O_LARGEFILE.value
            | O_NOFOLLOW.value | O_DIRECTORY.value | O_PATH.value | O_TMPFILE.value);

    private final long value;
    private final long mask;

    OpenFlag(long value) {
        this(value, value);
    }

    OpenFlag(long value, long mask) {
        this.value = value;
        this.mask = mask;
    }

    @Override
    public long value() {
        return value;
    }

    @Override
    public long mask() {
        return mask;
    }
}
