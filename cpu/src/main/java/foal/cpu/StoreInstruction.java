package foal.cpu;

import java.util.Optional;

/**
 * A store, {@code amo} or {@code sc}, for a kernel that carries it out in the program's place: {@link #execute} tells what
 * comes to stand in memory, and changes the registers as the hart would.
 *
 * <p>Source: RISC-V unprivileged manual, "RV32/64G Instruction Set Listings" and "RVC Instruction Set Listings".
 *
 * @param instruction its 32 bits, or its 16 bits below zeros
 * @param operand the memory that it stores to
 */
public record StoreInstruction(int instruction, MemoryOperand operand) {
    private static final int STORE_FP = 0x27, AMO = 0x2f;
    private static final int COMPRESSED_FSD = 0x05, COMPRESSED_FSDSP = 0x25;

    // Field funct5, bits 31 to 27, of an atomic instruction.
    private static final int AMOADD = 0x00, AMOSWAP = 0x01, SC = 0x03, AMOXOR = 0x04, AMOOR = 0x08, AMOAND = 0x0c;
    private static final int AMOMIN = 0x10, AMOMAX = 0x14, AMOMINU = 0x18, AMOMAXU = 0x1c;

    /** The instruction at an address, if it stores. */
    public static Optional<StoreInstruction> at(PhysicalMemory memory, long satp, long pc) {
        int instruction = new CodeReader(memory).instructionAt(satp, pc);
        return MemoryOperand.of(instruction).filter(operand -> operand.access() == Access.STORE)
                .map(operand -> new StoreInstruction(instruction, operand));
    }

    /** Where it stores, with these registers. */
    public long address(TrapFrame registers) {
        return registers.x(operand.base()) + operand.offset();
    }

    /**
     * Does all of it but the store itself: sets the register that it gives its result in, and the pc behind it. An {@code sc} is
     * taken to have its reservation still.
     *
     * @param before what stands in its {@link MemoryOperand#size()} bytes of memory; higher bits do not matter
     * @return what is to be stored there; higher bits do not matter
     */
    public long execute(TrapFrame registers, long before) {
        long stored = isAtomic() ? combine(extend(before), extend(registers.x(source()))) : plain(registers);
        if (isAtomic()) {
            registers.setX(instruction >>> 7 & 31, isStoreConditional() ? 0 : extend(before));
        }
        registers.setPc(registers.pc() + (CodeReader.isLong(instruction) ? 4 : 2));
        return stored;
    }

    /** Whether it is an {@code amo} or {@code sc}. */
    public boolean isAtomic() {
        return (instruction & 0x7f) == AMO;
    }

    private boolean isStoreConditional() {
        return instruction >>> 27 == SC;
    }

    /** Whether it orders what follows behind itself. */
    boolean acquires() {
        return isAtomic() && (instruction >>> 26 & 1) != 0;
    }

    /** Whether it orders what precedes before itself. */
    boolean releases() {
        return isAtomic() && (instruction >>> 25 & 1) != 0;
    }

    private long plain(TrapFrame registers) {
        return isFloatingPoint() ? registers.f(source()) : registers.x(source());
    }

    private boolean isFloatingPoint() {
        if (CodeReader.isLong(instruction)) {
            return (instruction & 0x7f) == STORE_FP;
        }
        int form = (instruction & 3) << 4 | instruction >>> 13 & 7;
        return form == COMPRESSED_FSD || form == COMPRESSED_FSDSP;
    }

    /** The number of the register that is stored: rs2, or rs2' in format CS. */
    private int source() {
        if (CodeReader.isLong(instruction)) {
            return instruction >>> 20 & 31;
        }
        boolean isToStack = (instruction & 3) == 2;
        return isToStack ? instruction >>> 2 & 31 : 8 + (instruction >>> 2 & 7);
    }

    private long combine(long before, long operand) {
        return switch (instruction >>> 27) {
            case AMOADD -> before + operand;
            case AMOXOR -> before ^ operand;
            case AMOOR -> before | operand;
            case AMOAND -> before & operand;
            case AMOMIN -> Math.min(before, operand);
            case AMOMAX -> Math.max(before, operand);
            case AMOMINU -> Long.compareUnsigned(before, operand) < 0 ? before : operand;
            case AMOMAXU -> Long.compareUnsigned(before, operand) > 0 ? before : operand;
            case AMOSWAP, SC -> operand;
            default -> throw new IllegalStateException("no atomic instruction: " + Integer.toHexString(instruction));
        };
    }

    /** A word as a register holds it: sign-extended, which keeps the order of unsigned words too. */
    private long extend(long value) {
        return operand.size() == Integer.BYTES ? (int) value : value;
    }
}
