package foal.kernel.file;

import foal.kernel.memory.Struct;

/**
 * What stat(2) tells of a file.
 *
 * @param fileSystem the number of its file system
 * @param mode type and permissions
 * @param device of a device node: its number, else 0
 * @param size bytes of content
 * @param allocated bytes that it takes up
 * @param accessed nanoseconds since 1970, as the other times
 */
public record FileStatus(int fileSystem, long inode, int mode, int links, int uid, int gid, long device, long size,
        long allocated, long accessed, long modified, long changed, long born) {
    // The types in the mode (inode(7)).
    public static final int FIFO = 0x1000, CHARACTER_DEVICE = 0x2000, DIRECTORY = 0x4000, BLOCK_DEVICE = 0x6000,
            REGULAR = 0x8000, SYMLINK = 0xa000, SOCKET = 0xc000;
    /** The bits of the mode that hold the type. */
    public static final int TYPE = 0xf000;

    /** Bytes of {@code struct stat} and of {@code struct statx}. */
    public static final int SIZE = 128, STATX_SIZE = 256;
    /** What statx can tell here: the basic fields and the time of birth (STATX_BASIC_STATS, STATX_BTIME). */
    private static final int TOLD = 0xfff;
    private static final int BLOCK_SIZE = 4096;
    private static final int SECTOR = 512;
    private static final long NANOS = 1_000_000_000L;

    /** Of root's, on the file system of what has no name, all times the same. */
    public FileStatus(long inode, int mode, int links, long device, long size, long time) {
        this(1, inode, mode, links, 0, 0, device, size, size, time, time, time, time);
    }

    /** Fills in {@code struct stat} of asm-generic/stat.h. */
    void put(Struct struct) {
        struct.clear()
                .putLong(0, fileSystem)
                .putLong(8, inode)
                .putInt(16, mode)
                .putInt(20, links)
                .putInt(24, uid)
                .putInt(28, gid)
                .putLong(32, device)
                .putLong(48, size)
                .putInt(56, BLOCK_SIZE)
                .putLong(64, sectors());
        putTime(struct, 72, accessed);
        putTime(struct, 88, modified);
        putTime(struct, 104, changed);
    }

    /** Fills in {@code struct statx} (statx(2)). */
    void putExtended(Struct struct) {
        struct.clear()
                .putInt(0, TOLD)
                .putInt(4, BLOCK_SIZE)
                .putInt(16, links)
                .putInt(20, uid)
                .putInt(24, gid)
                .putShort(28, mode)
                .putLong(32, inode)
                .putLong(40, size)
                .putLong(48, sectors())
                .putInt(128, major(device))
                .putInt(132, minor(device))
                .putInt(136, major(fileSystem))
                .putInt(140, minor(fileSystem));
        putTime(struct, 64, accessed);
        putTime(struct, 80, born);
        putTime(struct, 96, changed);
        putTime(struct, 112, modified);
    }

    private static void putTime(Struct struct, int offset, long time) {
        struct.putLong(offset, Math.floorDiv(time, NANOS)).putLong(offset + 8, Math.floorMod(time, NANOS));
    }

    private long sectors() {
        return (allocated + SECTOR - 1) / SECTOR;
    }

    /** The number of a device (makedev(3)). */
    public static long device(int major, int minor) {
        return (minor & 0xffL) | (major & 0xfffL) << 8 | (minor & 0xfff00L) << 12;
    }

    static int major(long device) {
        return (int) (device >> 8 & 0xfff);
    }

    static int minor(long device) {
        return (int) (device & 0xff | device >> 12 & 0xfff00);
    }
}
