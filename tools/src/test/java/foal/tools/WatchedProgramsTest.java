package foal.tools;

import static foal.tools.Foal.foal;
import static org.junit.jupiter.api.Assertions.assertEquals;

import foal.tools.ObservedRun.Instrument;
import foal.tools.boot.Installation;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** All samples, and programs with the GNU C library, make the same decisions at the same times whichever instruments watch them. */
class WatchedProgramsTest {
    private static final List<String> POLICIES = List.of("rr", "random", "pct");
    /** Programs of src/test: threads, and calls that tell which pages are in memory or what time has passed. */
    private static final List<String> GLIBC = List.of("pthread/clock", "pthread/turns", "pthread/locks", "pthread/lock_order",
            "pthread/lifetimes", "pthread/notices", "faults/mincore", "faults/memory_usage", "faults/leader_state",
            "faults/process_rules", "faults/single_store");

    @TempDir
    private Path folder;

    static List<String> samples() throws foal.tools.cli.Failure {
        return List.copyOf(Installation.find().samples().keySet());
    }

    private String glibc(String name) throws Exception {
        return Glibc.compile(Installation.find().home().resolve("tools/src/test").resolve(name + ".c"), folder);
    }

    private static List<String> machine(int harts, String policy) {
        return List.of("--harts", "" + harts, "--sched", policy, "--quantum", "997");
    }

    /** One of the policies for each program, so that each has many. */
    private static String policyFor(String program) {
        return POLICIES.get(Math.floorMod(program.hashCode(), POLICIES.size()));
    }

    private static void assertTheSame(List<Instrument> instruments, List<String> machine, String program) throws Exception {
        ObservedRun alone = ObservedRun.of(Instrument.NONE, machine, program);
        for (Instrument instrument : instruments) {
            assertEquals(alone, ObservedRun.of(instrument, machine, program), () -> program + " on " + machine + " with " + instrument);
        }
    }

    private void assertTheSameOnAllMachines(String program) throws Exception {
        for (String policy : POLICIES) {
            assertTheSame(Instrument.all(folder), machine(1, policy), program);
        }
        assertTheSame(List.of(Instrument.together(folder)), machine(4, policyFor(program)), program);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aSampleIsTheSameUnderAllInstrumentsTogether(String sample) throws Exception {
        assertTheSame(List.of(Instrument.together(folder)), machine(1, policyFor(sample)), sample);
    }

    @ParameterizedTest
    @FieldSource("GLIBC")
    void aGlibcProgramIsTheSameUnderAllInstrumentsTogether(String name) throws Exception {
        assertTheSame(List.of(Instrument.together(folder)), machine(1, policyFor(name)), glibc(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pthread/clock", "pthread/turns"})
    void aGlibcProgramIsTheSameUnderEachInstrument(String name) throws Exception {
        assertTheSame(Instrument.all(folder), machine(1, policyFor(name)), glibc(name));
    }

    @Tag("campaign")
    @ParameterizedTest
    @MethodSource("samples")
    void aSampleIsTheSameOnAllMachines(String sample) throws Exception {
        assertTheSameOnAllMachines(sample);
    }

    @Tag("campaign")
    @ParameterizedTest
    @FieldSource("GLIBC")
    void aGlibcProgramIsTheSameOnAllMachines(String name) throws Exception {
        assertTheSameOnAllMachines(glibc(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lost_update_broken", "philosophers_broken"})
    void aTokenRepeatsAFailureUnderEachInstrument(String sample) {
        String report = foal("explore", "--runs", "60", sample).out();
        assertReplaysTheSame(report.substring(report.indexOf("foal1/")).split("\\s")[0], sample);
    }

    @Test
    void aRecordingIsRepeatedUnderEachInstrument() throws Exception {
        String recording = folder + "/recorded";
        foal("boot", "--sched", "random", "--quantum", "997", "--record", recording, glibc("pthread/turns"));
        assertReplaysTheSame(recording);
    }

    private void assertReplaysTheSame(String... words) {
        Foal.Result alone = replay(List.of(), words);
        for (Instrument instrument : Instrument.all(folder)) {
            if (!instrument.options().contains("--record")) {
                Foal.Result watched = replay(instrument.withStrace() ? List.of("--strace") : instrument.options(), words);
                assertEquals(alone.out(), watched.out(), instrument::toString);
                assertEquals(alone.status(), watched.status(), watched::toString);
            }
        }
        Foal.Result watched = replay(List.of("--strace", "--stats", "--lockset", "--race", "--watch-deadlocks", "--trace", folder + "/trace"), words);
        assertEquals(List.of(alone.status(), alone.out()), List.of(watched.status(), watched.out()));
    }

    private static Foal.Result replay(List<String> options, String... words) {
        String[] all = new String[1 + options.size() + words.length];
        all[0] = "replay";
        System.arraycopy(options.toArray(), 0, all, 1, options.size());
        System.arraycopy(words, 0, all, 1 + options.size(), words.length);
        return foal(all);
    }
}
