package foal.kernel;

import static foal.kernel.Calls.CLONE;
import static foal.kernel.Calls.GETPID;
import static foal.kernel.Calls.GETPPID;
import static foal.kernel.Calls.KILL;
import static foal.kernel.Calls.NANOSLEEP;
import static foal.kernel.Calls.PIPE2;
import static foal.kernel.Calls.READ;
import static foal.kernel.Calls.RT_SIGACTION;
import static foal.kernel.Calls.RT_SIGPROCMASK;
import static foal.kernel.Calls.RT_SIGRETURN;
import static foal.kernel.Calls.WRITE;
import static foal.kernel.Code.A0;
import static foal.kernel.Code.A1;
import static foal.kernel.Code.A2;
import static foal.kernel.Code.DATA;
import static foal.kernel.Code.FCSR;
import static foal.kernel.Code.S0;
import static foal.kernel.Code.SP;
import static foal.kernel.Code.T0;
import static foal.kernel.Code.T1;
import static foal.kernel.Code.ZERO;
import static org.junit.jupiter.api.Assertions.assertEquals;

import foal.kernel.task.ExitStatus;
import foal.kernel.task.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Handlers of signals, as programs have them. */
class SignalHandlerTest {
    private static final int USR1 = 10, SEGV = 11, USR2 = 12;
    private static final long SIG_IGN = 1;
    private static final long SA_SIGINFO = 4, SA_RESTART = 0x1000_0000, SA_NODEFER = 0x4000_0000, SA_RESETHAND = 0x8000_0000L;
    private static final int EINTR = -4;

    /** Where the programs put structs for calls, and a log: a hexadecimal digit for each thing that happened. */
    private static final long STRUCT = DATA, LOG = DATA + 0x100;
    private static final int UCONTEXT_PC = 176;

    /** Catches a signal with the handler at a label. */
    private static Code catching(Code code, int signal, String handler, long flags) {
        return code.store(STRUCT + 8, flags).store(STRUCT + 16, 0).li(T0, STRUCT).la(T1, handler).sd(T1, 0, T0)
                .call(RT_SIGACTION, signal, STRUCT, 0, 8).expect(0);
    }

    private static Code note(Code code, int digit) {
        return code.li(T0, LOG).ld(T1, 0, T0).slli(T1, T1, 4).addi(T1, T1, digit).sd(T1, 0, T0);
    }

    private static Code expectLog(Code code, long digits) {
        return code.load(A0, LOG).expect(digits);
    }

    private static Code killSelf(Code code, int signal) {
        return code.call(GETPID).callOn(KILL, signal).expect(0);
    }

    private static Code blockAll(Code code) {
        return code.store(STRUCT, -1).call(RT_SIGPROCMASK, 0, STRUCT, 0, 8).expect(0);
    }

    // ---- what a handler sees and leaves ------------------------------------------------------------------------

    @Test
    void aHandlerOfAFaultLearnsTheAddressAndCanGoOnBehindTheInstruction() {
        long nowhere = 0x66_6008;
        Code program = catching(new Code(), SEGV, "handler", SA_SIGINFO).li(S0, nowhere).sd(ZERO, 0, S0);
        expectLog(program, 1).exit(0).label("handler").expect(SEGV)
                .lw(A0, 0, A1).expect(SEGV).lw(A0, 8, A1).expect(1).ld(A0, 16, A1).expect(nowhere)
                .ld(T0, UCONTEXT_PC, A2).addi(T0, T0, 4).sd(T0, UCONTEXT_PC, A2);
        note(program, 1).ret();
        Guest.code(program).run().assertExit(0);
    }

    @Test
    void allRegistersAreAsBeforeWhenAHandlerReturns() {
        int base = 3, rounding = 0x61;
        long store = DATA + 0x1000;
        Code program = catching(new Code(), SEGV, "handler", SA_SIGINFO).li(T0, store);
        for (int f = 0; f < 32; f++) {
            program.li(T1, 0x5a5a_0000_0000L + f).sd(T1, 0, T0).fld(f, 0, T0);
        }
        program.li(T0, rounding).csrw(FCSR, T0);
        for (int x = 1; x < 32; x++) {
            program.li(x, mark(x, base, store));
        }
        program.lw(ZERO, 0, ZERO);
        for (int x = 1; x < 32; x++) {
            program.sd(x, 8 * x, base);
        }
        for (int f = 0; f < 32; f++) {
            program.fsd(f, 256 + 8 * f, base);
        }
        program.csrr(A0, FCSR).expect(rounding);
        for (int x = 1; x < 32; x++) {
            program.load(A0, store + 8 * x).expect(mark(x, base, store));
        }
        for (int f = 0; f < 32; f++) {
            program.load(A0, store + 256 + 8 * f).expect(0x5a5a_0000_0000L + f);
        }
        program.exit(0).label("handler").ld(T0, UCONTEXT_PC, A2).addi(T0, T0, 4).sd(T0, UCONTEXT_PC, A2);
        for (int i = 0; i < 32; i++) {
            program.fld(i, 0, A2);
        }
        for (int x = SP + 1; x < 32; x++) {
            program.li(x, -x);
        }
        program.csrw(FCSR, ZERO).ret();
        Guest.code(program).run().assertExit(0);
    }

    /** What is in a register; the stack pointer must lead to a stack. */
    private static long mark(int register, int base, long store) {
        return register == SP ? DATA + 0x8000 : register == base ? store : 0x1234_5678_0000_0000L + register;
    }

    // ---- which handler runs when -------------------------------------------------------------------------------

    @Test
    void anotherSignalInterruptsAHandlerTheSameOneWaitsForItsEnd() {
        Code program = catching(catching(new Code(), USR1, "first", 0), USR2, "second", 0);
        expectLog(killSelf(program, USR1), 0x1234).exit(0);
        program.label("first").mv(S0, Code.RA).load(T0, LOG).bnez(T0, "again");
        note(killSelf(killSelf(note(program, 1), USR1), USR2), 3).mv(Code.RA, S0).ret();
        note(program.label("again"), 4).ret();
        note(program.label("second"), 2).ret();
        Guest.code(program).run().assertExit(0);
    }

    @Test
    void withNodeferAHandlerInterruptsItself() {
        Code program = catching(new Code(), USR1, "handler", SA_NODEFER);
        expectLog(killSelf(program, USR1), 0x122).exit(0);
        program.label("handler").mv(S0, Code.RA).load(T0, LOG).bnez(T0, "inner");
        note(killSelf(note(program, 1), USR1), 2).mv(Code.RA, S0).ret();
        note(program.label("inner"), 2).ret();
        Guest.code(program).run().assertExit(0);
    }

    @Test
    void withResethandTheSecondSignalKills() {
        Code program = catching(new Code(), USR1, "handler", SA_RESETHAND);
        killSelf(expectLog(killSelf(program, USR1), 1), USR1).exit(0);
        note(program.label("handler"), 1).ret();
        Guest.code(program).run().assertKilled(Signal.SIGUSR1);
    }

    @Test
    void aBlockedSignalIsCaughtOnceHoweverOftenItCameWhenItIsUnblocked() {
        Code program = blockAll(catching(new Code(), USR1, "handler", 0));
        killSelf(killSelf(killSelf(program, USR1), USR1), USR1);
        expectLog(program, 0).store(STRUCT, 0).call(RT_SIGPROCMASK, 2, STRUCT, 0, 8).expect(0);
        expectLog(program, 1).exit(0);
        note(program.label("handler"), 1).ret();
        Guest.code(program).run().assertExit(0);
    }

    @Test
    void realTimeSignalsAreCaughtAsOftenAsTheyCame() {
        int first = 34, second = 35;
        Code program = catching(catching(new Code(), first, "first", 0), second, "second", 0);
        blockAll(program).store(LOG, 0);
        killSelf(killSelf(killSelf(program, second), first), second);
        program.store(STRUCT, 0).call(RT_SIGPROCMASK, 2, STRUCT, 0, 8).expect(0);
        // Each handler begins on top of the one before, so that the last to begin ends first.
        expectLog(program, 0x112).exit(0);
        note(program.label("first"), 2).ret();
        note(program.label("second"), 1).ret();
        Guest.code(program).run().assertExit(0);
    }

    // ---- interrupted calls -------------------------------------------------------------------------------------

    /** A parent reads from an empty pipe; its child sends it a signal, and later writes a byte. */
    private static Code interruptedRead(long flags, long result) {
        Code program = catching(new Code(), USR1, "handler", flags).call(PIPE2, DATA + 0x200, 0).expect(0)
                .store(DATA + 0x218, 1000_000).call(CLONE, 17, 0, 0, 0, 0).beqz(A0, "child")
                .loadInt(A0, DATA + 0x200).callOn(READ, DATA + 0x220, 1).expect(result);
        expectLog(program, 1).exit(0);
        program.label("child").call(NANOSLEEP, DATA + 0x210, 0).call(GETPPID).callOn(KILL, USR1)
                .call(NANOSLEEP, DATA + 0x210, 0).loadInt(A0, DATA + 0x204).callOn(WRITE, DATA, 1).exit(0);
        return note(program.label("handler"), 1).ret();
    }

    @Test
    void aReadThatASignalInterruptsFailsWithEintr() {
        GuestRun run = Guest.code(interruptedRead(0, EINTR)).run().assertNoLeak();
        assertEquals(new ExitStatus.Exited(0), ((Outcome.Ended) run.outcome().orElseThrow()).status());
    }

    @Test
    void aReadThatASignalInterruptsIsMadeAgainWithRestart() {
        Guest.code(interruptedRead(SA_RESTART, 1)).run().assertExit(0);
    }

    @Test
    void aSleepIsNeverMadeAgainAndTellsWhatWasLeft() {
        Code program = catching(new Code(), USR1, "handler", SA_RESTART).store(DATA + 0x210, 5).store(DATA + 0x238, 1000)
                .call(CLONE, 17, 0, 0, 0, 0).beqz(A0, "child")
                .call(NANOSLEEP, DATA + 0x210, DATA + 0x220).expect(EINTR).load(A0, DATA + 0x220).expect(4).exit(0);
        program.label("child").call(NANOSLEEP, DATA + 0x230, 0).call(GETPPID).callOn(KILL, USR1).exit(0);
        program.label("handler").ret();
        Guest.code(program).run().assertExit(0);
    }

    // ---- what cannot be survived -------------------------------------------------------------------------------

    @Test
    void aHandlerWithoutAStackKills() {
        Code program = catching(new Code(), USR1, "handler", 0);
        killSelf(program.li(SP, 0), USR1).exit(0).label("handler").ret();
        Guest.code(program).run().assertKilled(Signal.SIGSEGV);
    }

    @Test
    void aHandlerWithoutAStackKillsAlsoWhoBlocksSegmentationFaults() {
        Code program = catching(new Code(), USR1, "handler", 0);
        program.store(STRUCT, Signal.SIGSEGV.bit()).call(RT_SIGPROCMASK, 0, STRUCT, 0, 8).expect(0);
        killSelf(program.li(SP, 0), USR1).exit(0).label("handler").ret();
        Guest.code(program).run().assertKilled(Signal.SIGSEGV);
    }

    @Test
    void aHandlerWithoutAStackKillsAlsoWhoIgnoresSegmentationFaults() {
        Code program = catching(new Code(), USR1, "handler", 0).store(STRUCT, SIG_IGN)
                .call(RT_SIGACTION, SEGV, STRUCT, 0, 8).expect(0);
        killSelf(program.li(SP, 0), USR1).exit(0).label("handler").ret();
        Guest.code(program).run().assertKilled(Signal.SIGSEGV);
    }

    @Test
    void aFaultKillsWhoBlocksOrIgnoresIt() {
        Guest.code(blockAll(new Code()).lw(ZERO, 0, ZERO).exit(0)).run().assertKilled(Signal.SIGSEGV);
        Guest.code(new Code().store(STRUCT, SIG_IGN).call(RT_SIGACTION, SEGV, STRUCT, 0, 8).lw(ZERO, 0, ZERO).exit(0))
                .run().assertKilled(Signal.SIGSEGV);
    }

    @Test
    void aReturnFromAHandlerThatThereIsNotKills() {
        Guest.code(new Code().li(SP, 8).call(RT_SIGRETURN).exit(0)).run().assertKilled(Signal.SIGSEGV);
        Guest.code(new Code().li(SP, DATA).call(RT_SIGRETURN).exit(0)).run().assertKilled(Signal.SIGSEGV);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, -2, Long.MIN_VALUE, Long.MAX_VALUE, 0x8000_0000L, 1L << 38,
            0xffff_ffc0_0000_0000L, DATA})
    void aHandlerAtAnAddressWithoutCodeKills(long address) {
        Code program = new Code().store(STRUCT, address).call(RT_SIGACTION, USR1, STRUCT, 0, 8).expect(0);
        Signal killer = address == 0 ? Signal.SIGUSR1 : Signal.SIGSEGV;
        killSelf(program, USR1).exit(0);
        if (address == SIG_IGN) {
            Guest.code(program).run().assertExit(0);
        } else {
            Guest.code(program).run().assertKilled(killer);
        }
    }
}
