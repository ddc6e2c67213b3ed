package foal.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.tools.ObservedRun.Instrument;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever watches a run changes nothing: the same tasks are interrupted after the same instructions. */
class InstrumentsTest {
    private static final int SEEDS = 3;

    @TempDir
    private Path folder;

    private static List<String> machine(int harts, int seed, String policy) {
        return List.of("--harts", "" + harts, "--seed", "" + seed, "--sched", policy, "--quantum", "120");
    }

    @ParameterizedTest
    @CsvSource({"race,1,random", "race,4,rr", "spinlock,1,rr", "lost_update_broken,1,random", "lost_update_broken,4,random",
        "philosophers_broken,1,random", "philosophers,4,fair", "pc_monitor,1,pct", "pc_mailbox,4,random", "forktree,1,random", "barrier_reuse,4,rr",
        "client_server,1,random", "fault,1,rr"})
    void theSameDecisionsAreMadeWithAndWithout(String sample, int harts, String policy) throws Exception {
        for (int seed = 1; seed <= SEEDS; seed++) {
            List<String> machine = machine(harts, seed, policy);
            ObservedRun alone = ObservedRun.of(Instrument.NONE, machine, sample);
            for (Instrument instrument : Instrument.all(folder)) {
                assertEquals(alone, ObservedRun.of(instrument, machine, sample), instrument::toString);
            }
        }
    }

    /** The run while somebody looks at it in gdb's protocol, who hits breakpoints. */
    private static ObservedRun debug(boolean detaches, List<String> options, int seed, List<String> machine, String... program) throws Exception {
        List<String> all = new ArrayList<>(List.of("--gdb", "0"));
        all.addAll(options);
        GdbClient.Announcement err = new GdbClient.Announcement();
        GdbWatcher watcher = new GdbWatcher(seed, detaches);
        CompletableFuture<Void> talk = err.whenListening(watcher);
        ObservedRun run = ObservedRun.of(err, new Instrument(false, all), machine, program);
        talk.join();
        assertTrue(watcher.hits() > 0, "hits of breakpoints");
        return run;
    }

    @ParameterizedTest
    @CsvSource({"race,1,random", "race,4,rr", "spinlock,1,rr", "lost_update_broken,1,random", "lost_update_broken,4,random",
        "philosophers_broken,1,random", "philosophers,4,fair", "pc_monitor,1,pct", "pc_mailbox,4,random", "forktree,1,random", "barrier_reuse,4,rr",
        "client_server,1,random", "fault,1,rr"})
    void theSameDecisionsAreMadeInADebugger(String sample, int harts, String policy) throws Exception {
        for (int seed = 1; seed < SEEDS; seed++) {
            List<String> machine = machine(harts, seed, policy);
            ObservedRun alone = ObservedRun.of(Instrument.NONE, machine, sample);
            assertEquals(alone, debug(true, List.of(), seed, machine, sample), "--gdb");
            assertEquals(alone, debug(false, List.of(), seed, machine, sample), "--gdb");
            assertEquals(alone, debug(true, List.of("--race", "--lockset", "--trace", folder + "/t", "--stats"), seed, machine, sample), "--gdb --race");
        }
    }

    @Test
    void aShellWithFilesIsTheSame() throws Exception {
        String[] script = {"sh", "-c", "cat; ls /bin | wc -l; sort /etc/passwd | head -2; (echo one) & wait; date"};
        List<String> machine = machine(2, 1, "random");
        ObservedRun alone = ObservedRun.of(Instrument.NONE, machine, script);
        for (Instrument instrument : Instrument.all(folder)) {
            assertEquals(alone, ObservedRun.of(instrument, machine, script), instrument::toString);
        }
    }

    @Test
    void anotherSeedMakesOtherDecisions() throws Exception {
        ObservedRun one = ObservedRun.of(Instrument.NONE, machine(1, 1, "random"), "race");
        assertFalse(one.switches().isEmpty());
        assertNotEquals(one, ObservedRun.of(Instrument.NONE, machine(1, 2, "random"), "race"));
    }
}
