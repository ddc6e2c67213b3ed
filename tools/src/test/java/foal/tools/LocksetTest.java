package foal.tools;

import static foal.tools.Foal.foal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Potential deadlocks: {@code --lockset}. */
class LocksetTest {
    private static final String NONE = "foal: no lock-order cycle\n";

    @TempDir
    private Path folder;

    /** The titles of what is reported. */
    private static List<String> cycles(Foal.Result result) {
        assertEquals(0, result.status(), result.err());
        return result.err().lines().filter(line -> line.startsWith("foal: lock-order cycle of ")).map(line -> line.substring(26)).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "4"})
    void philosophersWhoMightHaveStarvedAreReported(String harts) {
        Foal.Result result = foal("boot", "--lockset", "--harts", harts, "--seed", "1", "philosophers_broken");
        assertEquals(List.of("forks, forks + 4, forks + 8"), cycles(result));
        for (String part : List.of("""
                foal:   thread 3 of pid 2 (philosophers_br) held
                foal:     forks at dine (userland/samples/philosophers_broken.c:21)
                foal:   and wanted
                foal:     forks + 4 at dine (userland/samples/philosophers_broken.c:22)
                """, "1 lock-order cycle\n")) {
            assertTrue(result.err().contains(part), result.err());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"philosophers", "readers_writers", "hoare_mesa", "pc_monitor", "priority_inversion", "spinlock", "sleeping_barber"})
    void inACorrectSampleThereIsNone(String sample) {
        assertEquals(NONE, foal("boot", "--lockset", "--sched", "random", "--quantum", "100", sample).err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gate", "try", "recursive", "wait", "readers", "early"})
    void whatCannotBeADeadlockIsNotReported(String order) {
        Foal.Result result = foal("boot", "--lockset", Guest.program("lock_orders"), order);
        assertEquals(0, result.status());
        assertEquals(NONE, result.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"crosswise", "exec", "writer", "condition", "processes"})
    void whatCouldBeADeadlockIsReportedThoughItWasNone(String order) {
        Foal.Result result = foal("boot", "--lockset", Guest.program("lock_orders"), order);
        assertEquals(1, cycles(result).size(), result.err());
    }

    @Test
    void ofThreadsOfAnotherLibraryTheSameIsKnown() throws Exception {
        String program = Glibc.program("lock_order", folder);
        assertEquals(List.of("one, other"), cycles(foal("boot", "--lockset", program, "crosswise")));
        assertEquals(NONE, foal("boot", "--lockset", program).err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"philosophers", "readers_writers", "spinlock"})
    void aRunIsTheSameWithAndWithout(String sample) {
        for (List<String> how : List.of(List.of("97", "1"), List.of("10000", "1"), List.of("500", "4"))) {
            String[] plain = {"strace", "-t", "--sched", "random", "--quantum", how.getFirst(), "--harts", how.getLast(), sample};
            String[] watched = {"strace", "-t", "--lockset", "--sched", "random", "--quantum", how.getFirst(), "--harts", how.getLast(), sample};
            Foal.Result one = foal(plain), other = foal(watched);
            assertEquals(one.out(), other.out());
            assertEquals(one.err() + NONE, other.err());
        }
    }

    @Test
    void itGoesTogetherWithLookingForRaces() {
        Foal.Result result = foal("boot", "--race", "--lockset", "--seed", "1", "philosophers_broken");
        assertEquals(1, cycles(result).size(), result.err());
        assertTrue(result.err().contains("foal: no data race\n"), result.err());
    }

    @Test
    void exploreTakesACycleForAFailureAndReplayShowsIt() {
        Foal.Result result = foal("explore", "--lockset", "--runs", "5", "--jobs", "1", Guest.program("lock_orders"), "crosswise");
        assertEquals(1, result.status());
        assertTrue(result.out().contains("lock-order cycle of one, other"), result.out());
        Matcher token = Pattern.compile("foal replay --lockset (\\S+) (\\S+) (\\S+)").matcher(result.out());
        assertTrue(token.find(), result.out());
        assertEquals(1, cycles(foal("replay", "--lockset", token.group(1), token.group(2), token.group(3))).size());
        assertEquals(0, foal("explore", "--lockset", "--runs", "5", "--jobs", "1", Guest.program("lock_orders"), "gate").status());
    }

    @Test
    void theHostsClockIsRefused() {
        assertEquals(2, foal("boot", "--lockset", "--clock", "host", "hello").status());
    }
}
