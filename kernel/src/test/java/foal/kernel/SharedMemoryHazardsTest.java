package foal.kernel;

import static foal.kernel.Calls.CLONE;
import static foal.kernel.Calls.CLONE_VFORK;
import static foal.kernel.Calls.CLONE_VM;
import static foal.kernel.Calls.FUTEX;
import static foal.kernel.Calls.GETPPID;
import static foal.kernel.Calls.KILL;
import static foal.kernel.Calls.MAP_ANONYMOUS;
import static foal.kernel.Calls.MAP_FIXED;
import static foal.kernel.Calls.MAP_SHARED;
import static foal.kernel.Calls.MMAP;
import static foal.kernel.Calls.NANOSLEEP;
import static foal.kernel.Calls.PIPE2;
import static foal.kernel.Calls.PROT_READ_WRITE;
import static foal.kernel.Calls.READ;
import static foal.kernel.Calls.RT_SIGACTION;
import static foal.kernel.Calls.SIGCHLD;
import static foal.kernel.Calls.WAIT4;
import static foal.kernel.Calls.WRITEV;
import static foal.kernel.Code.A0;
import static foal.kernel.Code.DATA;
import static foal.kernel.Code.S0;
import static foal.kernel.Code.S1;
import static foal.kernel.Code.T0;
import static foal.kernel.Code.T1;

import org.junit.jupiter.api.Test;

/** What can go wrong when processes share memory, and must not harm the kernel. */
class SharedMemoryHazardsTest {
    private static final int USR1 = 10, SIGKILL = 9;
    private static final long SHARED = 0x4000_0000;
    private static final long VFORK = CLONE_VM | CLONE_VFORK | SIGCHLD;
    private static final long SHORT_TIME = DATA + 0x800;

    private static Code withSharedPage(Code code) {
        return code.call(MMAP, SHARED, 4096, PROT_READ_WRITE, MAP_SHARED | MAP_FIXED | MAP_ANONYMOUS, -1, 0).expect(SHARED)
                .store(SHORT_TIME + 8, 1_000_000);
    }

    private static Code sleep(Code code) {
        return code.call(NANOSLEEP, SHORT_TIME, 0);
    }

    // ---- vfork -------------------------------------------------------------------------------------------------

    @Test
    void aVforkParentSleepsUntilItsChildEndsAndSeesWhatItWrote() {
        Code program = new Code().call(CLONE, VFORK, 0, 0, 0, 0).beqz(A0, "child").expect(3)
                .load(A0, DATA).expect(77).call(WAIT4, 3, DATA, 0, 0).expect(3).loadInt(A0, DATA).expect(5 << 8).exit(0);
        program.label("child").store(DATA, 77).exit(5);
        Guest.code(program).run().assertExit(0);
    }

    /** CLONE_VFORK alone: the memory is a copy, but the parent waits all the same. */
    @Test
    void aParentWaitsForAVforkChildThatHasMemoryOfItsOwn() {
        Code program = withSharedPage(new Code()).call(CLONE, CLONE_VFORK | SIGCHLD, 0, 0, 0, 0).beqz(A0, "child").expect(3)
                .load(A0, DATA).expect(0).load(A0, SHARED).expect(77).exit(0);
        sleep(program.label("child").store(DATA, 77)).store(SHARED, 77).exit(0);
        Guest.code(program).run().assertExit(0);
    }

    @Test
    void aCaughtSignalDoesNotWakeAVforkParent() {
        Code program = new Code().store(DATA + 0x100 + 8, 0).la(T1, "handler").li(T0, DATA + 0x100).sd(T1, 0, T0)
                .call(RT_SIGACTION, USR1, DATA + 0x100, 0, 8).expect(0).store(SHORT_TIME + 8, 1_000_000)
                .call(CLONE, VFORK, 0, 0, 0, 0).beqz(A0, "child").expect(3)
                .load(A0, DATA).expect(77).load(A0, DATA + 8).expect(1).exit(0);
        sleep(program.label("child").call(GETPPID).callOn(KILL, USR1)).store(DATA, 77).exit(0);
        program.label("handler").load(A0, DATA).expect(77).store(DATA + 8, 1).ret();
        Guest.code(program).run().assertExit(0);
    }

    /** The first process waits for a parent that waits for its vfork child; that child kills the parent and lives on. */
    @Test
    void theMemoryOfAVforkParentThatIsKilledStaysWithTheChild() {
        Code program = withSharedPage(new Code()).call(CLONE, SIGCHLD, 0, 0, 0, 0).beqz(A0, "parent")
                .call(WAIT4, 3, DATA, 0, 0).expect(3).loadInt(A0, DATA).expect(SIGKILL);
        sleep(sleep(program)).load(A0, SHARED).expect(99).exit(0);
        program.label("parent").call(CLONE, VFORK, 0, 0, 0, 0).beqz(A0, "child").exit(1)
                .label("child").call(KILL, 3, SIGKILL).expect(0);
        for (int page = 0; page < 8; page++) {
            program.store(DATA + 4096L * page, page);
        }
        sleep(program).load(A0, DATA + 4096).expect(1).store(SHARED, 99).exit(0);
        Guest.code(program).run().assertExit(0);
    }

    @Test
    void theMemoryLastsUntilTheLastOfAChainOfVforksHasEnded() {
        Code program = withSharedPage(new Code()).call(CLONE, SIGCHLD, 0, 0, 0, 0).beqz(A0, "parent");
        sleep(sleep(sleep(program))).load(A0, SHARED).expect(99).exit(0);
        program.label("parent").call(CLONE, VFORK, 0, 0, 0, 0).beqz(A0, "child").exit(0)
                .label("child").call(CLONE, VFORK, 0, 0, 0, 0).beqz(A0, "grandchild").exit(0)
                .label("grandchild").call(KILL, 4, SIGKILL).expect(0);
        sleep(program).store(DATA, 1).store(SHARED, 99).exit(0);
        Guest.code(program).run().assertExit(0);
    }

    // ---- arguments that change while the caller sleeps ---------------------------------------------------------

    @Test
    void aWritevWhosePiecesShrinkWhileItSleepsComesToAnEnd() {
        Code program = withSharedPage(new Code()).call(PIPE2, DATA, 0).expect(0)
                .store(SHARED, DATA).store(SHARED + 8, 60_000).store(SHARED + 16, DATA).store(SHARED + 24, 60_000)
                .call(CLONE, SIGCHLD, 0, 0, 0, 0).beqz(A0, "writer");
        sleep(program).store(SHARED + 8, 0).store(SHARED + 24, 1).loadInt(A0, DATA).callOn(READ, DATA + 0x100, 30_000)
                .expect(30_000).call(WAIT4, 3, 0, 0, 0).expect(3).exit(0);
        program.label("writer").loadInt(A0, DATA + 4).callOn(WRITEV, SHARED, 2).exit(0);
        Guest.code(program).run().assertExit(0);
    }

    // ---- futexes -----------------------------------------------------------------------------------------------

    @Test
    void aWakeUpIsNotSpentOnATaskThatWasKilled() {
        Code program = withSharedPage(new Code());
        for (int child = 0; child < 2; child++) {
            program.call(CLONE, SIGCHLD, 0, 0, 0, 0).beqz(A0, "waiter");
        }
        sleep(program).call(KILL, 3, SIGKILL).call(WAIT4, 3, 0, 0, 0).expect(3)
                .call(FUTEX, SHARED, 1, 1, 0, 0, 0).expect(1).call(WAIT4, 4, 0, 0, 0).expect(4).exit(0)
                .label("waiter").call(FUTEX, SHARED, 0, 0, 0, 0, 0).expect(0).exit(0);
        Guest.code(program).run().assertExit(0);
    }

    // ---- the clock ---------------------------------------------------------------------------------------------

    @Test
    void theCountersNeverGoBackAndAreTheMonotonicClock() {
        Code program = new Code().li(S0, 0).li(T0, 0);
        for (int csr : new int[] {Code.CYCLE, Code.TIME, Code.INSTRET}) {
            for (int i = 0; i < 3; i++) {
                program.csrr(S1, csr).bltu(S0, S1, csr + " goes on " + i).exit(csr & 7).label(csr + " goes on " + i).mv(S0, S1);
            }
        }
        long time = DATA + 0x100;
        program.csrr(S0, Code.TIME).call(Calls.CLOCK_GETTIME, 1, time).expect(0).load(A0, time).expect(0)
                .load(S1, time + 8).sub(S1, S1, S0).li(T0, 100).bltu(S1, T0, "close").exit(90)
                .label("close").store(DATA, 0).store(DATA + 8, 500_000).csrr(S0, Code.TIME)
                .call(NANOSLEEP, DATA, 0).csrr(S1, Code.TIME).sub(S1, S1, S0).li(T0, 500_000).bltu(S1, T0, "early")
                .li(T0, 500_200).bltu(S1, T0, "punctual").exit(91).label("early").exit(92).label("punctual").exit(0);
        Guest.code(program).with(Options.DEFAULT.withCallCost(0)).run().assertExit(0);
    }
}
