package foal.cpu;

import static foal.cpu.Assembler.A0;
import static foal.cpu.Assembler.A1;
import static foal.cpu.Assembler.A2;
import static foal.cpu.Assembler.A3;
import static foal.cpu.Assembler.FT0;
import static foal.cpu.Assembler.FT1;
import static foal.cpu.Assembler.FT2;
import static foal.cpu.Assembler.S0;
import static foal.cpu.Assembler.S1;
import static foal.cpu.Assembler.T0;
import static foal.cpu.Assembler.T1;

import java.util.Random;

/** Programs that do everything, and never end. To be run by a {@link LoggedRun}. */
final class RandomProgram {
    static final int C_ADDI_T1 = 0x0305;
    private static final int WFI = 0x1050_0073, MRET = 0x3020_0073;
    private static final int FADD_D = 0x0220_f053; // ft0, ft1, ft2
    private static final int FLD_FAULTING = 0x0005_b007; // ft0, 0(a1)

    private RandomProgram() {}

    /** Instructions of all kinds, in blocks of any length, most of which lead back into the program again and again. */
    static Assembler of(Random random, int length) {
        Assembler program = new Assembler();
        for (int i = 0; i < length; i++) {
            program.label("at" + i);
            String target = "at" + Math.clamp(i - 20 + random.nextInt(40), 0, length - 1);
            switch (random.nextInt(40)) {
                case 0 -> program.ecall();
                case 1 -> program.ebreak();
                case 2 -> program.instruction(Assembler.C_EBREAK);
                case 3 -> program.word(-1);
                case 4 -> program.word(WFI);
                case 5 -> program.word(MRET);
                case 6 -> program.csrr(T0, Assembler.CYCLE);
                case 7 -> program.csrr(T0, Assembler.FCSR);
                case 8 -> program.fenceI();
                case 9 -> program.ld(T0, 0, A1);
                case 10 -> program.sd(T0, 8, A1);
                case 11 -> program.word(FLD_FAULTING);
                case 12 -> program.amoaddD(T0, T1, S1); // misaligned
                case 13 -> program.amoaddD(T0, T1, A1);
                case 14 -> program.amoswapD(T0, T1, S0);
                case 15 -> program.lrD(T0, S0);
                case 16 -> program.scD(A0, T1, S0);
                case 17 -> program.sw(A2, 0, A3); // the program itself, where that can be written
                case 18 -> program.sd(T0, 0, S0);
                case 19 -> program.ld(T1, 0, S0);
                case 20 -> program.word(FADD_D);
                case 21 -> program.fdivD(FT0, FT1, FT2);
                case 22, 23 -> program.bne(T0, T1, target);
                case 24 -> program.bnez(A0, target);
                case 25 -> program.j(target);
                case 26, 27, 28 -> program.addi(T0, T0, 1);
                case 29, 30 -> program.addi(A3, A3, 2);
                default -> program.instruction(random.nextBoolean() ? C_ADDI_T1 : Assembler.C_NOP);
            }
        }
        return program.j("at0");
    }
}
