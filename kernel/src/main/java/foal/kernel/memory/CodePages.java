package foal.kernel.memory;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;

import foal.cpu.Access;
import foal.cpu.PageTable;
import foal.cpu.PhysicalMemory;

/** Pages that a program executes, where it may also store to them: the kernel then makes the stores in its place. */
public final class CodePages {
    private final AddressSpace space;
    private final Mappings mappings;
    private final ResidentPages pages;
    private final PhysicalMemory memory;

    CodePages(AddressSpace space, Mappings mappings, ResidentPages pages, PhysicalMemory memory) {
        this.space = space;
        this.mappings = mappings;
        this.pages = pages;
        this.memory = memory;
    }

    /**
     * Whether the hart fetches from the page at an address before it executes the instruction at {@code pc}. It fetches a whole
     * block of instructions, and the last of them may cross into the next page.
     */
    public boolean isFetchedAt(long pc, long address) {
        long codePage = pc & -PAGE_SIZE, ahead = (address & -PAGE_SIZE) - codePage;
        return (ahead == 0 || ahead == PAGE_SIZE) && isExecutable(address) && (ahead == 0 || mayCrossOut(codePage));
    }

    private boolean isExecutable(long address) {
        return (pages.entry(address) & PageTable.EXECUTE) != 0;
    }

    /** Whether the last instruction of a page may cross into the next: what stands at its end may begin one of 4 bytes. */
    private boolean mayCrossOut(long page) {
        long entry = pages.entry(page);
        return entry != 0 && (memory.getShort(PageTable.frameOf(entry) + PAGE_SIZE - 2) & 3) == 3;
    }

    /**
     * Brings in the page at an address for a store by the kernel that the program could make itself. A page that may be executed
     * stays so: harts must be told to forget the code that the store changes.
     */
    public FaultResult readyForStore(long address) {
        Mapping mapping = mappings.find(address);
        return mapping == null || !isExecutable(address) || !Protection.allows(mapping.protection(), Access.STORE)
                ? space.fault(address, Access.STORE) : pages.makeOwn(mapping, address & -PAGE_SIZE);
    }
}
