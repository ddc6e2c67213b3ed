package foal.kernel;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.kernel.explore.SchedulingPolicy;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The tests that are programs themselves: each checks a chapter of the kernel from within. */
class GuestProgramsTest {
    /** They compute much, and say nothing about preemption that the others do not say faster. */
    private static final Set<String> SLOW_WITH_SHORT_QUANTA = Set.of("atomics", "cpu_limit", "float", "libc", "waitid");

    static List<String> programs() {
        return Guest.programs("tests");
    }

    /** Without the one that measures virtual time. */
    static List<String> programsForTheHostsClock() {
        return programs().stream().filter(program -> !program.equals("call_cost")).toList();
    }

    static Stream<Arguments> programsAndQuanta() {
        return programs().stream().flatMap(program -> Stream.of(10_000L, 100L, 7L)
                .filter(quantum -> quantum == 10_000L || !SLOW_WITH_SHORT_QUANTA.contains(program))
                .map(quantum -> Arguments.of(program, quantum)));
    }

    @ParameterizedTest
    @MethodSource("programsAndQuanta")
    void allBehavioursOfAGuestProgramHold(String program, long quantum) {
        assertAllIsWell(Guest.program("tests", program).with(Options.DEFAULT.withQuantum(quantum)).run());
    }

    @ParameterizedTest
    @MethodSource("programsForTheHostsClock")
    void allBehavioursOfAGuestProgramHoldByTheHostsClock(String program) {
        assertAllIsWell(Guest.program("tests", program).with(Options.DEFAULT.withClock(Options.ClockKind.HOST)).run());
    }

    static Stream<Arguments> programsAndPolicies() {
        // What two tasks do at the same time, rather than all there is.
        return Stream.of("fork", "pipe", "futex", "threads").flatMap(program ->
                Stream.of("fifo", "priority", "mlfq", "lottery", "stride", "fair", "random", "pct")
                        .map(policy -> Arguments.of(program, policy)));
    }

    @ParameterizedTest
    @MethodSource("programsAndPolicies")
    void allBehavioursOfAGuestProgramHoldWithEveryPolicy(String program, String policy) {
        SchedulingPolicy chosen = SchedulingPolicy.parse(policy).orElseThrow();
        assertAllIsWell(Guest.program("tests", program).with(Options.DEFAULT.withPolicy(chosen).withQuantum(500)).run());
    }

    private static void assertAllIsWell(GuestRun run) {
        assertFalse(run.output().lines().anyMatch(line -> line.startsWith("not ok")), run.output());
        assertTrue(run.output().lines().anyMatch(line -> line.startsWith("ok ")), run.output());
        run.assertExit(0);
    }
}
