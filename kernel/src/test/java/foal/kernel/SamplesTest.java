package foal.kernel;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.kernel.Options.ClockKind;
import foal.kernel.explore.SchedulingPolicy;
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
    private static final Map<String, String> OUTPUTS = Map.ofEntries(
            entry("aba", "4 nodes, 0 times one with two threads or gone\n"),
            entry("bakery", "([ABC] is served with number \\d+\n){6}3 customers, 6 times served, 0 at once\n"),
            entry("barrier_reuse", "3 threads, 3 steps, 0 times too early\n"),
            entry("cigarette_smokers", """
                    the smoker with tobacco smoked 1 times
                    the smoker with paper smoked 3 times
                    the smoker with matches smoked 2 times
                    """),
            entry("client_server", """
                    UNIX: 1 \\+ 10 = 11
                    UNIX: 2 \\+ 20 = 22
                    UNIX: 3 \\+ 30 = 33
                    TCP: 1 \\+ 10 = 11
                    TCP: 2 \\+ 20 = 22
                    TCP: 3 \\+ 30 = 33
                    """),
            entry("dekker", "2 processes were inside 3 times each; they met 0 times\n"),
            entry("double_checked", "0 of 2 threads saw it half prepared\n"),
            entry("fault", """
                    a child dereferences null: killed by signal 11 \\(Segmentation fault\\)
                    a child writes to its own code: killed by signal 11 \\(Segmentation fault\\)
                    a child runs data as code: killed by signal 11 \\(Segmentation fault\\)
                    the parent is well
                    """),
            entry("fd_passing", """
                    the parent reads "read by the parent"
                    the child reads " read by the child"
                    """),
            entry("fifo_chat", """
                    Ann: Hello, Bob!
                    Bob: Hello, Ann!
                    Ann: Is it you\\?
                    Bob: It is I.
                    Ann: Goodbye.
                    Bob: Goodbye.
                    """),
            entry("forktree", "a tree of depth 4 has 31 processes\n"),
            entry("hello", "Hello from process 2\n"),
            entry("hoare_mesa", "Mesa: \\d+ times woken in vain\nHoare: 0 times woken in vain\n"),
            entry("ipc_race", " +ns each\n([a-zA-Z0-9,_() ]{28} +\\d+\n){17}"),
            entry("lost_update", "expected 6, lost 0\n"),
            entry("lost_wakeup", "3 meals eaten\n"),
            entry("mailboxes", """
                    capacity 0: of 5 messages 0 were sent before the first was received
                    capacity 2: of 5 messages [012] were sent before the first was received
                    unbounded: of 5 messages [0-5] were sent before the first was received
                    """),
            entry("msgq", """
                    client 1: the squares of 1 to 4 add up to 30
                    client 2: the squares of 2 to 5 add up to 54
                    client 3: the squares of 3 to 6 add up to 86
                    """),
            entry("nice_inversion",
                    "the urgent process got the lock when the middling one had done \\d+% of its work\n"),
            entry("pc_mailbox", "100 items, sum 5050\n"),
            entry("pc_monitor", "100 items, sum 5050\n"),
            entry("pc_msgq", "100 items, sum 5050\n"),
            entry("pc_pipe", "100 items, sum 5050\n"),
            entry("pc_semaphore", "100 items, sum 5050\n"),
            entry("peterson", "2 processes were inside 3 times each; they met 0 times\n"),
            entry("philosophers", "5 philosophers had 10 meals\n"),
            entry("philosophers_messages", "5 philosophers had 3 meals each\n"),
            entry("pipeline", "2\n3\n5\n7\n11\n13\n17\n19\n23\n29\n31\n37\n41\n43\n47\n15 primes, 17 processes\n"),
            entry("priority_inversion",
                    "while the urgent task waited for the lock, the middling one made 0 steps\n"),
            entry("pulse", "event_pulse: told [0-6] of 6 times\nevent_set: told 6 of 6 times\n"),
            entry("race", "expected 200000, got (\\d+), lost (\\d+)\n"),
            entry("readers_writers", """
                    readers first: 10 writes waited for \\d+ reads
                    writers first: 10 writes waited for \\d+ reads
                    fair: 10 writes waited for \\d+ reads
                    """),
            entry("shm_ring", """
                    producer 1: 1000 items, sum 500500
                    producer 2: 1000 items, sum 500500
                    0 items out of order
                    found full (\\d+) times, empty (\\d+) times
                    """),
            entry("sleeping_barber", "\\d customers had a haircut, \\d found no chair\n"),
            entry("spinlock", """
                    expected 200000, got 200000, lost 0
                    process 1: 100000 acquisitions, (\\d+) spins
                    process 2: 100000 acquisitions, (\\d+) spins
                    """),
            entry("torn_read", "0 of 3 sums were wrong\n"),
            entry("two_hosts", "( \\d (asker |server) (sends|receives) \\d\n){12}"));

    /** Those that are meant to fail have a test of their own, {@link SamplePairsTest}. */
    static List<String> samples() {
        return Guest.programs("bin").stream().filter(sample -> !sample.endsWith("_broken")).toList();
    }

    private static void assertPrintsWhatItShould(String sample, Options options) {
        GuestRun run = Guest.program("bin", sample).with(options).run().assertExit(0);
        assertTrue(Pattern.matches(OUTPUTS.get(sample), run.output()), run.output());
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

    // ---- what some show ----------------------------------------------------------------------------------------

    @Test
    void theThreeRulesOfBufferingDifferVisibly() {
        assertEquals(List.of("0", "2", "5"), numbersBefore(" were sent", Guest.program("bin", "mailboxes").run()));
    }

    @Test
    void aPulseIsMissedByWhoComesLateAndASetEventIsNot() {
        List<String> told = numbersBefore(" of 6 times", Guest.program("bin", "pulse").run());
        assertNotEquals("6", told.getFirst());
        assertEquals("6", told.getLast());
    }

    @Test
    void underStrictPrioritiesAnUrgentProcessWaitsForAMiddlingOneUnlessPriorityIsInherited() {
        Options options = Options.DEFAULT.withPolicy(SchedulingPolicy.parse("priority").orElseThrow());
        Guest plain = Guest.program("bin", "nice_inversion").with(options);
        Guest cured = Guest.program("bin", "nice_inversion").arguments("inherit").with(options);
        assertEquals(List.of("100"), numbersBefore("% of its work", plain.run()));
        assertEquals(List.of("0"), numbersBefore("% of its work", cured.run()));
    }

    @Test
    void theKernelLendsTheUrgencyOfWhoWaitsForALockOfIts() {
        Options options = Options.DEFAULT.withPolicy(SchedulingPolicy.parse("priority:inherit").orElseThrow());
        assertEquals(List.of("0"), numbersBefore("% of its work", Guest.program("bin", "nice_inversion").with(options).run()));
    }

    private static List<String> numbersBefore(String text, GuestRun run) {
        return Pattern.compile("(\\d+)" + Pattern.quote(text)).matcher(run.output()).results()
                .map(match -> match.group(1)).toList();
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
