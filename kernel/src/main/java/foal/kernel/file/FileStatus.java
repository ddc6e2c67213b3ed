package foal.kernel.file;

import foal.kernel.memory.Struct;

/**
 * What stat(2) tells of a file.
 *
 * @param mode type and permissions
 * @param device of a device node: its number, else 0
 * @param modified nanoseconds since 1970, for all three times
 */
public record FileStatus(long inode, int mode, int links, long device, long size, long modified) {
    // The types in the mode (inode(7)).
    public static final int FIFO = 0x1000, CHARACTER_DEVICE = 0x2000, DIRECTORY = 0x4000, BLOCK_DEVICE = 0x6000,
            REGULAR = 0x8000, SYMLINK = 0xa000, SOCKET = 0xc000;
    /** The bits of the mode that hold the type. */
    public static final int TYPE = 0xf000;

    /** Bytes of {@code struct stat}. */
    public static final int SIZE = 128;
    private static final int BLOCK_SIZE = 4096;
    private static final long NANOS = 1_000_000_000L;

    /** Fills in {@code struct stat} of asm-generic/stat.h. */
    void put(Struct struct) {
        struct.clear()
                .putLong(0, 1) // the one file system there is
                .putLong(8, inode)
                .putInt(16, mode)
                .putInt(20, links)
                .putLong(32, device)
                .putLong(48, size)
                .putInt(56, BLOCK_SIZE)
                .putLong(64, (size + 511) / 512);
        for (int time = 72; time < 120; time += 16) {
            struct.putLong(time, modified / NANOS).putLong(time + 8, modified % NANOS);
        }
    }
}
