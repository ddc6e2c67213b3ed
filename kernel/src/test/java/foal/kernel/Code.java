package foal.kernel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Assembles guest programs: one method per instruction, operands in the order of assembly language, registers by
 * number. Above those there are methods for a whole system call and for an expectation on its result.
 *
 * <p>The program begins at {@link #TEXT}. It has zeroed memory of its own at {@link #DATA}.
 */
public final class Code {
    /** Address of the first instruction. */
    public static final long TEXT = 0x1_1000;
    /** Address of {@link #DATA_SIZE} bytes of zeros that can be written. */
    public static final long DATA = 0x10_0000;
    public static final int DATA_SIZE = 1 << 16;

    public static final int ZERO = 0, RA = 1, SP = 2, T0 = 5, T1 = 6, T2 = 7, S0 = 8, S1 = 9;
    public static final int A0 = 10, A1 = 11, A2 = 12, A3 = 13, A4 = 14, A5 = 15, A7 = 17;
    public static final int S2 = 18, S3 = 19, S4 = 20, S5 = 21, S6 = 22, S7 = 23, T3 = 28;
    public static final int FCSR = 0x003, CYCLE = 0xc00, TIME = 0xc01, INSTRET = 0xc02;

    private static final int EXIT_GROUP = 94;

    private final List<Integer> words = new ArrayList<>();
    private final Map<String, Integer> labels = new HashMap<>();
    private final List<Runnable> fixups = new ArrayList<>();
    private int expectations;

    /** The machine code. */
    public byte[] assemble() {
        fixups.forEach(Runnable::run);
        fixups.clear();
        byte[] bytes = new byte[size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (words.get(i / 4) >> 8 * (i % 4));
        }
        return bytes;
    }

    /** Bytes so far: the offset of the next instruction. */
    public int size() {
        return 4 * words.size();
    }

    public Code label(String name) {
        labels.put(name, size());
        return this;
    }

    /** Any instruction, or a word of data. */
    public Code word(int bits) {
        words.add(bits);
        return this;
    }

    // ---- system calls ------------------------------------------------------------------------------------------

    /** Makes a system call with these arguments; registers that it names none for stay as they are. */
    public Code call(int number, long... arguments) {
        for (int i = 0; i < arguments.length; i++) {
            li(A0 + i, arguments[i]);
        }
        return li(A7, number).word(0x0000_0073);
    }

    /** Makes a system call whose first argument is in a0 already. @param others the arguments from the second on */
    public Code callOn(int number, long... others) {
        for (int i = 0; i < others.length; i++) {
            li(A1 + i, others[i]);
        }
        return li(A7, number).word(0x0000_0073);
    }

    /** Goes on only if a0 is that value; else the program exits with the number of the expectation, from 1. */
    public Code expect(long value) {
        return expect(A0, value);
    }

    /** The same for any register but t0. */
    public Code expect(int register, long value) {
        expectations++;
        String met = "expectation " + expectations + " is met";
        return li(T0, value).beq(register, T0, met).exit(expectations).label(met);
    }

    public Code exit(int status) {
        return call(EXIT_GROUP, status);
    }

    /** Stores a constant of 64 bits. Uses t0 and t1. */
    public Code store(long address, long value) {
        return li(T0, address).li(T1, value).sd(T1, 0, T0);
    }

    /** Loads 64 bits from a constant address. */
    public Code load(int rd, long address) {
        return li(rd, address).ld(rd, 0, rd);
    }

    /** Loads 32 bits from a constant address. */
    public Code loadInt(int rd, long address) {
        return li(rd, address).lw(rd, 0, rd);
    }

    // ---- integers ----------------------------------------------------------------------------------------------

    /** Loads any constant, in as many instructions as it takes. */
    public Code li(int rd, long value) {
        if (value >= -2048 && value < 2048) {
            return addi(rd, ZERO, (int) value);
        }
        long low = value << 52 >> 52;
        if (value == (int) value) {
            word((int) (value - low) & 0xffff_f000 | rd << 7 | 0x37);
            return low == 0 ? this : iType(0x1b, 0, rd, rd, (int) low);
        }
        li(rd, value - low >> 12).slli(rd, rd, 12);
        return low == 0 ? this : addi(rd, rd, (int) low);
    }

    /** Loads the address of a label. */
    public Code la(int rd, String label) {
        int at = words.size();
        fixups.add(() -> {
            int distance = labels.get(label) - 4 * at;
            words.set(at, distance + 0x800 & 0xffff_f000 | rd << 7 | 0x17);
            words.set(at + 1, distance << 20 | rd << 15 | rd << 7 | 0x13);
        });
        return word(0).word(0);
    }

    public Code mv(int rd, int rs) {
        return addi(rd, rs, 0);
    }

    public Code addi(int rd, int rs1, int value) {
        return iType(0x13, 0, rd, rs1, value);
    }

    public Code andi(int rd, int rs1, int value) {
        return iType(0x13, 7, rd, rs1, value);
    }

    public Code slli(int rd, int rs1, int bits) {
        return iType(0x13, 1, rd, rs1, bits);
    }

    public Code srli(int rd, int rs1, int bits) {
        return iType(0x13, 5, rd, rs1, bits);
    }

    public Code add(int rd, int rs1, int rs2) {
        return rType(0, 0, rd, rs1, rs2);
    }

    public Code sub(int rd, int rs1, int rs2) {
        return rType(0, 0x20, rd, rs1, rs2);
    }

    public Code xor(int rd, int rs1, int rs2) {
        return rType(4, 0, rd, rs1, rs2);
    }

    public Code or(int rd, int rs1, int rs2) {
        return rType(6, 0, rd, rs1, rs2);
    }

    public Code mul(int rd, int rs1, int rs2) {
        return rType(0, 1, rd, rs1, rs2);
    }

    public Code remu(int rd, int rs1, int rs2) {
        return rType(7, 1, rd, rs1, rs2);
    }

    // ---- memory ------------------------------------------------------------------------------------------------

    public Code lw(int rd, int offset, int base) {
        return iType(0x03, 2, rd, base, offset);
    }

    public Code ld(int rd, int offset, int base) {
        return iType(0x03, 3, rd, base, offset);
    }

    public Code sw(int rs2, int offset, int base) {
        return sType(0x23, 2, rs2, offset, base);
    }

    public Code sd(int rs2, int offset, int base) {
        return sType(0x23, 3, rs2, offset, base);
    }

    public Code fld(int rd, int offset, int base) {
        return iType(0x07, 3, rd, base, offset);
    }

    public Code fsd(int rs2, int offset, int base) {
        return sType(0x27, 3, rs2, offset, base);
    }

    // ---- control -----------------------------------------------------------------------------------------------

    public Code beq(int rs1, int rs2, String label) {
        return branch(0, rs1, rs2, label);
    }

    public Code bne(int rs1, int rs2, String label) {
        return branch(1, rs1, rs2, label);
    }

    public Code bltu(int rs1, int rs2, String label) {
        return branch(6, rs1, rs2, label);
    }

    public Code beqz(int rs1, String label) {
        return beq(rs1, ZERO, label);
    }

    public Code bnez(int rs1, String label) {
        return bne(rs1, ZERO, label);
    }

    public Code j(String label) {
        int at = words.size();
        fixups.add(() -> words.set(at, jType(labels.get(label) - 4 * at)));
        return word(0);
    }

    public Code jr(int rs1) {
        return iType(0x67, 0, ZERO, rs1, 0);
    }

    public Code ret() {
        return jr(RA);
    }

    public Code csrr(int rd, int csr) {
        return iType(0x73, 2, rd, ZERO, csr);
    }

    public Code csrw(int csr, int rs1) {
        return iType(0x73, 1, ZERO, rs1, csr);
    }

    // ---- formats -----------------------------------------------------------------------------------------------

    private Code rType(int funct3, int funct7, int rd, int rs1, int rs2) {
        return word(funct7 << 25 | rs2 << 20 | rs1 << 15 | funct3 << 12 | rd << 7 | 0x33);
    }

    private Code iType(int opcode, int funct3, int rd, int rs1, int immediate) {
        return word(immediate << 20 | rs1 << 15 | funct3 << 12 | rd << 7 | opcode);
    }

    private Code sType(int opcode, int funct3, int rs2, int offset, int base) {
        return word(offset >> 5 << 25 | rs2 << 20 | base << 15 | funct3 << 12 | (offset & 0x1f) << 7 | opcode);
    }

    private Code branch(int funct3, int rs1, int rs2, String label) {
        int at = words.size();
        fixups.add(() -> words.set(at, bType(funct3, rs1, rs2, labels.get(label) - 4 * at)));
        return word(0);
    }

    private static int bType(int funct3, int rs1, int rs2, int offset) {
        if (offset != offset << 19 >> 19) {
            throw new IllegalStateException("a branch over " + offset + " bytes");
        }
        return (offset >> 12 & 1) << 31 | (offset >> 5 & 0x3f) << 25 | rs2 << 20 | rs1 << 15 | funct3 << 12
                | (offset >> 1 & 0xf) << 8 | (offset >> 11 & 1) << 7 | 0x63;
    }

    private static int jType(int offset) {
        return (offset >> 20 & 1) << 31 | (offset >> 1 & 0x3ff) << 21 | (offset >> 11 & 1) << 20
                | (offset >> 12 & 0xff) << 12 | 0x6f;
    }
}
