package foal.tools;

import static foal.tools.Foal.foal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Data races: {@code --race}. */
class RaceTest {
    private static final String NONE = "foal: no data race\n";
    private static final Pattern PLACE = Pattern.compile("(?:loaded|stored)\\nfoal: +at \\S+ \\(\\S*/(\\S+:\\d+)\\)");

    /** The first line of source of each access that is part of a race. */
    private static Set<String> lines(String report) {
        return PLACE.matcher(report).results().map(match -> match.group(1)).collect(Collectors.toSet());
    }

    @ParameterizedTest
    @CsvSource({"lost_update_broken, lost_update_broken.c:20 lost_update_broken.c:21",
        "double_checked_broken, double_checked_broken.c:26 double_checked_broken.c:30 double_checked_broken.c:31 double_checked_broken.c:40"})
    void aRaceIsReportedWithItsLinesOfSource(String sample, String expected) {
        assertEquals(Set.of(expected.split(" ")), lines(foal("boot", "--race", sample).err()));
    }

    @Test
    void aReportNamesTheTasksTheVariableAndWhatTheyHaveWaitedForLast() {
        String report = foal("boot", "--race", "lost_update_broken").err();
        for (String part : List.of("data race on counter\n", "thread 4 of pid 2 (lost_update_bro) loaded\n", "after thread 3 of pid 2 (lost_update_bro) stored\n",
                "no lock, wait, message or fence orders the two\n", "the last synchronisation of thread 4 of pid 2 (lost_update_bro) was its beginning\n",
                "2 data races\n")) {
            assertTrue(report.contains(part), report);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"lost_update", "torn_read", "double_checked", "peterson", "dekker", "bakery", "aba", "lost_wakeup", "barrier_reuse",
        "philosophers", "priority_inversion", "spinlock", "shm_ring", "pc_semaphore", "pc_monitor", "pc_pipe", "pc_msgq", "pc_mailbox",
        "readers_writers", "sleeping_barber", "hoare_mesa", "client_server", "mailboxes", "pulse", "nice_inversion"})
    void aCorrectSampleHasNone(String sample) {
        assertEquals(NONE, foal("boot", "--race", "--sched", "random", "--quantum", "200", sample).err());
    }

    @ParameterizedTest
    @CsvSource({"race_atomics, 1", "race_kernel, 1", "race_relaxed, 1", "race_atomics, 2", "race_kernel, 2", "race_relaxed, 2",
        "race_atomics, 4", "race_kernel, 4", "race_relaxed, 4"})
    void whatIsOrderedOrAtomicIsNoRace(String program, String harts) {
        for (String seed : List.of("1", "2", "3")) {
            Foal.Result result = foal("boot", "--race", "--harts", harts, "--sched", "random", "--quantum", "100", "--seed", seed,
                    Guest.program(program));
            assertEquals(0, result.status(), result.err());
            assertEquals(NONE, result.err());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"100", "1000", "10000"})
    void aStoreAfterManyLoadsRacesWithThem(String quantum) {
        for (String seed : List.of("1", "2", "3")) {
            String report = foal("boot", "--race", "--sched", "random", "--quantum", quantum, "--seed", seed, Guest.program("race_readers")).err();
            assertEquals(Set.of("race_readers.c:11", "race_readers.c:19"), lines(report), report);
        }
    }

    @Test
    void anAccessThatIsNotAtomicRacesWithOneThatIs() {
        assertEquals(Set.of("race_mixed.c:10", "race_mixed.c:21"), lines(foal("boot", "--race", Guest.program("race_mixed")).err()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2", "4"})
    void severalHartsHaveTheSameRaces(String harts) {
        for (String seed : List.of("1", "2", "3")) {
            String report = foal("boot", "--race", "--harts", harts, "--seed", seed, "double_checked_broken").err();
            assertTrue(lines(report).contains("double_checked_broken.c:31"), report);
            assertTrue(lines(report).contains("double_checked_broken.c:40"), report);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "4"})
    void petersonsAlgorithmWithoutFencesIsARace(String harts) {
        String report = foal("boot", "--race", "--harts", harts, Guest.program("race_unfenced")).err();
        assertTrue(lines(report).stream().anyMatch(line -> line.startsWith("peterson_broken.c:")), report);
        assertTrue(lines(report).stream().anyMatch(line -> line.startsWith("race_unfenced.c:")), report);
    }

    @ParameterizedTest
    @ValueSource(strings = {"race", "spinlock", "lost_update_broken", "philosophers", "pc_pipe", "barrier_reuse", "readers_writers"})
    void aRunIsTheSameWithAndWithout(String sample) {
        for (List<String> how : List.of(List.of("97", "1"), List.of("10000", "1"), List.of("97", "2"), List.of("500", "4"))) {
            List<String> options = List.of("--sched", "random", "--quantum", how.getFirst(), "--harts", how.getLast(), "--seed", "5", sample);
            Foal.Result plain = strace(List.of(), options), watched = strace(List.of("--race"), options);
            assertEquals(plain.out(), watched.out());
            assertEquals(plain.status(), watched.status());
            assertTrue(watched.err().startsWith(plain.err()), watched.err());
        }
    }

    /** With time stamps: they tell of each instruction. */
    private static Foal.Result strace(List<String> first, List<String> options) {
        List<String> words = new java.util.ArrayList<>(List.of("strace", "-t"));
        words.addAll(first);
        words.addAll(options);
        return foal(words.toArray(String[]::new));
    }

    @Test
    void exploreTakesARaceForAFailureAndReplayRepeatsIt() {
        Foal.Result result = foal("explore", "--race", "--runs", "10", "--jobs", "1", "lost_update_broken");
        assertEquals(1, result.status());
        assertTrue(result.out().contains(". data race on counter: add (userland/samples/lost_update_broken.c:21), in "), result.out());
        Matcher token = Pattern.compile("foal replay --race (\\S+) (\\S+)").matcher(result.out());
        assertTrue(token.find(), result.out());
        String again = foal("replay", "--race", token.group(1), token.group(2)).err();
        assertTrue(again.contains("data race on counter"), again);
    }

    @Test
    void runsOnTheSameHardwareDoNotHideRacesFromEachOther() {
        String found = foal("explore", "--race", "--runs", "30", "--jobs", "1", "double_checked_broken").out();
        assertTrue(found.contains("double_checked_broken.c:26) and get (userland/samples/double_checked_broken.c:30), in 30 schedules"), found);
    }

    @Test
    void exploreFindsTheRaceBehindALockThatDoesNotLock() {
        Foal.Result result = foal("explore", "--race", "--runs", "60", "dekker_broken");
        assertTrue(result.out().contains("data race"), result.out());
        assertTrue(result.out().contains("dekker_broken.c:28"), result.out());
    }

    @Test
    void exploreFindsNoneInACorrectProgram() {
        assertEquals(0, foal("explore", "--race", "--runs", "40", "peterson").status());
    }

    @Test
    void theHostsClockIsRefused() {
        assertEquals(2, foal("boot", "--race", "--clock", "host", "hello").status());
    }
}
