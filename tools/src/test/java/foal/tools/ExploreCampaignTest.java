package foal.tools;

import static foal.tools.Foal.foal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.tools.boot.Installation;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Samples that come in pairs: of one it is found how it fails, in the other nothing is found. */
@Tag("campaign")
class ExploreCampaignTest {
    private static final String BROKEN = "_broken";
    private static final Pattern SHORTEST = Pattern.compile("It takes (no|[0-9]+) preemptions?");
    private static final Pattern TOKEN = Pattern.compile("foal replay (foal1/\\S+)");
    private static final int MOST_PREEMPTIONS = 4;
    private static final String SYNC_LOCKS = Installation.find().home().resolve("userland/tests/sync_locks.c").toString();

    static List<String> broken() throws Exception {
        return Installation.find().samples().keySet().stream().filter(name -> name.endsWith(BROKEN)).toList();
    }

    static List<String> right() throws Exception {
        return broken().stream().map(name -> name.substring(0, name.length() - BROKEN.length())).toList();
    }

    @ParameterizedTest
    @MethodSource("broken")
    void whatIsBrokenIsFoundAndShownWithAFewPreemptionsThatRepeatIt(String sample) {
        Foal.Result explored = foal("explore", "--runs", "2000", sample);
        assertEquals(1, explored.status(), explored.err() + explored.out());
        Matcher shortest = SHORTEST.matcher(explored.out());
        assertTrue(shortest.find() ? shortest.group(1).equals("no") || Integer.parseInt(shortest.group(1)) <= MOST_PREEMPTIONS
                : explored.out().contains("It fails as well if each task runs until it blocks or ends."), explored.out());
        Matcher token = TOKEN.matcher(explored.out());
        assertTrue(token.find(), explored.out());
        Foal.Result first = foal("replay", token.group(1), sample);
        assertTrue(first.status() != 0, first.err());
        for (int i = 0; i < 100; i++) {
            assertEquals(first, foal("replay", token.group(1), sample));
        }
    }

    @ParameterizedTest
    @MethodSource("right")
    void inWhatIsRightNothingIsFound(String sample) {
        assertNothingFound(foal("explore", "--runs", "10000", sample));
    }

    @ParameterizedTest
    @MethodSource("right")
    void inWhatIsRightThereIsNoRace(String sample) {
        assertNothingFound(foal("explore", "--race", "--runs", "10000", sample));
    }

    static Stream<Arguments> samplesOnHarts() throws Exception {
        List<String> samples = Installation.find().samples().keySet().stream().filter(name -> !name.endsWith(BROKEN)).toList();
        return Stream.of(1, 2, 4, 8).flatMap(harts -> samples.stream().map(sample -> Arguments.of(sample, harts)));
    }

    @ParameterizedTest
    @MethodSource("samplesOnHarts")
    void everySampleComesToItsEndOnAnyNumberOfHarts(String sample, int harts) {
        assertNothingFound(foal("explore", "--sched", "random", "--harts", String.valueOf(harts), "--runs", "200", sample));
    }

    @ParameterizedTest
    @ValueSource(strings = {"spinlock", "ttas", "backoff", "ticket", "lrsc", "mcs", "clh", "alternation", "dekker", "peterson", "filter",
        "bakery", "mutex", "recursive_mutex"})
    void inNoLockThereIsARace(String lock) {
        assertNothingFound(foal("explore", "--race", "--runs", "50", SYNC_LOCKS, lock));
    }

    private static void assertNothingFound(Foal.Result explored) {
        assertEquals(0, explored.status(), explored.err() + explored.out());
    }
}
