package foal.cpu;

import java.util.Optional;

/**
 * The memory that a load, store or atomic instruction refers to: {@code size} bytes at {@code x[base] + offset}.
 *
 * <p>The engine tells that an access failed, but not where. The instruction itself does, because RISC-V has one
 * addressing mode only, and a failed instruction has not changed its base register.
 *
 * <p>Source: RISC-V unprivileged manual, "RV32/64G Instruction Set Listings" and "RVC Instruction Set Listings";
 * the names of the immediate's bits are those of the chapters on I, A and C.
 *
 * @param access {@code lr} is a load; {@code sc} and the other atomic instructions are stores, as for {@code mcause}
 * @param base the number of the base register
 */
public record MemoryOperand(Access access, int base, long offset, int size) {
    // Major opcodes: bits 6 to 0 of a 32-bit instruction.
    private static final int LOAD = 0x03, LOAD_FP = 0x07, STORE = 0x23, STORE_FP = 0x27, AMO = 0x2f;

    // Field funct5, bits 31 to 27, of an atomic instruction.
    private static final int LR = 0x02, SC = 0x03;
    private static final int AMOADD = 0x00, AMOSWAP = 0x01, AMOXOR = 0x04, AMOOR = 0x08, AMOAND = 0x0c;
    private static final int AMOMIN = 0x10, AMOMAX = 0x14, AMOMINU = 0x18, AMOMAXU = 0x1c;

    private static final int SP = 2;

    /**
     * Decodes an instruction of RV64GC.
     *
     * @param instruction its 32 bits, or its 16 bits below zeros
     * @return empty if it is no valid load, store or atomic instruction
     */
    public static Optional<MemoryOperand> of(int instruction) {
        boolean compressed = (instruction & 3) != 3;
        return Optional.ofNullable(compressed ? ofCompressed(instruction) : ofFull(instruction));
    }

    // ---- 32 bits -------------------------------------------------------------------------------------------

    private static MemoryOperand ofFull(int instruction) {
        int width = bits(instruction, 14, 12);
        return switch (bits(instruction, 6, 0)) {
            case LOAD -> width == 7 ? null : load(instruction, 1 << (width & 3)); // 4 to 6: zero-extending
            case LOAD_FP -> isWordOrDouble(width) ? load(instruction, 1 << width) : null;
            case STORE -> width > 3 ? null : store(instruction, 1 << width);
            case STORE_FP -> isWordOrDouble(width) ? store(instruction, 1 << width) : null;
            case AMO -> isWordOrDouble(width) ? atomic(instruction, 1 << width) : null;
            default -> null;
        };
    }

    private static boolean isWordOrDouble(int width) {
        return width == 2 || width == 3;
    }

    /** I-type: imm[11:0] are the topmost bits. */
    private static MemoryOperand load(int instruction, int size) {
        return new MemoryOperand(Access.LOAD, rs1(instruction), instruction >> 20, size);
    }

    /** S-type: imm[4:0] stand in the place of rd. */
    private static MemoryOperand store(int instruction, int size) {
        int offset = instruction >> 25 << 5 | bits(instruction, 11, 7);
        return new MemoryOperand(Access.STORE, rs1(instruction), offset, size);
    }

    private static MemoryOperand atomic(int instruction, int size) {
        int rs2 = bits(instruction, 24, 20);
        return switch (bits(instruction, 31, 27)) {
            case LR -> rs2 != 0 ? null : new MemoryOperand(Access.LOAD, rs1(instruction), 0, size);
            case SC, AMOADD, AMOSWAP, AMOXOR, AMOOR, AMOAND, AMOMIN, AMOMAX, AMOMINU, AMOMAXU ->
                    new MemoryOperand(Access.STORE, rs1(instruction), 0, size);
            default -> null;
        };
    }

    private static int rs1(int instruction) {
        return bits(instruction, 19, 15);
    }

    // ---- 16 bits -------------------------------------------------------------------------------------------

    private static MemoryOperand ofCompressed(int instruction) {
        int quadrant = bits(instruction, 1, 0);
        int function = bits(instruction, 15, 13);
        return switch (quadrant << 4 | function) {
            case 0x01, 0x03 -> relative(Access.LOAD, instruction, doubleOffset(instruction), 8); // c.fld, c.ld
            case 0x02 -> relative(Access.LOAD, instruction, wordOffset(instruction), 4); // c.lw
            case 0x05, 0x07 -> relative(Access.STORE, instruction, doubleOffset(instruction), 8); // c.fsd, c.sd
            case 0x06 -> relative(Access.STORE, instruction, wordOffset(instruction), 4); // c.sw

            case 0x21 -> doubleFromStack(instruction); // c.fldsp
            case 0x22 -> rd(instruction) == 0 ? null : wordFromStack(instruction); // c.lwsp
            case 0x23 -> rd(instruction) == 0 ? null : doubleFromStack(instruction); // c.ldsp
            case 0x25, 0x27 -> doubleToStack(instruction); // c.fsdsp, c.sdsp
            case 0x26 -> wordToStack(instruction); // c.swsp
            default -> null;
        };
    }

    /** Formats CL and CS: the base is one of x8 to x15. */
    private static MemoryOperand relative(Access access, int instruction, int offset, int size) {
        return new MemoryOperand(access, 8 + bits(instruction, 9, 7), offset, size);
    }

    /** uimm[5:3] and uimm[7:6]. */
    private static int doubleOffset(int instruction) {
        return bits(instruction, 12, 10) << 3 | bits(instruction, 6, 5) << 6;
    }

    /** uimm[5:3], uimm[2] and uimm[6]. */
    private static int wordOffset(int instruction) {
        return bits(instruction, 12, 10) << 3 | bits(instruction, 6, 6) << 2 | bits(instruction, 5, 5) << 6;
    }

    /** Format CI: uimm[5], uimm[4:2] and uimm[7:6]. */
    private static MemoryOperand wordFromStack(int instruction) {
        int offset = bits(instruction, 12, 12) << 5 | bits(instruction, 6, 4) << 2 | bits(instruction, 3, 2) << 6;
        return new MemoryOperand(Access.LOAD, SP, offset, 4);
    }

    /** Format CI: uimm[5], uimm[4:3] and uimm[8:6]. */
    private static MemoryOperand doubleFromStack(int instruction) {
        int offset = bits(instruction, 12, 12) << 5 | bits(instruction, 6, 5) << 3 | bits(instruction, 4, 2) << 6;
        return new MemoryOperand(Access.LOAD, SP, offset, 8);
    }

    /** Format CSS: uimm[5:2] and uimm[7:6]. */
    private static MemoryOperand wordToStack(int instruction) {
        int offset = bits(instruction, 12, 9) << 2 | bits(instruction, 8, 7) << 6;
        return new MemoryOperand(Access.STORE, SP, offset, 4);
    }

    /** Format CSS: uimm[5:3] and uimm[8:6]. */
    private static MemoryOperand doubleToStack(int instruction) {
        int offset = bits(instruction, 12, 10) << 3 | bits(instruction, 9, 7) << 6;
        return new MemoryOperand(Access.STORE, SP, offset, 8);
    }

    private static int rd(int instruction) {
        return bits(instruction, 11, 7);
    }

    /** Bits {@code high} to {@code low} of an instruction, both included, as a number without sign. */
    private static int bits(int instruction, int high, int low) {
        return instruction >>> low & (1 << high - low + 1) - 1;
    }
}
