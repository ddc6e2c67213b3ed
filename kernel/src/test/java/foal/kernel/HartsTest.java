package foal.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.kernel.explore.SchedulingPolicy;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Machines with several harts. */
class HartsTest {
    private static GuestRun run(String folder, String program, int harts, long seed) {
        return Guest.program(folder, program).with(Options.DEFAULT.withHarts(harts).withSeed(seed)).run();
    }

    static Stream<Arguments> programsAndHarts() {
        return Stream.of("harts", "fork", "pipe", "futex", "threads", "thread_signals", "signals", "signal_waits", "exec", "shm",
                        "msg", "sem", "sync_locks", "sync_waiting", "waitid", "cow", "own_code", "unix_stream", "unix_connect", "direct",
                        "mailbox", "poll")
                .flatMap(program -> Stream.of(2, 4, 16).map(harts -> Arguments.of(program, harts)));
    }

    @ParameterizedTest
    @MethodSource("programsAndHarts")
    void allBehavioursOfAGuestProgramHold(String program, int harts) {
        GuestRun run = run("tests", program, harts, 0);
        assertFalse(run.output().lines().anyMatch(line -> line.startsWith("not ok")), run.output());
        run.assertExit(0);
    }

    @ParameterizedTest
    @CsvSource({"race,2", "spinlock,2", "philosophers,4", "readers_writers,8", "ipc_race,4"})
    void theSameSeedGivesTheSameRun(String sample, int harts) {
        assertEquals(run("bin", sample, harts, 3), run("bin", sample, harts, 3));
    }

    @Test
    void anotherSeedInterleavesTheHartsInAnotherWay() {
        assertNotEquals(run("bin", "race", 2, 1).output(), run("bin", "race", 2, 2).output());
    }

    @Test
    void aSpinningTaskMeetsAHolderThatRuns() {
        // With a quantum so long that a hart alone would never interrupt the holder of the lock.
        Options options = Options.DEFAULT.withQuantum(1L << 40);
        String together = Guest.program("bin", "spinlock").with(options.withHarts(2)).run().output();
        assertTrue(together.contains("lost 0"), together);
        assertFalse(together.contains(" 0 spins"), together);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fifo", "priority", "mlfq", "lottery", "stride", "fair", "random", "pct"})
    void everyPolicyServesSeveralHarts(String policy) {
        SchedulingPolicy chosen = SchedulingPolicy.parse(policy).orElseThrow();
        for (String program : List.of("threads", "pipe", "harts")) {
            GuestRun run = Guest.program("tests", program)
                    .with(Options.DEFAULT.withHarts(3).withPolicy(chosen).withQuantum(500)).run();
            assertFalse(run.output().lines().anyMatch(line -> line.startsWith("not ok")), run.output());
            run.assertExit(0);
        }
    }
}
