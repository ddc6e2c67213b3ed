package foal.cpu;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;

/** Reads instructions where they stand, in an address space. */
final class CodeReader {
    private final PhysicalMemory memory;

    CodeReader(PhysicalMemory memory) {
        this.memory = memory;
    }

    /** The 16 or 32 bits of the instruction at an address; it may cross into another page. Where nothing is mapped there are zeros. */
    int instructionAt(long satp, long pc) {
        int low = halfwordAt(satp, pc);
        return isLong(low) ? low | halfwordAt(satp, pc + 2) << 16 : low;
    }

    /** Whether an instruction has 32 bits. */
    static boolean isLong(int instruction) {
        return (instruction & 3) == 3;
    }

    private int halfwordAt(long satp, long address) {
        long entry = PageTable.entryOf(memory, satp, address);
        return entry == 0 ? 0 : memory.getShort(PageTable.frameOf(entry) + (address & PAGE_SIZE - 1)) & 0xffff;
    }
}
