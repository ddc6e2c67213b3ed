package foal.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.kernel.Options.ClockKind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The sample programs: what each prints, and that a run depends on its options alone. */
class SamplesTest {
    /** What each sample prints; a group stands for what depends on the schedule. */
    private static final Map<String, String> OUTPUTS = Map.of(
            "hello", "Hello from process 2\n",
            "forktree", "a tree of depth 4 has 31 processes\n",
            "fault", """
                    a child dereferences null: killed by signal 11 \\(Segmentation fault\\)
                    a child writes to its own code: killed by signal 11 \\(Segmentation fault\\)
                    a child runs data as code: killed by signal 11 \\(Segmentation fault\\)
                    the parent is well
                    """,
            "msgq", """
                    client 1: the squares of 1 to 4 add up to 30
                    client 2: the squares of 2 to 5 add up to 54
                    client 3: the squares of 3 to 6 add up to 86
                    """,
            "pipeline", "2\n3\n5\n7\n11\n13\n17\n19\n23\n29\n31\n37\n41\n43\n47\n15 primes, 17 processes\n",
            "shm_ring", """
                    producer 1: 1000 items, sum 500500
                    producer 2: 1000 items, sum 500500
                    0 items out of order
                    found full (\\d+) times, empty (\\d+) times
                    """,
            "spinlock", """
                    expected 200000, got 200000, lost 0
                    process 1: 100000 acquisitions, (\\d+) spins
                    process 2: 100000 acquisitions, (\\d+) spins
                    """,
            "race", "expected 200000, got (\\d+), lost (\\d+)\n");

    /** Those that are meant to fail have a test of their own, {@link SamplePairsTest}. */
    static List<String> samples() {
        return Guest.programs("bin").stream().filter(sample -> !sample.endsWith("_broken")).toList();
    }

    private static void assertPrintsWhatItShould(String sample, Options options) {
        GuestRun run = Guest.program("bin", sample).with(options).run().assertExit(0);
        assertTrue(Pattern.matches(OUTPUTS.getOrDefault(sample, "(?s).*"), run.output()), run.output());
        assertEquals("", run.errors());
        assertEquals(List.of(), run.warnings());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aSamplePrintsWhatItShould(String sample) {
        assertPrintsWhatItShould(sample, Options.DEFAULT);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aSamplePrintsWhatItShouldByTheHostsClock(String sample) {
        assertPrintsWhatItShould(sample, Options.DEFAULT.withClock(ClockKind.HOST));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aSamplePrintsWhatItShouldHoweverOftenItIsInterrupted(String sample) {
        for (long quantum : new long[] {1_000_000, 997}) {
            assertPrintsWhatItShould(sample, Options.DEFAULT.withQuantum(quantum).withSeed(quantum));
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void theSameSeedGivesTheSameOutputAndTheSameEventsAtTheSameTimes(String sample) {
        Options options = Options.DEFAULT.withSeed(42).withQuantum(3_000);
        GuestRun first = Guest.program("bin", sample).with(options).runRecorded();
        GuestRun second = Guest.program("bin", sample).with(options).runRecorded();
        assertTrue(first.events().size() > 3);
        assertEquals(first, second);
    }

    @Test
    void beingWatchedChangesNothing() {
        Options options = Options.DEFAULT.withSeed(7);
        assertEquals(Guest.program("bin", "shm_ring").with(options).run().output(),
                Guest.program("bin", "shm_ring").with(options).runRecorded().output());
    }

    @Test
    void argumentsReachAProgramAsTheyAre() {
        GuestRun run = Guest.program("bin", "hello").arguments("one", "", "two words", "ä").run().assertExit(0);
        assertEquals("""
                Hello from process 2
                argument 1 is "one"
                argument 2 is ""
                argument 3 is "two words"
                argument 4 is "ä"
                """, run.output());
    }

    // ---- race --------------------------------------------------------------------------------------------------

    private static long lostBy(long seed) {
        Matcher result = Pattern.compile(OUTPUTS.get("race"))
                .matcher(Guest.program("bin", "race").with(Options.DEFAULT.withSeed(seed)).run().output());
        assertTrue(result.matches());
        assertEquals(200_000, Long.parseLong(result.group(1)) + Long.parseLong(result.group(2)));
        return Long.parseLong(result.group(2));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2})
    void raceLosesUpdatesAndThoseOfOneSeedAreAlwaysTheSame(long seed) {
        long lost = lostBy(seed);
        assertNotEquals(0, lost);
        assertEquals(lost, lostBy(seed));
    }

    @Test
    void differentSeedsLoseDifferently() {
        Set<Long> lost = LongStream.range(0, 5).map(SamplesTest::lostBy).boxed().collect(Collectors.toSet());
        assertTrue(lost.size() >= 4, lost.toString());
    }
}
