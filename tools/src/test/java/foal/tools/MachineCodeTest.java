package foal.tools;

import static foal.tools.Foal.foal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.tools.ObservedRun.Instrument;
import foal.tools.boot.Installation;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With machine code of ours and without it, as on other hosts, programs and reports are the same: that makes tokens exchangeable. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class MachineCodeTest {
    private static final String PROPERTY = "foal.machine-code";
    private static final List<String> POLICIES = List.of("rr", "random", "pct");
    private static final int SEEDS = 3;

    @TempDir
    private Path folder;

    static List<String> samples() throws foal.tools.cli.Failure {
        return List.copyOf(Installation.find().samples().keySet());
    }

    private static <T> T with(String machineCode, Callable<T> action) throws Exception {
        String before = System.getProperty(PROPERTY);
        System.setProperty(PROPERTY, machineCode);
        try {
            return action.call();
        } finally {
            if (before == null) {
                System.clearProperty(PROPERTY);
            } else {
                System.setProperty(PROPERTY, before);
            }
        }
    }

    private static <T> void assertSame(Callable<T> action, String what) throws Exception {
        assertEquals(with("on", action), with("off", action), what);
    }

    private static List<String> machine(String policy, int seed, int harts) {
        return List.of("--sched", policy, "--seed", "" + seed, "--quantum", "499", "--harts", "" + harts);
    }

    /** A run with all that can be told of it: calls with their times, the event trace, races, lock order and statistics. */
    private record Everything(ObservedRun run, String told, String trace) {}

    private Everything watched(List<String> machine, String program) throws Exception {
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        ObservedRun run = ObservedRun.of(told, Instrument.together(folder), machine, program);
        return new Everything(run, told.toString(), Files.readString(folder.resolve("trace")));
    }

    private void assertSameRuns(String sample, String policy, int seed) throws Exception {
        List<String> machine = machine(policy, seed, 1);
        assertSame(() -> ObservedRun.of(Instrument.NONE, machine, sample), sample + " " + machine);
    }

    private void assertSameReports(String sample, List<String> machine) throws Exception {
        assertSame(() -> watched(machine, sample), sample + " " + machine);
    }

    @ParameterizedTest
    @CsvSource({"hello, rr", "fault, rr", "lost_update_broken, random", "philosophers_broken, random", "double_checked_broken, rr",
        "aba_broken, pct", "pc_monitor, pct", "client_server, random", "barrier_reuse_broken, random", "peterson_broken, rr"})
    void aSampleRunsTheSame(String sample, String policy) throws Exception {
        assertSameRuns(sample, policy, 1);
        assertSameReports(sample, machine(policy, 2, 1));
        assertSameReports(sample, machine(policy, 3, 2));
    }

    @Tag("campaign")
    @ParameterizedTest
    @MethodSource("samples")
    void everySampleRunsTheSame(String sample) throws Exception {
        for (String policy : POLICIES) {
            for (int seed = 1; seed <= SEEDS; seed++) {
                assertSameRuns(sample, policy, seed);
            }
            assertSameReports(sample, machine(policy, 1, 1));
        }
    }

    private static String explore(String... options) {
        String[] words = new String[options.length + 1];
        words[0] = "explore";
        System.arraycopy(options, 0, words, 1, options.length);
        return foal(words).out().replaceFirst(" in [0-9.]+ s \\([0-9]+/s\\)", "");
    }

    @Test
    void schedulesThatFailAreTheSame() throws Exception {
        assertSame(() -> explore("--runs", "60", "lost_update_broken"), "random schedules");
        assertSame(() -> explore("--runs", "20", "--race", "--lockset", "philosophers_broken"), "with instruments");
        assertSame(() -> explore("--exhaustive", "lost_update_broken"), "all schedules");
        assertSame(() -> explore("--runs", "20", "--harts", "2", "lost_update_broken"), "two harts");
    }

    @ParameterizedTest
    @ValueSource(strings = {"on", "off"})
    void aTokenIsRepeatedOnTheOtherKindOfHost(String found) throws Exception {
        String report = with(found, () -> explore("--runs", "60", "lost_update_broken"));
        String token = report.substring(report.indexOf("foal1/")).split("\\s")[0];
        Foal.Result there = with(found, () -> foal("replay", "--strace", token, "lost_update_broken"));
        Foal.Result here = with(found.equals("on") ? "off" : "on", () -> foal("replay", "--strace", token, "lost_update_broken"));
        assertEquals(there, here);
        assertEquals(1, here.status());
        assertTrue(here.err().contains("futex("), here.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"on", "off"})
    void aRecordingIsRepeatedOnTheOtherKindOfHost(String recorded) throws Exception {
        String recording = folder + "/recorded";
        Foal.Result there = with(recorded, () -> foal("boot", "--sched", "random", "--record", recording, "race"));
        assertEquals(there, with(recorded.equals("on") ? "off" : "on", () -> foal("replay", recording)));
    }
}
