package foal.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.kernel.Options.Terminals;
import foal.kernel.sched.Recording;
import foal.kernel.sched.SchedulingPolicy;
import foal.kernel.sched.Switch;
import foal.tools.boot.BootOptions;
import foal.tools.boot.Machine;
import foal.tools.cli.CommandLines;
import foal.tools.cli.MessageStream;
import foal.tools.cli.Streams;
import foal.tools.strace.Printer;
import foal.tools.strace.StraceOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.commons.cli.CommandLine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever watches a run changes nothing: the same tasks are interrupted after the same instructions. */
class InstrumentsTest {
    private static final int SEEDS = 3;

    @TempDir
    private Path folder;

    /**
     * What a run has done.
     *
     * @param switches of tasks, each after so many instructions, as far as another policy could have decided otherwise
     * @param contended instructions for which there was a choice
     */
    private record Run(int status, String out, List<Switch> switches, long contended) {}

    private static Run run(boolean withStrace, List<String> options, int harts, int seed, String policy, String... program) throws Exception {
        return run(OutputStream.nullOutputStream(), withStrace, options, harts, seed, policy, program);
    }

    private static Run run(OutputStream err, boolean withStrace, List<String> options, int harts, int seed, String policy, String... program)
            throws Exception {
        List<String> words = new ArrayList<>(List.of("--harts", "" + harts, "--seed", "" + seed, "--sched", policy, "--quantum", "120"));
        words.addAll(options);
        words.addAll(List.of(program));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Streams streams = new Streams(new ByteArrayInputStream("a line\n".getBytes(StandardCharsets.US_ASCII)), out,
                new MessageStream(err), Terminals.NONE, false);
        CommandLine line = CommandLines.parse(new StraceCommand(), words);
        BootOptions asked = BootOptions.of(line, streams);
        Recording decisions = new Recording(false);
        BootOptions recorded = new BootOptions(asked.machine().withPolicy(new SchedulingPolicy.Recorded(asked.machine().policy(), decisions)),
                asked.timeout(), asked.usesNetwork(), asked.reports(), asked.debug(), asked.program(), asked.arguments());
        int status;
        try (Printer printer = Printer.open(StraceOptions.of(line), streams)) {
            Machine.Preparation watch = printer::watch;
            status = Machine.run(recorded, streams, withStrace ? watch : _ -> { });
        }
        return new Run(status, out.toString(StandardCharsets.ISO_8859_1), decisions.script(), decisions.contended());
    }

    @ParameterizedTest
    @CsvSource({"race,1,random", "race,4,rr", "spinlock,1,rr", "lost_update_broken,1,random", "lost_update_broken,4,random",
        "philosophers_broken,1,random", "philosophers,4,fair", "pc_monitor,1,pct", "pc_mailbox,4,random", "forktree,1,random", "barrier_reuse,4,rr",
        "client_server,1,random", "fault,1,rr"})
    void theSameDecisionsAreMadeWithAndWithout(String sample, int harts, String policy) throws Exception {
        for (int seed = 1; seed <= SEEDS; seed++) {
            Run alone = run(false, List.of(), harts, seed, policy, sample);
            assertEquals(alone, run(true, List.of(), harts, seed, policy, sample), "--strace");
            assertEquals(alone, run(false, List.of("--trace", folder + "/t"), harts, seed, policy, sample), "--trace");
            assertEquals(alone, run(false, List.of("--race"), harts, seed, policy, sample), "--race");
            assertEquals(alone, run(false, List.of("--record", folder + "/r"), harts, seed, policy, sample), "--record");
            assertEquals(alone, run(true, List.of("--race", "--lockset", "--trace", folder + "/t", "--stats", "--watch-deadlocks", "-t"), harts, seed,
                    policy, sample), "all");
        }
    }

    /** The run while somebody looks at it in gdb's protocol, who hits breakpoints. */
    private static Run debug(boolean detaches, List<String> options, int harts, int seed, String policy, String... program) throws Exception {
        List<String> all = new ArrayList<>(List.of("--gdb", "0"));
        all.addAll(options);
        GdbClient.Announcement err = new GdbClient.Announcement();
        GdbWatcher watcher = new GdbWatcher(seed, detaches);
        CompletableFuture<Void> talk = err.whenListening(watcher);
        Run run = run(err, false, all, harts, seed, policy, program);
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
            Run alone = run(false, List.of(), harts, seed, policy, sample);
            assertEquals(alone, debug(true, List.of(), harts, seed, policy, sample), "--gdb");
            assertEquals(alone, debug(false, List.of(), harts, seed, policy, sample), "--gdb");
            assertEquals(alone, debug(true, List.of("--race", "--lockset", "--trace", folder + "/t"), harts, seed, policy, sample), "--gdb --race");
        }
    }

    @Test
    void aShellWithFilesIsTheSame() throws Exception {
        String[] script = {"sh", "-c", "cat; ls /bin | wc -l; sort /etc/passwd | head -2; (echo one) & wait; date"};
        Run alone = run(false, List.of(), 2, 1, "random", script);
        assertEquals(alone, run(true, List.of("--race", "--trace", folder + "/t", "--record", folder + "/r"), 2, 1, "random", script));
    }

    @Test
    void anotherSeedMakesOtherDecisions() throws Exception {
        Run one = run(false, List.of(), 1, 1, "random", "race");
        assertFalse(one.switches().isEmpty());
        assertNotEquals(one, run(false, List.of(), 1, 2, "random", "race"));
    }
}
