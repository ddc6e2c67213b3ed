package foal.kernel;

import static foal.kernel.Calls.CLONE;
import static foal.kernel.Calls.EXIT;
import static foal.kernel.Calls.EXIT_GROUP;
import static foal.kernel.Calls.KILL;
import static foal.kernel.Calls.MSGGET;
import static foal.kernel.Calls.NANOSLEEP;
import static foal.kernel.Calls.PIPE2;
import static foal.kernel.Calls.RT_SIGPROCMASK;
import static foal.kernel.Calls.SETSID;
import static foal.kernel.Calls.SHMGET;
import static foal.kernel.Calls.WAIT4;
import static foal.kernel.Code.A0;
import static foal.kernel.Code.A7;
import static foal.kernel.Code.DATA;
import static foal.kernel.Code.DATA_SIZE;
import static foal.kernel.Code.S0;
import static foal.kernel.Code.S1;
import static foal.kernel.Code.S2;
import static foal.kernel.Code.S3;
import static foal.kernel.Code.S4;
import static foal.kernel.Code.S5;
import static foal.kernel.Code.T0;
import static foal.kernel.Code.T1;
import static foal.kernel.Code.T2;
import static foal.kernel.Code.TEXT;

import foal.cpu.PageTable;
import java.util.List;

/**
 * A program that makes system calls at random: any number, with arguments that have hurt kernels before.
 *
 * <p>Its first process does not do so itself: again and again it makes a child that does, gives it some time, and
 * kills it. So a call that sleeps for ever or destroys its caller ends nothing but a round.
 */
final class HostileProgram {
    private static final int ROUNDS = 100;
    private static final long ROUND_NANOSECONDS = 300_000;
    private static final int NUMBERS = 1100;
    private static final int SET_MASK = 2;
    private static final int WAIT_FOR_ANY_KIND = 0x4000_0000;

    /** Where the data is that some of the pointers lead to. */
    private static final long PATH = DATA + 0x100, ARGUMENTS = DATA + 0x140, PIECES = DATA + 0x200, TIME = DATA + 0x300;
    private static final long PAGE_BORDER = DATA + 0x1ffc, LAST_WORD = DATA + DATA_SIZE - 8, NOTHING = DATA + DATA_SIZE;

    private static final long SIGNAL_SET = DATA + 0x320, DESCRIPTORS = DATA + 0x330;

    /** What some call or other may well accept. */
    private static final long[] PLAUSIBLE = {
        0, 0, 0, 0, 1, 1, 2, 3, 4, 5, 8, 8, 10, 16, 17, 24, 100, 4096, 8192, -100, -1, 7, 0x21, 0x22, 01600, 0x800, 0x4100,
        DATA, PATH, PATH, PATH + 4, ARGUMENTS, PIECES, PIECES, TIME, TIME, SIGNAL_SET, DATA + 0x1000, DATA + 0x4000,
    };

    /** What should not be accepted, or only just. */
    private static final long[] NASTY = {
        6, 9, 11, 34, 64, 65, 128, 1024, 1030, 4095, 4097, 0x1_0000, 1 << 20, 1L << 32, 0x7fff_f000,
        -2, -4095, -4096, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE - 4095, Integer.MIN_VALUE, Integer.MAX_VALUE,
        0x8000_0000L, 0xffff_ffffL, 0x31, 0x32, 0x10_0022, 03600, 0x8_0000, 0x5413, 0x541b, 0x4111,
        TEXT, TEXT + 1, DATA + 1, PAGE_BORDER, LAST_WORD, NOTHING - 1, NOTHING, PageTable.USER_END - 4096,
        PageTable.USER_END - (1 << 20) - 512, PageTable.USER_END - 1, PageTable.USER_END, 0x8000_0000L + 4096,
        0xffff_ffff_8000_0000L, 0xffff_ffc0_0000_0000L,
    };

    private HostileProgram() {}

    /** @param known the numbers of the calls that it makes more often than by chance */
    static Code create(long seed, List<Integer> known) {
        Code code = new Code().store(PATH, 0x7072_702f_6e69_622fL).store(ARGUMENTS, PATH)
                .store(PIECES, DATA + 0x1000).store(PIECES + 8, 100).store(PIECES + 16, NOTHING - 50).store(PIECES + 24, 100)
                .store(TIME, 0).store(TIME + 8, 5_000)
                .store(SIGNAL_SET, -1).call(RT_SIGPROCMASK, SET_MASK, SIGNAL_SET, 0, 8).store(SIGNAL_SET, 0)
                .li(S0, seed).li(S5, ROUNDS)
                .store(DATA, 0).store(DATA + 8, ROUND_NANOSECONDS)
                .label("round").call(CLONE, 17, 0, 0, 0, 0).beqz(A0, "child").mv(S1, A0)
                .call(NANOSLEEP, DATA, 0)
                .mv(A0, S1).callOn(KILL, 9)
                .mv(A0, S1).callOn(WAIT4, 0, WAIT_FOR_ANY_KIND, 0)
                .li(T0, 0x9e37_79b9_7f4a_7c15L).add(S0, S0, T0)
                .addi(S5, S5, -1).bnez(S5, "round")
                .exit(0);
        code.label("child").call(SETSID).call(RT_SIGPROCMASK, SET_MASK, SIGNAL_SET, 0, 8).call(PIPE2, DESCRIPTORS, 0)
                .call(MSGGET, 0, 01600).call(SHMGET, 0, 8192, 01600)
                .la(S2, "plausible").la(S3, "nasty").la(S4, "known")
                .label("next");
        for (int argument = 0; argument < 6; argument++) {
            String nasty = "argument " + argument + " is nasty", chosen = "argument " + argument + " is chosen";
            random(code, 4).beqz(T1, nasty);
            pick(code, A0 + argument, PLAUSIBLE.length, S2).j(chosen).label(nasty);
            pick(code, A0 + argument, NASTY.length, S3).label(chosen);
        }
        random(code, 4).beqz(T1, "any number");
        pick(code, A7, known.size(), S4).j("make it").label("any number");
        random(code, NUMBERS).mv(A7, T1).label("make it")
                .li(T0, EXIT).beq(A7, T0, "next").li(T0, EXIT_GROUP).beq(A7, T0, "next")
                .word(0x0000_0073)
                .li(T0, CLONE).bne(A7, T0, "next").bnez(A0, "next").exit(0);
        table(code.label("plausible"), PLAUSIBLE);
        table(code.label("nasty"), NASTY);
        table(code.label("known"), known.stream().mapToLong(Integer::longValue).toArray());
        return code;
    }

    /** Puts a random number below a limit into t1 (xorshift; the state is in s0). */
    private static Code random(Code code, int limit) {
        return code.slli(T0, S0, 13).xor(S0, S0, T0).srli(T0, S0, 7).xor(S0, S0, T0).slli(T0, S0, 17).xor(S0, S0, T0)
                .li(T2, limit).srli(T1, S0, 16).remu(T1, T1, T2);
    }

    /** Loads one of the values of a table. */
    private static Code pick(Code code, int rd, int size, int table) {
        return random(code, size).slli(T1, T1, 3).add(T1, T1, table).ld(rd, 0, T1);
    }

    private static void table(Code code, long[] values) {
        for (long value : values) {
            code.word((int) value).word((int) (value >>> 32));
        }
    }
}
