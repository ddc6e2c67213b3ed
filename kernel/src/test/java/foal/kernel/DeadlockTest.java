package foal.kernel;

import static foal.kernel.Calls.CLONE;
import static foal.kernel.Calls.CLOSE;
import static foal.kernel.Calls.KILL;
import static foal.kernel.Calls.NANOSLEEP;
import static foal.kernel.Calls.PIPE2;
import static foal.kernel.Calls.READ;
import static foal.kernel.Calls.SCHED_YIELD;
import static foal.kernel.Calls.WAIT4;
import static foal.kernel.Code.A0;
import static foal.kernel.Code.DATA;
import static foal.kernel.Code.S0;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.kernel.deadlock.Wait;
import foal.kernel.deadlock.WaitForGraph;
import foal.kernel.task.ExitStatus;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Runs in which nothing can happen any more. */
class DeadlockTest {
    private static void assertDeadlock(Code program, String... waiting) {
        GuestRun run = Guest.code(program).run();
        var deadlock = assertInstanceOf(Outcome.Deadlock.class, run.outcome().orElseThrow());
        assertEquals(List.of(waiting), deadlock.waiting().stream().map(wait -> wait.who() + " " + wait.reason()).toList());
        run.assertNoLeak();
    }

    @Test
    void aReaderThatHoldsTheWriteEndItselfWaitsForEver() {
        assertDeadlock(new Code().call(PIPE2, DATA, 0).expect(0).loadInt(A0, DATA).callOn(READ, DATA, 1),
                "pid 2 (program) is in read and waits for a pipe to be written to");
    }

    @Test
    void aWriterOfAFullPipeThatHoldsTheReadEndItselfWaitsForEver() {
        assertDeadlock(new Code().call(PIPE2, DATA, 0).expect(0)
                        .label("fill").loadInt(A0, DATA + 4).callOn(Calls.WRITE, DATA, 4096).j("fill"),
                "pid 2 (program) is in write and waits for a pipe to be read from");
    }

    @Test
    void aParentWaitsForItsChildWhichWaitsForTheParent() {
        Code program = new Code().call(PIPE2, DATA, 0).expect(0).call(CLONE, 17, 0, 0, 0, 0).beqz(A0, "child")
                .call(WAIT4, -1, 0, 0, 0)
                .label("child").loadInt(A0, DATA + 4).callOn(CLOSE).loadInt(A0, DATA).callOn(READ, DATA, 1);
        assertDeadlock(program, "pid 2 (program) is in wait4 and waits for a child to change its state (3)",
                "pid 3 (program) is in read and waits for a pipe to be written to");
    }

    @Test
    void aStoppedProcessThatNobodyContinuesIsNamed() {
        assertDeadlock(new Code().call(KILL, 0, 19), "pid 2 (program) is stopped and waits for SIGCONT");
    }

    @Test
    void theReportSaysWhoCouldWakeWhomAndSinceWhen() {
        Code program = new Code().call(PIPE2, DATA, 0).expect(0).call(CLONE, 17, 0, 0, 0, 0).beqz(A0, "child")
                .call(WAIT4, -1, 0, 0, 0)
                .label("child").loadInt(A0, DATA + 4).callOn(CLOSE).loadInt(A0, DATA).callOn(READ, DATA, 1);
        var deadlock = assertInstanceOf(Outcome.Deadlock.class, Guest.code(program).run().outcome().orElseThrow());
        Wait parent = deadlock.waiting().getFirst(), child = deadlock.waiting().getLast();
        assertEquals(List.of(3), parent.wakers());
        assertEquals(List.of(2), child.wakers());
        assertEquals(List.of(2, 3), WaitForGraph.circle(deadlock.waiting()));
        assertTrue(0 < parent.since() && parent.since() < child.since());
    }

    @Test
    void aSleeperIsNoDeadlockBecauseTimePasses() {
        Guest.code(new Code().store(DATA, 3600).call(NANOSLEEP, DATA, 0).expect(0).exit(0)).run().assertExit(0);
    }

    @Test
    void oneWhoSleepsForEverNeverWakes() {
        assertDeadlock(new Code().store(DATA, Long.MAX_VALUE).call(NANOSLEEP, DATA, 0),
                "pid 2 (program) is in nanosleep and waits for a signal");
    }

    @Test
    void aProcessThatYieldsForEverIsNoDeadlockForItsChildEndsIt() {
        Code program = new Code().call(Calls.GETPID).mv(S0, A0).call(CLONE, 17, 0, 0, 0, 0).beqz(A0, "child")
                .label("yield").call(SCHED_YIELD).j("yield")
                .label("child").mv(A0, S0).callOn(KILL, 9).exit(0);
        GuestRun run = Guest.code(program).run();
        assertEquals(Optional.of(new Outcome.Ended(new ExitStatus.Killed(9), List.of())),
                run.outcome().map(DeadlockTest::withoutSurvivors));
        run.assertNoLeak();
    }

    private static Outcome withoutSurvivors(Outcome outcome) {
        return outcome instanceof Outcome.Ended(var status, _) ? new Outcome.Ended(status, List.of()) : outcome;
    }
}
