package foal.kernel.memory;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;
import static foal.kernel.memory.Protection.PROT_WRITE;

import foal.cpu.Access;
import foal.cpu.PageTable;
import java.util.Collection;

/**
 * The pages of an address space that are in memory by now: its page table, which the hart walks.
 *
 * <p>Invariants: every entry lies in a mapping and holds one reference to its frame; an entry never allows more than
 * its mapping; a private page is writable only if its frame is not shared; no entry allows to write and to execute at
 * once. A page that may be both changes with each fault from one to the other, so that harts can be told to forget
 * the old code.
 */
final class ResidentPages {
    /** Bytes around a page of a file, aligned, that are entered with it: less than one table of the lowest level shows. */
    private static final long AROUND = 16 * PAGE_SIZE;
    private static final int RIGHTS = PageTable.READ | PageTable.WRITE | PageTable.EXECUTE;

    private final FrameTable frames;
    private final PageTable table;
    private long tlbGeneration;
    private long count;
    private long most;
    private long faults;
    private long majorFaults;
    /** Several tasks use the space, and somebody wants to know which frames those share. */
    private boolean isSharedByTasks;

    ResidentPages(FrameTable frames, PageTable table) {
        this.frames = frames;
        this.table = table;
    }

    long satp() {
        return table.satp();
    }

    /** The page-table entry for an address, or 0. */
    long entry(long address) {
        return table.entry(address);
    }

    /** How many pages there are. */
    long count() {
        return count;
    }

    /** How many there have been at most, and the faults that have brought them in or made them writable. */
    MemoryUsage usage() {
        return new MemoryUsage(faults - majorFaults, majorFaults, most);
    }

    private void noteMore() {
        count++;
        most = Math.max(most, count);
    }

    // ---- faults --------------------------------------------------------------------------------------------------

    /** Brings in the page at an address of a mapping that allows the access, or gives its entry the right for it. */
    FaultResult fault(Mapping mapping, long address, Access access) {
        long page = address & -PAGE_SIZE;
        long entry = table.entry(page);
        faults++;
        if (entry == 0) {
            return bringIn(mapping, page, access);
        }
        long frame = PageTable.frameOf(entry);
        return access == Access.STORE ? enterOwn(mapping, page, frame, Access.STORE) : enter(mapping, page, frame, access);
    }

    private FaultResult bringIn(Mapping mapping, long page, Access access) {
        if (mapping.backing().isEmpty()) {
            long frame = frames.allocate();
            boolean mayAsWellStore = access == Access.LOAD && PROT_WRITE.in(mapping.protection()); // the page is ours alone
            return frame == 0 ? FaultResult.NO_MEMORY : enter(mapping, page, frame, mayAsWellStore ? Access.STORE : access);
        }
        if (mapping.backing().get().mustBeRead(mapping.pageOf(page))) {
            majorFaults++;
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
            return enterOwn(mapping, page, frame, Access.STORE);
        }
        FaultResult result = enter(mapping, page, frame, access);
        if (result == FaultResult.RESOLVED) {
            enterNeighbours(mapping, page & -AROUND);
        }
        return result;
    }

    /** Enters what else of a file is in memory already: a program that reads a page soon reads its neighbours, without a fault. */
    private void enterNeighbours(Mapping mapping, long start) {
        Backing backing = mapping.backing().get();
        long end = Math.min(mapping.end(), start + AROUND);
        for (long page = Math.max(mapping.start(), start); page < end; page += PAGE_SIZE) {
            long frame = table.entry(page) == 0 ? backing.residentFrame(mapping.pageOf(page)) : 0;
            if (frame != 0) {
                frames.share(frame);
                enter(mapping, page, frame, Access.LOAD); // cannot fail: the table has room for it
            }
        }
    }

    /** Gives a page that is there a frame that may be stored to, but not the right to store: it stays executable if it was. */
    FaultResult makeOwn(Mapping mapping, long page) {
        return enterOwn(mapping, page, PageTable.frameOf(table.entry(page)), Access.FETCH);
    }

    /** Enters a frame that may be stored to: the backing's, or one that nobody else has. That one is a copy if need be. */
    private FaultResult enterOwn(Mapping mapping, long page, long frame, Access access) {
        if (mapping.shared()) {
            return storeThrough(mapping, page, frame, access);
        }
        if (frames.isExclusive(frame)) {
            return enter(mapping, page, frame, access);
        }
        long copy = frames.allocateUncleared();
        if (copy == 0) {
            if (table.entry(page) == 0) {
                frames.free(frame);
            }
            return FaultResult.NO_MEMORY;
        }
        frames.memory().copy(frame, copy, PAGE_SIZE);
        frames.free(frame);
        return enter(mapping, page, copy, access);
    }

    private FaultResult storeThrough(Mapping mapping, long page, long frame, Access access) {
        if (mapping.backing().get().prepareStore(mapping.pageOf(page))) {
            return enter(mapping, page, frame, access);
        }
        if (table.entry(page) == 0) {
            frames.free(frame);
        }
        return FaultResult.BEYOND_END;
    }

    /** Makes the entry of a page, with the rights of its mapping as far as this access leaves them. */
    private FaultResult enter(Mapping mapping, long page, long frame, Access access) {
        int bits = Protection.readOnlyBits(mapping.protection());
        if (access == Access.STORE) {
            bits = bits & ~PageTable.EXECUTE | PageTable.WRITE;
            frames.willBeWritten(frame);
        }
        noteCode(frame, bits);
        long before = table.entry(page);
        boolean moves = before != 0 && PageTable.frameOf(before) != frame;
        if (moves || (before & RIGHTS & ~bits) != 0) {
            // A TLB may still know what the page was, or allow what it loses: that of a hart which has read the page,
            // when it was another that has stored to it, or the kernel.
            tlbGeneration++;
        }
        if (frames.watch().isPresent()) {
            tellWatch(mapping, frame, access == Access.STORE);
        }
        if (!table.map(page, frame, bits)) {
            frames.free(frame);
            return FaultResult.NO_MEMORY;
        }
        if (before == 0) {
            noteMore();
        }
        return FaultResult.RESOLVED;
    }

    private void tellWatch(Mapping mapping, long frame, boolean isStore) {
        if (!mapping.shared() && isStore) {
            frames.watch().get().renewed(frame); // other processes had the same page, but will not see this store
        }
        if (mapping.shared() || isSharedByTasks && PROT_WRITE.in(mapping.protection())) {
            frames.watch().get().shared(frame);
        }
    }

    /** Several tasks use the address space from now on: tells which frames they share, now and later. */
    void shareWithTasks(Collection<Mapping> mappings) {
        isSharedByTasks = true;
        for (Mapping mapping : mappings) {
            if (PROT_WRITE.in(mapping.protection())) {
                table.replaceEach(mapping.start(), mapping.end(), (page, entry) -> {
                    frames.watch().ifPresent(watch -> watch.shared(PageTable.frameOf(entry)));
                    return entry;
                });
            }
        }
    }

    /** The page of a mapping that shows a frame, or -1. */
    long find(Mapping mapping, long frame) {
        long[] found = {-1};
        table.replaceEach(mapping.start(), mapping.end(), (page, entry) -> {
            if (PageTable.frameOf(entry) == frame) {
                found[0] = page;
            }
            return entry;
        });
        return found[0];
    }

    private void noteCode(long frame, int bits) {
        if ((bits & PageTable.EXECUTE) != 0) {
            frames.markExecuted(frame);
        }
    }

    /** How often an entry has been taken away or has got another frame, or has lost a right that a TLB may still allow. */
    long tlbGeneration() {
        return tlbGeneration;
    }

    // ---- ranges --------------------------------------------------------------------------------------------------

    /** Gives back the pages of a range. */
    void drop(long start, long end) {
        table.replaceEach(start, end, (page, entry) -> {
            frames.free(PageTable.frameOf(entry));
            tlbGeneration++;
            count--;
            return 0;
        });
    }

    /** Gives the entries of a range the rights that a protection allows at first. */
    void protect(long start, long end, int protection) {
        int bits = Protection.readOnlyBits(protection);
        table.replaceEach(start, end, (page, entry) -> {
            tlbGeneration++;
            // Write permission comes back with the first store, which sees whether the frame is shared.
            noteCode(PageTable.frameOf(entry), bits);
            return entry & ~(long) RIGHTS | bits;
        });
    }

    /** Moves entries of a range to another place, where there are none. @return false if there was no memory for the table */
    boolean move(long from, long to, long length) {
        boolean[] complete = {true};
        table.replaceEach(from, from + length, (page, entry) -> {
            complete[0] = complete[0] && table.map(page - from + to, PageTable.frameOf(entry), PageTable.flagsOf(entry) & RIGHTS);
            tlbGeneration++;
            return complete[0] ? 0 : entry;
        });
        return complete[0];
    }

    /** Lets a child have the pages of a mapping too. @return false if there was no memory for its table */
    boolean copyTo(ResidentPages child, Mapping mapping) {
        boolean[] complete = {true};
        tlbGeneration++;
        table.replaceEach(mapping.start(), mapping.end(), (page, entry) -> {
            long common = mapping.shared() ? entry : entry & ~(long) PageTable.WRITE;
            long frame = PageTable.frameOf(entry);
            if (complete[0] && child.table.map(page, frame, PageTable.flagsOf(common) & RIGHTS)) {
                frames.share(frame);
                child.noteMore();
            } else {
                complete[0] = false;
            }
            return common;
        });
        return complete[0];
    }

    /** Finds the pages between two addresses. @param into has room for all there can be @return how many there are */
    int present(long from, long to, long[] into) {
        int[] found = {0};
        forEach(from, to, (page, _) -> into[found[0]++] = page);
        return found[0];
    }

    /** How many pages between two addresses there are. */
    long count(long from, long to) {
        long[] found = {0};
        forEach(from, to, (_, _) -> found[0]++);
        return found[0];
    }

    /** Takes a page that is there. */
    interface Visitor {
        void visit(long page, long entry);
    }

    /** Visits the pages between two addresses that are there, in ascending order, and changes nothing. */
    void forEach(long from, long to, Visitor visitor) {
        table.replaceEach(from, to, (page, entry) -> {
            visitor.visit(page, entry);
            return entry;
        });
    }

    /** Gives back the table. No page may be left. */
    void close() {
        table.close();
    }
}
