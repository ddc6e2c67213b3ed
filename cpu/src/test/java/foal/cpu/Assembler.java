package foal.cpu;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Assembles test programs: one method per instruction, operands in the order of assembly language, registers by
 * number. Branches and jumps go to labels.
 */
final class Assembler {
    static final int ZERO = 0, RA = 1, SP = 2, T0 = 5, T1 = 6, S0 = 8, S1 = 9;
    static final int A0 = 10, A1 = 11, A2 = 12, A3 = 13, A4 = 14, A5 = 15, A6 = 16, A7 = 17;
    static final int FT0 = 0, FT1 = 1, FT2 = 2;

    static final int FFLAGS = 0x001, FRM = 0x002, FCSR = 0x003, SATP = 0x180, MSTATUS = 0x300;
    static final int CYCLE = 0xc00, TIME = 0xc01, INSTRET = 0xc02, HPMCOUNTER3 = 0xc03;

    static final int ECALL = 0x0000_0073, EBREAK = 0x0010_0073, C_EBREAK = 0x9002, C_NOP = 0x0001;

    private final List<Short> halfwords = new ArrayList<>();
    private final Map<String, Integer> labels = new HashMap<>();
    private final List<Runnable> fixups = new ArrayList<>();

    /** The program as bytes. */
    byte[] assemble() {
        fixups.forEach(Runnable::run);
        fixups.clear();
        byte[] bytes = new byte[size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (halfwords.get(i / 2) >> 8 * (i % 2));
        }
        return bytes;
    }

    /** Bytes so far: the offset of the next instruction. */
    int size() {
        return 2 * halfwords.size();
    }

    Assembler label(String name) {
        labels.put(name, size());
        return this;
    }

    // ---- any instruction -----------------------------------------------------------------------------------

    /** An instruction of 16 or 32 bits, as its lowest two bits tell. */
    Assembler instruction(int bits) {
        halfwords.add((short) bits);
        if ((bits & 3) == 3) {
            halfwords.add((short) (bits >> 16));
        }
        return this;
    }

    Assembler word(int bits) {
        halfwords.add((short) bits);
        halfwords.add((short) (bits >> 16));
        return this;
    }

    /** Fills up with {@code c.nop} to an offset from the start of the program. */
    Assembler padTo(int offset) {
        while (size() < offset) {
            instruction(C_NOP);
        }
        return this;
    }

    // ---- integers ------------------------------------------------------------------------------------------

    Assembler nop() {
        return addi(ZERO, ZERO, 0);
    }

    Assembler addi(int rd, int rs1, int value) {
        return iType(0x13, 0, rd, rs1, value);
    }

    Assembler li(int rd, int value) {
        return addi(rd, ZERO, value);
    }

    Assembler add(int rd, int rs1, int rs2) {
        return rType(0x33, 0, 0, rd, rs1, rs2);
    }

    // ---- memory --------------------------------------------------------------------------------------------

    Assembler lw(int rd, int offset, int base) {
        return iType(0x03, 2, rd, base, offset);
    }

    Assembler ld(int rd, int offset, int base) {
        return iType(0x03, 3, rd, base, offset);
    }

    Assembler sw(int rs2, int offset, int base) {
        return sType(2, rs2, offset, base);
    }

    Assembler sd(int rs2, int offset, int base) {
        return sType(3, rs2, offset, base);
    }

    Assembler amoaddD(int rd, int rs2, int base) {
        return rType(0x2f, 3, 0x00 << 2, rd, base, rs2);
    }

    Assembler amoaddW(int rd, int rs2, int base) {
        return rType(0x2f, 2, 0x00 << 2, rd, base, rs2);
    }

    Assembler amoswapD(int rd, int rs2, int base) {
        return rType(0x2f, 3, 0x01 << 2, rd, base, rs2);
    }

    Assembler lrW(int rd, int base) {
        return rType(0x2f, 2, 0x02 << 2, rd, base, 0);
    }

    Assembler lrD(int rd, int base) {
        return rType(0x2f, 3, 0x02 << 2, rd, base, 0);
    }

    Assembler scD(int rd, int rs2, int base) {
        return rType(0x2f, 3, 0x03 << 2, rd, base, rs2);
    }

    // ---- floating point ------------------------------------------------------------------------------------

    /** Rounds as {@code frm} says. */
    Assembler fdivD(int rd, int rs1, int rs2) {
        return rType(0x53, 7, 0x0d, rd, rs1, rs2);
    }

    // ---- control -------------------------------------------------------------------------------------------

    Assembler j(String label) {
        return jal(ZERO, label);
    }

    Assembler jal(int rd, String label) {
        int at = size();
        fixups.add(() -> patch(at, jType(rd, labels.get(label) - at)));
        return word(0);
    }

    Assembler jr(int rs1) {
        return iType(0x67, 0, ZERO, rs1, 0);
    }

    Assembler bne(int rs1, int rs2, String label) {
        int at = size();
        fixups.add(() -> patch(at, bType(1, rs1, rs2, labels.get(label) - at)));
        return word(0);
    }

    Assembler bnez(int rs1, String label) {
        return bne(rs1, ZERO, label);
    }

    // ---- system --------------------------------------------------------------------------------------------

    Assembler ecall() {
        return word(ECALL);
    }

    Assembler ebreak() {
        return word(EBREAK);
    }

    Assembler csrr(int rd, int csr) {
        return word(csrrs(rd, csr, ZERO));
    }

    Assembler csrw(int csr, int rs1) {
        return iType(0x73, 1, ZERO, rs1, csr);
    }

    static int csrrs(int rd, int csr, int rs1) {
        return csr << 20 | rs1 << 15 | 2 << 12 | rd << 7 | 0x73;
    }

    Assembler fenceI() {
        return word(0x0000_100f);
    }

    // ---- formats -------------------------------------------------------------------------------------------

    private Assembler rType(int opcode, int funct3, int funct7, int rd, int rs1, int rs2) {
        return word(funct7 << 25 | rs2 << 20 | rs1 << 15 | funct3 << 12 | rd << 7 | opcode);
    }

    private Assembler iType(int opcode, int funct3, int rd, int rs1, int immediate) {
        return word(immediate << 20 | rs1 << 15 | funct3 << 12 | rd << 7 | opcode);
    }

    private Assembler sType(int funct3, int rs2, int offset, int base) {
        return word(offset >> 5 << 25 | rs2 << 20 | base << 15 | funct3 << 12 | (offset & 0x1f) << 7 | 0x23);
    }

    private static int bType(int funct3, int rs1, int rs2, int offset) {
        return (offset >> 12 & 1) << 31 | (offset >> 5 & 0x3f) << 25 | rs2 << 20 | rs1 << 15 | funct3 << 12
                | (offset >> 1 & 0xf) << 8 | (offset >> 11 & 1) << 7 | 0x63;
    }

    private static int jType(int rd, int offset) {
        return (offset >> 20 & 1) << 31 | (offset >> 1 & 0x3ff) << 21 | (offset >> 11 & 1) << 20
                | (offset >> 12 & 0xff) << 12 | rd << 7 | 0x6f;
    }

    private void patch(int at, int bits) {
        halfwords.set(at / 2, (short) bits);
        halfwords.set(at / 2 + 1, (short) (bits >> 16));
    }
}
