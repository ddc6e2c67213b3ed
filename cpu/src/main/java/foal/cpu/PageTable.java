package foal.cpu;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;

import foal.cpu.host.HostHeap;
import java.util.function.LongBinaryOperator;

/**
 * An Sv39 page table: three levels of 512 entries, mapping the lower half of the address space (256 GiB) in pages
 * of 4 KiB. It lies in physical memory, where the hart walks it by itself; this class is the kernel's hand on it.
 *
 * <p>Whoever takes a right away from a page that a hart may have used, or maps it to another frame, must flush that
 * hart's TLB. A page that gains rights needs no flush: the hart walks the table again before it reports a fault.
 *
 * <p>Source: RISC-V privileged manual, "Sv39: Page-Based 39-bit Virtual-Memory System".
 */
public final class PageTable {
    // The bits of an entry. A and D are always set here: the kernel does not use them, and a hart that had to
    // set them itself would fault or write to the table.
    public static final int VALID = 1;
    public static final int READ = 1 << 1;
    public static final int WRITE = 1 << 2;
    public static final int EXECUTE = 1 << 3;
    public static final int USER = 1 << 4;
    private static final int ACCESSED = 1 << 6;
    private static final int DIRTY = 1 << 7;
    /** The first of two bits that the hart ignores: the kernel's to use. */
    public static final int SOFTWARE = 1 << 8;

    /** The first address behind those that a program can use. */
    public static final long USER_END = 1L << 38;

    private static final int LEVELS = 3;
    private static final int ENTRIES = 512;
    /** A table of the last level maps a region of 2 MiB. */
    private static final int REGION_BITS = 21;
    private static final int FLAG_BITS = 10;
    private static final long FLAG_MASK = (1L << FLAG_BITS) - 1;
    private static final long SATP_MODE_SV39 = 8L << 60;
    private static final long SATP_PAGE_MASK = (1L << 44) - 1;

    /** Where the frames of the table itself come from. */
    public interface FrameSource {
        /** The physical address of a frame of zeros, or 0 if memory has run out. */
        long allocate();

        /** Takes back a frame from {@link #allocate()}. */
        void free(long frame);
    }

    private final PhysicalMemory memory;
    private final FrameSource frames;
    private final long root;
    /**
     * The region of the last look-up, and where the host has its table. That stays where it is as long as the whole: only
     * pages come and go.
     */
    private long lastRegion = -1;
    private long lastLeaf;

    /** An empty table. @param root a frame of zeros from {@code frames}, which the table owns from now on */
    public PageTable(PhysicalMemory memory, FrameSource frames, long root) {
        this.memory = memory;
        this.frames = frames;
        this.root = root;
    }

    /** The value of {@code satp} that makes a hart use this table. */
    public long satp() {
        return satpFor(root / PAGE_SIZE);
    }

    /** The value of {@code satp} for a root in that page of physical memory. */
    static long satpFor(long rootPage) {
        return SATP_MODE_SV39 | rootPage;
    }

    /** The page of physical memory where the root is. */
    static long rootPageOf(long satp) {
        return satp & SATP_PAGE_MASK;
    }

    /** The entry for the page of a virtual address, or 0 if there is none. */
    public long entry(long virtual) {
        long region = virtual >>> REGION_BITS;
        if (region != lastRegion) {
            long leaf = leafOf(memory, root, virtual);
            if (leaf == 0) {
                return 0;
            }
            lastRegion = region;
            lastLeaf = memory.hostAddress(leaf);
        }
        return HostHeap.getLong(slot(lastLeaf, virtual, 0));
    }

    /** The same, for whatever table a hart's {@code satp} names. */
    static long entryOf(PhysicalMemory memory, long satp, long virtual) {
        long leaf = leafOf(memory, rootPageOf(satp) * PAGE_SIZE, virtual);
        return leaf == 0 ? 0 : memory.getLong(slot(leaf, virtual, 0));
    }

    /** The table of the last level for a virtual address, or 0 if there is none. */
    private static long leafOf(PhysicalMemory memory, long root, long virtual) {
        if (virtual < 0 || virtual >= USER_END) {
            return 0;
        }
        long table = root;
        for (int level = LEVELS - 1; level > 0; level--) {
            long pointer = memory.getLong(slot(table, virtual, level));
            if (pointer == 0) {
                return 0;
            }
            table = frameOf(pointer);
        }
        return table;
    }

    /**
     * Maps the page of a virtual address to a frame, in place of what was there.
     *
     * @param flags of {@link #READ}, {@link #WRITE}, {@link #EXECUTE}, {@link #SOFTWARE}; WRITE needs READ
     * @return false if there was no memory for the table
     */
    public boolean map(long virtual, long frame, int flags) {
        if (virtual < 0 || virtual >= USER_END || (flags & (READ | WRITE)) == WRITE) {
            throw new IllegalArgumentException("mapping of " + Long.toHexString(virtual) + " with flags " + flags);
        }
        long table = root;
        for (int level = LEVELS - 1; level > 0; level--) {
            long slot = slot(table, virtual, level);
            long pointer = memory.getLong(slot);
            if (pointer == 0) {
                long next = frames.allocate();
                if (next == 0) {
                    return false;
                }
                pointer = entryFor(next, VALID);
                memory.setLong(slot, pointer);
            }
            table = frameOf(pointer);
        }
        memory.setLong(slot(table, virtual, 0), leafFor(frame, flags));
        return true;
    }

    /** The entry that lets U-mode use a frame, or at a higher level of the table as many frames as the entry covers. */
    static long leafFor(long frame, int flags) {
        return entryFor(frame, flags | VALID | USER | ACCESSED | DIRTY);
    }

    /** Removes the mapping of a page. @return its entry, or 0 if there was none */
    public long unmap(long virtual) {
        if (entry(virtual) == 0) {
            return 0;
        }
        long table = root;
        for (int level = LEVELS - 1; level > 0; level--) {
            table = frameOf(memory.getLong(slot(table, virtual, level)));
        }
        long slot = slot(table, virtual, 0);
        long entry = memory.getLong(slot);
        memory.setLong(slot, 0);
        return entry;
    }

    /**
     * Visits the entries of all mapped pages in {@code [from, to)} in ascending order, and puts in each one's
     * place what the visitor returns.
     *
     * @param visitor gets the page's virtual address and its entry
     */
    public void replaceEach(long from, long to, LongBinaryOperator visitor) {
        replaceEach(root, LEVELS - 1, 0, from, Math.min(to, USER_END), visitor);
    }

    private void replaceEach(long table, int level, long base, long from, long to, LongBinaryOperator visitor) {
        long span = (long) PAGE_SIZE << 9 * level;
        int first = (int) Math.max(0, (from - base) / span);
        for (int i = first; i < ENTRIES && base + i * span < to; i++) {
            long slot = table + 8L * i;
            long entry = memory.getLong(slot);
            if (entry == 0) {
                continue;
            }
            if (level > 0) {
                replaceEach(frameOf(entry), level - 1, base + i * span, from, to, visitor);
            } else {
                long replacement = visitor.applyAsLong(base + i * span, entry);
                if (replacement != entry) {
                    memory.setLong(slot, replacement);
                }
            }
        }
    }

    /** Gives back the frames of the table itself. The pages must have been unmapped; no hart may use it any more. */
    public void close() {
        free(root, LEVELS - 1);
    }

    private void free(long table, int level) {
        for (int i = 0; level > 0 && i < ENTRIES; i++) {
            long entry = memory.getLong(table + 8L * i);
            if (entry != 0) {
                free(frameOf(entry), level - 1);
            }
        }
        frames.free(table);
    }

    private static long slot(long table, long virtual, int level) {
        return table + (virtual >>> 12 + 9 * level & ENTRIES - 1) * 8;
    }

    private static long entryFor(long frame, int flags) {
        return frame / PAGE_SIZE << FLAG_BITS | flags;
    }

    /** The physical address of the frame that an entry names. */
    public static long frameOf(long entry) {
        return (entry >>> FLAG_BITS) * PAGE_SIZE;
    }

    /** The flag bits of an entry. */
    public static int flagsOf(long entry) {
        return (int) (entry & FLAG_MASK);
    }
}
