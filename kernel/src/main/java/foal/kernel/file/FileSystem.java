package foal.kernel.file;

import static foal.kernel.memory.KernelMemory.Kind.INODE;
import static foal.kernel.memory.KernelMemory.Kind.TEXT_BYTE;

import foal.cpu.PhysicalMemory;
import foal.kernel.memory.FrameTable;
import foal.kernel.memory.KernelMemory;
import foal.kernel.memory.Struct;
import foal.kernel.time.Clock;

/** A file system: what the files of one tree have in common, and how much they may use (statfs(2)). */
public final class FileSystem {
    /** Bytes of {@code struct statfs}. */
    static final int STATFS_SIZE = 120;
    private static final int ST_RDONLY = 1, ST_VALID = 0x20, ST_RELATIME = 0x1000;

    private final Kind kind;
    private final int device;
    private final boolean readOnly;
    private final FrameTable frames;
    private final Clock clock;
    private final long mostPages;
    private final long mostInodes;
    private long pages;
    private long inodes;
    private long lastNumber;

    /** The kinds of file systems, with the numbers that statfs(2) shows for them. */
    public enum Kind {
        TMPFS("tmpfs", 0x0102_1994), DEVTMPFS("devtmpfs", 0x0102_1994), PROC("proc", 0x9fa0), PIPEFS("pipefs", 0x5049_5045),
        DEVPTS("devpts", 0x1cd1),
        MQUEUE("mqueue", 0x1980_0202),
        HOST("hostfs", 0x00c0_ffee);

        private final String title;
        private final int magic;

        Kind(String title, int magic) {
            this.title = title;
            this.magic = magic;
        }

        /** The name in /proc/mounts. */
        public String title() {
            return title;
        }
    }

    /**
     * @param device unlike that of any other file system
     * @param readOnly whether changes fail with EROFS
     */
    FileSystem(Kind kind, int device, boolean readOnly, FrameTable frames, Clock clock) {
        this.kind = kind;
        this.device = device;
        this.readOnly = readOnly;
        this.frames = frames;
        this.clock = clock;
        // As tmpfs(5) has it by default: half of the memory, and an inode for every second page.
        mostPages = frames.total() / 2;
        mostInodes = frames.total() / 2;
    }

    public Kind kind() {
        return kind;
    }

    /** The number that stat(2) shows for all its files. */
    public int device() {
        return device;
    }

    public boolean isReadOnly() {
        return readOnly;
    }

    FrameTable frames() {
        return frames;
    }

    /** The time for a file's time stamps. */
    long now() {
        return clock.realtime();
    }

    /** A number for a new file. */
    long nextNumber() {
        return ++lastNumber;
    }

    /** Whether there may be one more file or link, however long its name and what it leads to. */
    boolean hasRoom() {
        KernelMemory memory = frames.kernelMemory();
        return inodes < mostInodes && memory.hasRoom(INODE, 1 + (Walk.NAME_MAX + FileTree.PATH_MAX) / INODE.cost() + 1);
    }

    /** An entry of the guest's making has come: it is charged to the kernel's memory. */
    void countIn(Dentry entry) {
        inodes++;
        frames.kernelMemory().take(INODE, 1);
        frames.kernelMemory().take(TEXT_BYTE, textBytes(entry));
    }

    /** It has gone. */
    void countOut(Dentry entry) {
        inodes--;
        frames.kernelMemory().giveBack(INODE, 1);
        frames.kernelMemory().giveBack(TEXT_BYTE, textBytes(entry));
    }

    private static long textBytes(Dentry entry) {
        return entry.name().length() + (entry.inode() instanceof Symlink link ? link.size() : 0);
    }

    /** Takes up a page. @return false if there are as many as may be: ENOSPC */
    boolean takePage() {
        if (!hasPages(1)) {
            return false;
        }
        pages++;
        return true;
    }

    /** Whether so many pages more may be taken up. */
    boolean hasPages(long count) {
        return count <= mostPages - pages;
    }

    void givePages(long count) {
        pages -= count;
    }

    /** Fills in {@code struct statfs}. */
    void put(Struct statfs) {
        boolean isVirtual = kind == Kind.PROC || kind == Kind.PIPEFS;
        statfs.clear()
                .putLong(0, kind.magic)
                .putLong(8, PhysicalMemory.PAGE_SIZE)
                .putLong(16, isVirtual ? 0 : mostPages)
                .putLong(24, isVirtual ? 0 : mostPages - pages)
                .putLong(32, isVirtual ? 0 : mostPages - pages)
                .putLong(40, isVirtual ? 0 : mostInodes)
                .putLong(48, isVirtual ? 0 : Math.max(0, mostInodes - inodes))
                .putInt(56, device)
                .putLong(64, Walk.NAME_MAX)
                .putLong(72, PhysicalMemory.PAGE_SIZE)
                .putLong(80, ST_VALID | ST_RELATIME | (readOnly ? ST_RDONLY : 0));
    }
}
