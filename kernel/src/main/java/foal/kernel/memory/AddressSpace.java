package foal.kernel.memory;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;

import foal.cpu.Access;
import foal.cpu.PageTable;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The virtual memory of a process. Its {@link Mapping}s say what each page should be, its {@link ResidentPages} what
 * there is by now: pages come in when they are first touched ({@link #fault}).
 */
public final class AddressSpace {
    private final FrameTable frames;
    private final int pid;
    private final Mappings mappings;
    private final ResidentPages pages;
    private final Layout layout = new Layout();
    private final Residency residency;
    private final CodePages code;
    private final MemoryLocks locks;
    /** Processes that use the space: a child of vfork has its parent's. */
    private int users = 1;

    private AddressSpace(FrameTable frames, PageTable table, int pid) {
        this.frames = frames;
        this.pid = pid;
        mappings = new Mappings(this, frames.kernelMemory());
        pages = new ResidentPages(frames, table);
        locks = new MemoryLocks(mappings);
        residency = new Residency(frames.memory(), mappings, pages);
        code = new CodePages(this, mappings, pages, frames.memory());
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

    /** Where heap and stack are, and the limits. */
    public Layout layout() {
        return layout;
    }

    /** What is in memory by now. */
    public Residency residency() {
        return residency;
    }

    /** What is executed and stored to. */
    public CodePages code() {
        return code;
    }

    /** What is locked in memory. */
    public MemoryLocks locks() {
        return locks;
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
        long start = mappings.findFree(length, layout.mmapTop());
        return start >= Layout.LOWEST ? Optional.of(start) : Optional.empty();
    }

    /** Whether so many bytes more may be mapped. */
    public boolean mayGrow(long bytes) {
        return layout.mayGrow(size(), bytes);
    }

    /** Whether there may be so many mappings more. */
    public boolean mayHold(int more) {
        return mappings.mayHold(more);
    }

    /** Whether another mapping of so many bytes may be added. */
    public boolean mayMap(long bytes) {
        return mayGrow(bytes) && mayHold(1);
    }

    // ---- changing ------------------------------------------------------------------------------------------------

    /** Adds a mapping, in place of whatever is there. */
    public void map(Mapping mapping) {
        unmap(mapping.start(), mapping.end());
        mappings.insert(locks.includeNew() ? mapping.withLocked(true) : mapping);
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
            mapping.showing(backing, firstPage, endPage).ifPresent(part -> pages.drop(part.start(), part.end()));
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
            locks.set(part.start(), part.end(), false);
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

    /** Lets the stack above an address grow down to it. @return the stack, or null if there is none or it may not */
    private Mapping growStack(long address) {
        Mapping stack = mappings.above(address);
        long start = address & -PAGE_SIZE;
        if (stack == null || !stack.growsDown() || stack.end() - start > layout.stackLimit() || start < Layout.LOWEST
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

    /** Several tasks use the space from now on: whoever {@linkplain FrameTable#watch watches} is told which frames they share. */
    public void shareWithTasks() {
        pages.shareWithTasks(mappings.all());
    }

    /** How often the space has lost a page or a right: each hart must have flushed its TLB since before it goes on in it. */
    public long tlbGeneration() {
        return pages.tlbGeneration();
    }

    // ---- fork and the end ----------------------------------------------------------------------------------------

    /** A copy for a forked child: private pages are shared by both until one writes. None if memory ran out. */
    public Optional<AddressSpace> fork(int childPid) {
        Optional<AddressSpace> created = create(frames, childPid);
        if (created.isEmpty()) {
            return created;
        }
        AddressSpace child = created.get();
        child.layout.copyFrom(layout);
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

    /** Looks whether all is as it must be between two traps. @see SpaceInvariants */
    public int check(SpaceInvariants invariants) {
        return invariants.check(mappings, pages);
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
}
