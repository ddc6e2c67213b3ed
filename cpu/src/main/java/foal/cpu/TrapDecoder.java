package foal.cpu;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;

/**
 * Tells what trap a hart has met. The engine reports the exception's number only, not the address or the
 * instruction that {@code mtval} would hold: those follow from the pc, the registers and the page table.
 */
final class TrapDecoder {
    // Exception codes of mcause. In version 1.9.1 page faults are access faults still (see PrivilegedVersion).
    private static final int FETCH_ACCESS_FAULT = 1;
    private static final int ILLEGAL_INSTRUCTION = 2;
    private static final int LOAD_MISALIGNED = 4;
    private static final int LOAD_ACCESS_FAULT = 5;
    private static final int STORE_MISALIGNED = 6;
    private static final int STORE_ACCESS_FAULT = 7;
    private static final int ECALL_FROM_USER = 8;

    private static final int EBREAK = 0x0010_0073;
    private static final int COMPRESSED_EBREAK = 0x9002;

    private final PhysicalMemory memory;
    private final CodeReader code;
    private final Hart hart;

    TrapDecoder(PhysicalMemory memory, Hart hart) {
        this.memory = memory;
        code = new CodeReader(memory);
        this.hart = hart;
    }

    /** Whether the instruction at {@code pc - 4} raised the exception, and others may stand behind it in its block. */
    static boolean isInBlock(int cause) {
        return cause != ECALL_FROM_USER && cause != FETCH_ACCESS_FAULT;
    }

    /** What happened, when the engine calls its hook for exceptions. @param cause as in {@code mcause} */
    Trap ofException(int cause) {
        if (cause == ECALL_FROM_USER) {
            return Trap.Syscall.INSTANCE;
        }
        long pc = hart.pc() - 4; // the engine is always 4 ahead, also of an instruction of 2 bytes
        return switch (cause) {
            case FETCH_ACCESS_FAULT -> new Trap.PageFault(pc, firstNotFetched(pc), Access.FETCH);
            case LOAD_ACCESS_FAULT, STORE_ACCESS_FAULT, LOAD_MISALIGNED, STORE_MISALIGNED -> {
                int instruction = instructionAt(pc);
                boolean misaligned = cause == LOAD_MISALIGNED || cause == STORE_MISALIGNED;
                // What is no memory instruction now was one when it was translated: the program has changed it since.
                yield MemoryOperand.of(instruction)
                        .map(operand -> misaligned ? misaligned(pc, operand) : pageFault(pc, operand))
                        .orElse(new Trap.IllegalInstruction(pc, instruction));
            }
            case ILLEGAL_INSTRUCTION -> new Trap.IllegalInstruction(pc, instructionAt(pc));
            default -> throw new IllegalStateException("exception " + cause + " at " + Long.toHexString(pc));
        };
    }

    /** What happened, when the engine stops at an instruction that it calls invalid. */
    Trap ofInvalidInstruction() {
        long pc = hart.pc();
        int instruction = instructionAt(pc);
        return instruction == EBREAK || instruction == COMPRESSED_EBREAK
                ? new Trap.Breakpoint(pc)
                : new Trap.IllegalInstruction(pc, instruction);
    }

    private Trap pageFault(long pc, MemoryOperand operand) {
        long address = firstBad(addressOf(operand), operand.size(), operand.access());
        return new Trap.PageFault(pc, address, operand.access());
    }

    private Trap misaligned(long pc, MemoryOperand operand) {
        return new Trap.Misaligned(pc, addressOf(operand), operand.access());
    }

    private long addressOf(MemoryOperand operand) {
        return hart.x(operand.base()) + operand.offset();
    }

    /** The first byte of a load or store that the page table forbids; it touches two pages at the most. */
    private long firstBad(long address, int size, Access access) {
        boolean crosses = (address & PAGE_SIZE - 1) + size > PAGE_SIZE;
        return crosses && allows(address, access) ? nextPage(address) : address;
    }

    /**
     * The same for a fetch. The engine fetches a whole block of instructions before it executes the first, so
     * {@code pc}, where the block begins, may be in order and some bytes from the page that is missing.
     */
    private long firstNotFetched(long pc) {
        return allows(pc, Access.FETCH) ? nextPage(pc) : pc;
    }

    private boolean allows(long address, Access access) {
        return (PageTable.entryOf(memory, hart.loaded().satp(), address) & access.permission()) != 0;
    }

    private static long nextPage(long address) {
        return (address | PAGE_SIZE - 1) + 1;
    }

    private int instructionAt(long pc) {
        return code.instructionAt(hart.loaded().satp(), pc);
    }
}
