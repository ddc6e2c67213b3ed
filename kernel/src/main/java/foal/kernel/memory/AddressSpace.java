package foal.kernel.memory;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;
import static foal.kernel.memory.KernelMemory.Kind.MAPPING;

import foal.cpu.Access;
import foal.cpu.PageTable;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The virtual memory of a process. Its {@link Mapping}s say what each page should be, its {@link ResidentPages} what
 * there is by now: pages come in when they are first touched ({@link #fault}).
 */
public final class AddressSpace {
    /** No mapping starts below, so that a null pointer with an offset still faults (vm.mmap_min_addr). */
    public static final long LOWEST = 0x1_0000;
    /** Mappings that there may be (vm.max_map_count). */
    static final int MOST_MAPPINGS = 65_530;
    /** Mappings of a space that are charged to the kernel's memory with its process already. */
    private static final int INCLUDED_MAPPINGS = 32;
    /** Where mappings that name no address go if nothing else is said: below this, highest first. */
    private static final long DEFAULT_TOP = PageTable.USER_END - (64L << 20);
    /** What a stack may grow to if nothing else is said. */
    private static final long DEFAULT_STACK = 8L << 20;

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
    private final int pid;
    private final Mappings mappings = new Mappings(this);
    private final ResidentPages pages;
    /** Processes that use the space: a child of vfork has its parent's. */
    private int users = 1;

    private boolean locksNew;

    // The initial and the present program break.
    private long heapStart;
    private long heapEnd;

    // Limits.
    private long mmapTop = DEFAULT_TOP;
    private long stackLimit = DEFAULT_STACK;
    private long sizeLimit = Long.MAX_VALUE;

    private AddressSpace(FrameTable frames, PageTable table, int pid) {
        this.frames = frames;
        this.pid = pid;
        pages = new ResidentPages(frames, table);
    }

    /** An empty space, or none if there is no memory for its table. @param pid whose it is, for segment accounting */
    public static Optional<AddressSpace> create(FrameTable frames, int pid) {
        long root = frames.allocate();
        return root == 0 ? Optional.empty()
                : Optional.of(new AddressSpace(frames, new PageTable(frames.memory(), frames, root), pid));
    }

    /** The value that makes a hart use this space. */
    public long satp() {
        return pages.satp();
    }

    /** The process that it was made for. */
    public int pid() {
        return pid;
    }

    // ---- looking -------------------------------------------------------------------------------------------------

    /** The mapping at an address. */
    public Optional<Mapping> find(long address) {
        return Optional.ofNullable(mappings.find(address));
    }

    /** All mappings, in ascending order. */
    public Collection<Mapping> mappings() {
        return mappings.all();
    }

    /** The parts of mappings that lie in a range, in ascending order. */
    public List<Mapping> mappings(long start, long end) {
        return mappings.in(start, end);
    }

    /** How many mappings there are. */
    int mappingCount() {
        return mappings.count();
    }

    /** How many mappings would be split in two if a range were changed. */
    public int splits(long start, long end) {
        return (mappings.isInMidst(start) ? 1 : 0) + (mappings.isInMidst(end) ? 1 : 0);
    }

    /** Bytes mapped. */
    public long size() {
        return mappings.size();
    }

    /** Bytes of what is locked in memory. */
    public long lockedBytes() {
        return mappings.lockedBytes();
    }

    /** Bytes of what is locked in a range. */
    public long lockedBytes(long start, long end) {
        return mappings.lockedBytes() == 0 ? 0
                : mappings.in(start, end).stream().filter(Mapping::locked).mapToLong(Mapping::length).sum();
    }

    /** Pages in memory. */
    public long resident() {
        return pages.count();
    }

    /** Pages of a range that are in memory. */
    public long resident(long start, long end) {
        return pages.count(start, end);
    }

    /** What has been used of it since it was made. */
    public MemoryUsage usage() {
        return pages.usage();
    }

    /** Whether the page at an address is in memory. */
    public boolean isResident(long address) {
        return pages.entry(address) != 0;
    }

    /** Whether the page at an address can be had without reading: it is present, or the mapped file has it in memory. */
    public boolean isInMemory(long address) {
        Mapping mapping = mappings.find(address);
        return isResident(address) || mapping != null && mapping.backing().isPresent()
                && mapping.backing().get().residentFrame(mapping.pageOf(address)) != 0;
    }

    /** Whether a range lies wholly in the part of the space that programs may map. */
    public static boolean isMappable(long start, long length) {
        return start >= LOWEST && length > 0 && length <= PageTable.USER_END && start <= PageTable.USER_END - length;
    }

    /** Whether nothing is mapped in a range. */
    public boolean isFree(long start, long end) {
        return mappings.isFree(start, end);
    }

    /** Whether a range is mapped without a hole. */
    public boolean isMapped(long start, long end) {
        return mappings.isMapped(start, end);
    }

    /** The highest free range of that length below the stack, or none. */
    public Optional<Long> findFree(long length) {
        long start = mappings.findFree(length, mmapTop);
        return start >= LOWEST ? Optional.of(start) : Optional.empty();
    }

    // ---- changing ------------------------------------------------------------------------------------------------

    /** Adds a mapping, in place of whatever is there. */
    public void map(Mapping mapping) {
        unmap(mapping.start(), mapping.end());
        mappings.insert(locksNew ? mapping.withLocked(true) : mapping);
    }

    /** Locks what is mapped in a range in memory, or unlocks it. */
    public void lock(long start, long end, boolean locked) {
        mappings.lock(start, end, locked);
    }

    /** Sets whether mappings that are made from now on are locked (MCL_FUTURE). */
    public void lockNew(boolean locked) {
        locksNew = locked;
    }

    /** Whether mappings that are made now are locked. */
    public boolean locksNew() {
        return locksNew;
    }

    /** Removes all mappings in a range, which may begin and end in the middle of some. */
    public void unmap(long start, long end) {
        if (start < end) {
            pages.drop(start, end);
            mappings.remove(start, end);
        }
    }

    /** Changes what is allowed in a range; the caller has made sure that all of it is mapped. */
    public void protect(long start, long end, int protection) {
        mappings.protect(start, end, protection);
        pages.protect(start, end, protection);
    }

    /** Gives back the pages of a range, so that they are as at first when they are touched again. */
    public void forgetPages(long start, long end) {
        pages.drop(start, end);
    }

    /** Gives back the pages that show a part of an object which the object no longer has. */
    public void forgetPages(Backing backing, long firstPage, long endPage) {
        for (Mapping mapping : mappings.all()) {
            if (mapping.backing().isPresent() && mapping.backing().get() == backing) {
                long first = mapping.offset() / PAGE_SIZE;
                long from = Math.max(0, firstPage - first), to = Math.min(mapping.length() / PAGE_SIZE, endPage - first);
                if (from < to) {
                    pages.drop(mapping.start() + from * PAGE_SIZE, mapping.start() + to * PAGE_SIZE);
                }
            }
        }
    }

    /** Lets a mapping end later; what follows it is free. */
    public void extend(Mapping mapping, long end) {
        mappings.resize(mapping, mapping.withEnd(end));
    }

    /**
     * Moves a part of a mapping, with its pages, to where nothing is.
     *
     * @param length of what is there then; pages are added at its end or left behind
     * @param leaveBehind whether a mapping without pages stays at the old place
     * @return false if there was no memory: then nothing has changed
     */
    public boolean move(Mapping part, long to, long length, boolean leaveBehind) {
        long moved = Math.min(length, part.length());
        if (!pages.move(part.start(), to, moved)) {
            pages.move(to, part.start(), moved); // back again: the table still has room for these
            return false;
        }
        mappings.insert(part.movedTo(to).withEnd(to + length));
        if (!leaveBehind) {
            unmap(part.start(), part.end());
        } else {
            lock(part.start(), part.end(), false);
        }
        return true;
    }

    // ---- page faults ---------------------------------------------------------------------------------------------

    /** Brings in the page at an address, or makes it writable, if its mapping allows the access. */
    public FaultResult fault(long address, Access access) {
        Mapping mapping = mappings.find(address);
        if (mapping == null) {
            mapping = growStack(address);
        }
        if (mapping == null) {
            return FaultResult.NOT_MAPPED;
        }
        return Protection.allows(mapping.protection(), access) ? pages.fault(mapping, address, access) : FaultResult.FORBIDDEN;
    }

    /**
     * Whether the hart fetches from the page at an address before it executes the instruction at {@code pc}. It fetches a whole
     * block of instructions, and the last of them may cross into the next page.
     */
    public boolean isFetchedAt(long pc, long address) {
        long codePage = pc & -PAGE_SIZE, ahead = (address & -PAGE_SIZE) - codePage;
        return (ahead == 0 || ahead == PAGE_SIZE) && (pages.entry(address) & PageTable.EXECUTE) != 0
                && (ahead == 0 || pages.mayCrossOut(codePage));
    }

    /**
     * Brings in the page at an address for a store by the kernel that the program could make itself. A page that may be executed
     * stays so: harts must be told to forget the code that the store changes.
     */
    public FaultResult readyForKernelStore(long address) {
        Mapping mapping = mappings.find(address);
        boolean isCode = (pages.entry(address) & PageTable.EXECUTE) != 0;
        return mapping == null || !isCode || !Protection.allows(mapping.protection(), Access.STORE)
                ? fault(address, Access.STORE) : pages.makeOwn(mapping, address & -PAGE_SIZE);
    }

    /** Lets the stack above an address grow down to it. @return the stack, or null if there is none or it may not */
    private Mapping growStack(long address) {
        Mapping stack = mappings.above(address);
        long start = address & -PAGE_SIZE;
        if (stack == null || !stack.growsDown() || stack.end() - start > stackLimit || start < LOWEST
                || !mayGrow(stack.start() - start)) {
            return null;
        }
        Mapping below = mappings.below(stack.start());
        if (below != null && below.protection() != 0 && !below.growsDown() && start - below.end() < Mappings.GUARD_GAP) {
            return null;
        }
        mappings.resize(stack, stack.withStart(start));
        return mappings.find(address);
    }

    /**
     * The physical address that a kernel access of this kind reaches, after bringing in the page if need be.
     *
     * @return 0 if the program itself could not access it so
     */
    long translate(long address, Access access) {
        long entry = pages.entry(address);
        if ((entry & access.permission()) == 0) {
            FaultResult result = fault(address, access);
            if (result != FaultResult.RESOLVED) {
                if (result == FaultResult.NO_MEMORY) {
                    frames.noteShortage();
                }
                return 0;
            }
            entry = pages.entry(address);
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
        long entry = pages.entry(address);
        Mapping mapping = mappings.find(address);
        if (entry != 0) {
            frames.memory().read(PageTable.frameOf(entry) + inPage, into, offset, length);
        } else if (mapping != null && mapping.backing().isPresent()) {
            mapping.backing().get().peek(mapping.pageOf(address & -PAGE_SIZE), inPage, into, offset, length);
        } else {
            Arrays.fill(into, offset, offset + length, (byte) 0);
        }
        return mapping != null;
    }

    /** Several tasks use the space from now on: whoever {@linkplain FrameTable#watch watches} is told which frames they share. */
    public void shareWithTasks() {
        pages.shareWithTasks(mappings.all());
    }

    /** Finds the pages between two addresses that are in memory. @param into gets their addresses @return how many */
    public int residentPages(long from, long to, long[] into) {
        return pages.present(from, to, into);
    }

    /** The physical address behind an address, if that page is in memory; else 0. */
    public long residentPhysical(long address) {
        long entry = address >= 0 && address < PageTable.USER_END ? pages.entry(address) : 0;
        return entry == 0 ? 0 : PageTable.frameOf(entry) + (address & PAGE_SIZE - 1);
    }

    /** An address that shows a physical address, if there is one. */
    public Optional<Long> addressOf(long physical) {
        long frame = physical & -PAGE_SIZE;
        return mappings.all().stream().map(mapping -> pages.find(mapping, frame)).filter(page -> page >= 0).findFirst()
                .map(page -> page + (physical - frame));
    }

    /** How often the space has lost a page or a right: each hart must have flushed its TLB since before it goes on in it. */
    public long tlbGeneration() {
        return pages.tlbGeneration();
    }

    /** The number of mappings has changed. @param before how many there were */
    void charge(int before) {
        int more = Math.max(mappingCount(), INCLUDED_MAPPINGS) - Math.max(before, INCLUDED_MAPPINGS);
        frames.kernelMemory().giveBack(MAPPING, -more);
    }

    // ---- fork and the end ----------------------------------------------------------------------------------------

    /** A copy for a forked child: private pages are shared by both until one writes. None if memory ran out. */
    public Optional<AddressSpace> fork(int childPid) {
        Optional<AddressSpace> created = create(frames, childPid);
        if (created.isEmpty()) {
            return created;
        }
        AddressSpace child = created.get();
        child.heapStart = heapStart;
        child.heapEnd = heapEnd;
        child.mmapTop = mmapTop;
        child.stackLimit = stackLimit;
        child.sizeLimit = sizeLimit;
        if (!child.mayHold(mappingCount())) {
            child.close();
            return Optional.empty();
        }
        mappings.copyTo(child.mappings);
        for (Mapping mapping : mappings.all()) {
            if (!pages.copyTo(child.pages, mapping)) {
                child.close();
                return Optional.empty();
            }
        }
        return created;
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
            pages.close();
        }
    }

    // ---- the program break and limits ----------------------------------------------------------------------------

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

    /** Sets below which address mappings go that name none. */
    public void setMmapTop(long address) {
        mmapTop = address;
    }

    /** Sets how many bytes may be mapped (RLIMIT_AS); unsigned. */
    public void setSizeLimit(long bytes) {
        sizeLimit = bytes < 0 ? Long.MAX_VALUE : bytes;
    }

    /** Whether so many bytes more may be mapped. */
    public boolean mayGrow(long bytes) {
        return sizeLimit == Long.MAX_VALUE || bytes <= sizeLimit - size();
    }

    /** Whether there may be so many mappings more. */
    public boolean mayHold(int more) {
        return mappingCount() + more <= MOST_MAPPINGS && frames.kernelMemory().hasRoom(MAPPING, more);
    }

    /** Whether another mapping of so many bytes may be added. */
    public boolean mayMap(long bytes) {
        return mayGrow(bytes) && mayHold(1);
    }

    /** Sets how many bytes a stack may grow to (RLIMIT_STACK); unsigned. */
    public void setStackLimit(long bytes) {
        stackLimit = bytes < 0 ? Long.MAX_VALUE : bytes;
    }
}
