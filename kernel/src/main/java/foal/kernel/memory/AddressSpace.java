package foal.kernel.memory;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;
import static foal.kernel.memory.Protection.PROT_WRITE;

import foal.cpu.Access;
import foal.cpu.PageTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The virtual memory of a process: what is mapped where, and the page table that the hart walks.
 *
 * <p>The mappings say what a page should be, the table what it is by now: pages come in when they are first
 * touched ({@link #fault}). Invariants: every valid entry lies in a mapping and holds one reference to its frame;
 * an entry never allows more than its mapping; a private page is writable only if its frame is not shared; no
 * entry allows to write and to execute at once. A page that may be both changes with each fault from one to the
 * other, so that harts can be told to forget the old code.
 */
public final class AddressSpace {
    /** Where mappings that name no address go: below this, highest first. Above it is the stack. */
    private static final long MMAP_TOP = PageTable.USER_END - (64L << 20);

    /** No mapping starts below, so that a null pointer with an offset still faults (vm.mmap_min_addr). */
    public static final long LOWEST = 0x1_0000;

    /** What became of a page fault. */
    public enum FaultResult {
        /** The page is there: the access will succeed. */
        RESOLVED,
        /** Nothing is mapped there: SIGSEGV, SEGV_MAPERR. */
        NOT_MAPPED,
        /** The mapping forbids it: SIGSEGV, SEGV_ACCERR. */
        FORBIDDEN,
        /** The mapped object ends before that page: SIGBUS, BUS_ADRERR. */
        BEYOND_END,
        /** There is no frame left. */
        NO_MEMORY
    }

    private final FrameTable frames;
    private final PageTable table;
    private final int pid;
    private final TreeMap<Long, Mapping> mappings = new TreeMap<>();
    private boolean tlbStale;
    /** Processes that use the space: a child of vfork has its parent's. */
    private int users = 1;

    /** The initial and the present program break. */
    private long heapStart;
    private long heapEnd;

    private AddressSpace(FrameTable frames, PageTable table, int pid) {
        this.frames = frames;
        this.table = table;
        this.pid = pid;
    }

    /** An empty space, or none if there is no memory for its table. @param pid whose it is, for segment accounting */
    public static Optional<AddressSpace> create(FrameTable frames, int pid) {
        long root = frames.allocate();
        return root == 0 ? Optional.empty()
                : Optional.of(new AddressSpace(frames, new PageTable(frames.memory(), frames, root), pid));
    }

    /** The value that makes a hart use this space. */
    public long satp() {
        return table.satp();
    }

    /** The mapping at an address. */
    public Optional<Mapping> find(long address) {
        var entry = mappings.floorEntry(address);
        return entry != null && address < entry.getValue().end() ? Optional.of(entry.getValue()) : Optional.empty();
    }

    /** All mappings, in ascending order. */
    public Collection<Mapping> mappings() {
        return mappings.values();
    }

    /** Bytes mapped. */
    public long size() {
        return mappings.values().stream().mapToLong(Mapping::length).sum();
    }

    // ---- making and removing mappings ----------------------------------------------------------------------

    /** Whether a range lies wholly in the part of the space that programs may map. */
    public static boolean isMappable(long start, long length) {
        return start >= LOWEST && length > 0 && length <= PageTable.USER_END && start <= PageTable.USER_END - length;
    }

    /** Whether nothing is mapped in a range. */
    public boolean isFree(long start, long end) {
        var below = mappings.lowerEntry(end);
        return below == null || below.getValue().end() <= start;
    }

    /** The highest free range of that length below the stack, or none. */
    public Optional<Long> findFree(long length) {
        long end = MMAP_TOP;
        for (Mapping mapping : mappings.headMap(MMAP_TOP, false).descendingMap().values()) {
            if (end - mapping.end() >= length) {
                break;
            }
            end = Math.min(end, mapping.start());
        }
        return end - length >= LOWEST ? Optional.of(end - length) : Optional.empty();
    }

    /** Adds a mapping, in place of whatever is there. */
    public void map(Mapping mapping) {
        unmap(mapping.start(), mapping.end());
        mapping.backing().ifPresent(backing -> backing.mapped(pid));
        insert(mapping);
    }

    /** Puts a mapping in, joined with the anonymous one before it that it continues. */
    private void insert(Mapping mapping) {
        var below = mappings.lowerEntry(mapping.start());
        if (mapping.backing().isEmpty() && below != null && below.getValue().continuesIn(mapping)) {
            mappings.put(below.getKey(), below.getValue().withEnd(mapping.end()));
        } else {
            mappings.put(mapping.start(), mapping);
        }
    }

    /** Removes all mappings in a range, which may begin and end in the midst of some. */
    public void unmap(long start, long end) {
        if (start >= end) {
            return;
        }
        for (Mapping mapping : cut(start, end)) {
            mappings.remove(mapping.start());
            mapping.backing().ifPresent(backing -> backing.unmapped(pid));
        }
        table.replaceEach(start, end, (page, entry) -> {
            frames.free(PageTable.frameOf(entry));
            tlbStale = true;
            return 0;
        });
    }

    /** Changes what is allowed in a range; the caller has made sure that all of it is mapped. */
    public void protect(long start, long end, int protection) {
        for (Mapping mapping : cut(start, end)) {
            mappings.put(mapping.start(), mapping.withProtection(protection));
        }
        int bits = Protection.readOnlyBits(protection);
        table.replaceEach(start, end, (page, entry) -> {
            tlbStale = true;
            // Write permission comes back with the first store, which sees whether the frame is shared.
            long bare = entry & ~(long) (PageTable.READ | PageTable.WRITE | PageTable.EXECUTE);
            noteCode(PageTable.frameOf(entry), bits);
            return bare | bits;
        });
    }

    /** Whether a range is mapped without a hole. */
    public boolean isMapped(long start, long end) {
        long address = start;
        while (address < end) {
            Optional<Mapping> mapping = find(address);
            if (mapping.isEmpty()) {
                return false;
            }
            address = mapping.get().end();
        }
        return true;
    }

    /** Splits mappings at the borders of a range. @return those that then lie in it */
    private List<Mapping> cut(long start, long end) {
        splitAt(start);
        splitAt(end);
        return new ArrayList<>(mappings.subMap(start, end).values());
    }

    private void splitAt(long address) {
        Optional<Mapping> found = find(address);
        if (found.isPresent() && found.get().start() < address) {
            Mapping whole = found.get();
            mappings.put(whole.start(), whole.part(whole.start(), address));
            mappings.put(address, whole.part(address, whole.end()));
            whole.backing().ifPresent(backing -> backing.mapped(pid));
        }
    }

    // ---- page faults ---------------------------------------------------------------------------------------

    /** Brings in the page at an address, or makes it writable, if its mapping allows the access. */
    public FaultResult fault(long address, Access access) {
        var floor = mappings.floorEntry(address);
        if (floor == null || address >= floor.getValue().end()) {
            return FaultResult.NOT_MAPPED;
        }
        Mapping mapping = floor.getValue();
        if (!Protection.allows(mapping.protection(), access)) {
            return FaultResult.FORBIDDEN;
        }
        long page = address & -PAGE_SIZE;
        long entry = table.entry(page);
        if (entry == 0) {
            return bringIn(mapping, page, access);
        }
        long frame = PageTable.frameOf(entry);
        return access == Access.STORE ? makeWritable(mapping, page, frame) : enter(mapping, page, frame, access);
    }

    private FaultResult bringIn(Mapping mapping, long page, Access access) {
        if (mapping.backing().isEmpty()) {
            long frame = frames.allocate();
            // The page is ours alone: it may as well be writable before the first store.
            Access use = access == Access.LOAD && PROT_WRITE.in(mapping.protection()) ? Access.STORE : access;
            return frame == 0 ? FaultResult.NO_MEMORY : enter(mapping, page, frame, use);
        }
        long frame = mapping.backing().get().frame(mapping.pageOf(page));
        if (frame == Backing.BEYOND_END) {
            return FaultResult.BEYOND_END;
        }
        if (frame == Backing.NO_MEMORY) {
            return FaultResult.NO_MEMORY;
        }
        frames.share(frame);
        if (access == Access.STORE) {
            return makeWritable(mapping, page, frame);
        }
        return enter(mapping, page, frame, access);
    }

    /** Lets a store through to a page whose frame is known; this space holds a reference to it. */
    private FaultResult makeWritable(Mapping mapping, long page, long frame) {
        if (mapping.shared() || frames.isExclusive(frame)) {
            return enter(mapping, page, frame, Access.STORE);
        }
        long copy = frames.allocateUncleared();
        if (copy == 0) {
            return FaultResult.NO_MEMORY;
        }
        frames.memory().copy(frame, copy, PAGE_SIZE);
        frames.free(frame);
        return enter(mapping, page, copy, Access.STORE);
    }

    /** Makes the entry of a page, with the rights of its mapping as far as this access leaves them. */
    private FaultResult enter(Mapping mapping, long page, long frame, Access access) {
        int bits = Protection.readOnlyBits(mapping.protection());
        if (access == Access.STORE) {
            bits = bits & ~PageTable.EXECUTE | PageTable.WRITE;
            frames.willBeWritten(frame);
        }
        noteCode(frame, bits);
        int rights = PageTable.READ | PageTable.WRITE | PageTable.EXECUTE;
        tlbStale |= (table.entry(page) & rights & ~bits) != 0; // it loses what a TLB may still allow
        if (!table.map(page, frame, bits)) {
            frames.free(frame);
            return FaultResult.NO_MEMORY;
        }
        return FaultResult.RESOLVED;
    }

    private void noteCode(long frame, int bits) {
        if ((bits & PageTable.EXECUTE) != 0) {
            frames.markExecuted(frame);
        }
    }

    /**
     * The physical address that a kernel access of this kind reaches, after bringing in the page if need be.
     *
     * @return 0 if the program itself could not access it so
     */
    long translate(long address, Access access) {
        long entry = table.entry(address);
        if ((entry & access.permission()) == 0) {
            if (fault(address, access) != FaultResult.RESOLVED) {
                return 0;
            }
            long before = entry;
            entry = table.entry(address);
            // The program may have read the page that was now copied for us; the hart, which replaces an entry of its
            // TLB when a store of its own faults, knows nothing of this.
            tlbStale |= before != 0 && PageTable.frameOf(before) != PageTable.frameOf(entry);
        }
        return PageTable.frameOf(entry) + (address & PAGE_SIZE - 1);
    }

    /**
     * Reads a part of one page for an observer, without a change to anything. Pages that are not there yet read as
     * what they would be.
     *
     * @return false if nothing is mapped there
     */
    boolean peek(long address, byte[] into, int offset, int length) {
        int inPage = (int) (address & PAGE_SIZE - 1);
        long entry = table.entry(address);
        Optional<Mapping> mapping = find(address);
        if (entry != 0) {
            frames.memory().read(PageTable.frameOf(entry) + inPage, into, offset, length);
        } else if (mapping.flatMap(Mapping::backing).isPresent()) {
            mapping.get().backing().get().peek(mapping.get().pageOf(address & -PAGE_SIZE), inPage, into, offset, length);
        } else {
            Arrays.fill(into, offset, offset + length, (byte) 0);
        }
        return mapping.isPresent();
    }

    // ---- fork and the end ----------------------------------------------------------------------------------

    /** A copy for a forked child: private pages are shared by both until one writes. None if memory ran out. */
    public Optional<AddressSpace> fork(int childPid) {
        Optional<AddressSpace> created = create(frames, childPid);
        if (created.isEmpty()) {
            return created;
        }
        AddressSpace child = created.get();
        child.heapStart = heapStart;
        child.heapEnd = heapEnd;
        boolean complete = true;
        for (Mapping mapping : mappings.values()) {
            child.mappings.put(mapping.start(), mapping);
            mapping.backing().ifPresent(backing -> backing.mapped(childPid));
            complete &= copyEntries(mapping, child);
        }
        tlbStale = true;
        if (!complete) {
            child.close();
            return Optional.empty();
        }
        return created;
    }

    private boolean copyEntries(Mapping mapping, AddressSpace child) {
        boolean[] complete = {true};
        table.replaceEach(mapping.start(), mapping.end(), (page, entry) -> {
            long common = mapping.shared() ? entry : entry & ~(long) PageTable.WRITE;
            long frame = PageTable.frameOf(entry);
            int bits = PageTable.flagsOf(common) & (PageTable.READ | PageTable.WRITE | PageTable.EXECUTE);
            if (complete[0] && child.table.map(page, frame, bits)) {
                frames.share(frame);
            } else {
                complete[0] = false;
            }
            return common;
        });
        return complete[0];
    }

    /** One more process uses this space, and will close it too. */
    public AddressSpace share() {
        users++;
        return this;
    }

    /** Whether more than one process uses it. */
    public boolean isShared() {
        return users > 1;
    }

    /** One user less; the last one gives everything back. No hart may be using the space for it. */
    public void close() {
        if (--users == 0) {
            unmap(0, PageTable.USER_END);
            table.close();
        }
    }

    /** Whether a hart that uses the space must flush its TLB before it goes on; asks only once. */
    public boolean takeTlbStale() {
        boolean stale = tlbStale;
        tlbStale = false;
        return stale;
    }

    // ---- the program break ---------------------------------------------------------------------------------

    /** Sets where the heap begins: behind the program's data. */
    public void setHeapStart(long address) {
        heapStart = address;
        heapEnd = address;
    }

    public long heapStart() {
        return heapStart;
    }

    public long heapEnd() {
        return heapEnd;
    }

    public void setHeapEnd(long address) {
        heapEnd = address;
    }
}
