package foal.kernel.memory;

import foal.kernel.syscall.Symbolic;

/** Flags of mmap(2). */
public enum MapFlag implements Symbolic {
    MAP_SHARED(1, 0xf),
    MAP_PRIVATE(2, 0xf),
    MAP_SHARED_VALIDATE(3, 0xf),
    MAP_FIXED(0x10, 0x10),
    MAP_ANONYMOUS(0x20, 0x20),
    MAP_GROWSDOWN(0x100, 0x100),
    MAP_DENYWRITE(0x800, 0x800),
    MAP_EXECUTABLE(0x1000, 0x1000),
    MAP_LOCKED(0x2000, 0x2000),
    MAP_NORESERVE(0x4000, 0x4000),
    MAP_POPULATE(0x8000, 0x8000),
    MAP_NONBLOCK(0x1_0000, 0x1_0000),
    MAP_STACK(0x2_0000, 0x2_0000),
    MAP_HUGETLB(0x4_0000, 0x4_0000),
    MAP_SYNC(0x8_0000, 0x8_0000),
    MAP_FIXED_NOREPLACE(0x10_0000, 0x10_0000);

    /** The bits that hold MAP_SHARED, MAP_PRIVATE or MAP_SHARED_VALIDATE. */
    public static final int TYPE = 0xf;
    /** What MAP_SHARED_VALIDATE accepts with a file. */
    public static final int KNOWN = 0x17_f93f;

    private final int value;
    private final int mask;

    MapFlag(int value, int mask) {
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
