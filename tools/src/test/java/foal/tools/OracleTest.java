package foal.tools;

import static foal.tools.Foal.foal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.tools.boot.Installation;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Samples and guest tests, built against glibc by the distribution's compiler, do on Foal what they do on Linux: that is
 * on {@code qemu-riscv64}, which passes their system calls on to the host's kernel. Lines are compared as a set, since
 * the schedule may rightly differ.
 */
class OracleTest {
    private static final String COMPILER = "riscv64-linux-gnu-gcc", ORACLE = "qemu-riscv64";
    private static final Path USERLAND = Installation.find().home().resolve("userland");
    private static final int PATIENCE_SECONDS = 120;

    /** What these print depends on the schedule: which numbers, in which lines. */
    private static final Set<String> OUTPUT_DEPENDS_ON_SCHEDULE =
            Set.of("bakery", "hoare_mesa", "nice_inversion", "readers_writers", "sleeping_barber");

    @TempDir
    private static Path libraryFolder;

    @TempDir
    private Path folder;

    @BeforeAll
    static void theOracleIsInstalled() throws IOException, InterruptedException {
        for (String tool : List.of(COMPILER, ORACLE)) {
            boolean isThere = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                    .anyMatch(directory -> Files.isExecutable(Path.of(directory, tool)));
            Assumptions.assumeTrue(isThere, tool + " is not installed");
        }
        compileSyncLibrary();
    }

    /** Leaves the objects of userland/sync, which every program is linked with, in the folder of the library. */
    private static void compileSyncLibrary() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(COMPILER, "-O2", "-c", "-I", USERLAND.toString()));
        command.addAll(filesIn(USERLAND.resolve("sync"), ".c"));
        assertEquals(0, run(libraryFolder, libraryFolder.resolve("compiler.log"), command));
    }

    private static List<String> filesIn(Path directory, String suffix) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(Path::toString).filter(file -> file.endsWith(suffix)).sorted().toList();
        }
    }

    /** Without those that make calls of Foal's own, and those that fail, or wait for ever, on some schedules. */
    static List<String> samples() throws IOException {
        List<String> samples = new ArrayList<>();
        for (String sample : sources("samples")) {
            String text = Files.readString(USERLAND.resolve("samples").resolve(sample + ".c"));
            if (!sample.endsWith("_broken") && !text.contains("#include <foal.h>")) {
                samples.add(sample);
            }
        }
        return samples;
    }

    static List<String> guestTests() throws IOException {
        return sources("tests");
    }

    private static List<String> sources(String directory) throws IOException {
        try (Stream<Path> files = Files.list(USERLAND.resolve(directory))) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".c"))
                    .map(name -> name.substring(0, name.length() - 2)).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aSamplePrintsTheSame(String sample) throws Exception {
        Path program = build(USERLAND.resolve("samples").resolve(sample + ".c"));
        Foal.Result expected = oracle(program);
        Foal.Result actual = foal("boot", program.toString());
        assertEquals("", actual.err());
        if (!OUTPUT_DEPENDS_ON_SCHEDULE.contains(sample)) {
            assertEquals(withoutChance(expected.out()), withoutChance(actual.out()));
        }
        assertEquals(expected.status(), actual.status());
    }

    @ParameterizedTest
    @MethodSource("guestTests")
    void aGuestTestComesToTheSameVerdicts(String test) throws Exception {
        Path program = build(USERLAND.resolve("tests").resolve(test + ".c"));
        Foal.Result expected = settledOracle(program);
        Foal.Result actual = foal("boot", program.toString());
        List<String> passedThere = verdicts(expected, "ok ");
        List<String> passedHere = verdicts(actual, "ok ");
        passedThere.removeAll(verdicts(actual, "skip "));
        passedHere.removeAll(verdicts(expected, "skip "));
        assertEquals(passedThere, passedHere, () -> expected + "\n" + actual);
        assertEquals(List.of(), verdicts(actual, "not ok "), actual::toString);
        assertEquals(expected.status(), actual.status());
    }

    private Path build(Path source) throws IOException, InterruptedException {
        Path program = folder.resolve("program");
        List<String> command = new ArrayList<>(List.of(COMPILER, "-static", "-O2", "-I", USERLAND.toString(),
                "-I", source.getParent().toString(), source.toString(), "-o", program.toString()));
        command.addAll(filesIn(libraryFolder, ".o"));
        assertEquals(0, run(folder, folder.resolve("compiler.log"), command), () -> "compiling " + source);
        return program;
    }

    /**
     * On a busy host, what a test's child does there may overtake its parent: the signal that was to interrupt a wait comes before
     * the wait. What the oracle fails is asked of it again.
     */
    private Foal.Result settledOracle(Path program) throws IOException, InterruptedException {
        Foal.Result result = oracle(program);
        for (int again = 0; again < 3 && !verdicts(result, "not ok ").isEmpty(); again++) {
            result = oracle(program);
        }
        return result;
    }

    private Foal.Result oracle(Path program) throws IOException, InterruptedException {
        Path log = folder.resolve("oracle.log");
        int status = run(folder, log, List.of(ORACLE, program.toString()));
        return new Foal.Result(status, Files.readString(log), "");
    }

    private static int run(Path directory, Path log, List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).directory(directory.toFile())
                .redirectInput(new File("/dev/null")).redirectOutput(log.toFile()).redirectErrorStream(true).start();
        boolean hasEnded = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertTrue(hasEnded, () -> command + " does not end");
        return process.exitValue();
    }

    /** The lines of an output, without what depends on the schedule or on the process id. */
    private static List<String> withoutChance(String output) {
        return output.lines().map(line -> line
                .replaceAll("from process [0-9]+", "from process N")
                .replaceAll("got [0-9]+, lost [0-9]+", "some lost, or none")
                .replaceAll("[0-9]+ spins", "N spins")
                .replaceAll("full [0-9]+ times, empty [0-9]+ times", "full N times, empty N times")).sorted().toList();
    }

    private static List<String> verdicts(Foal.Result result, String verdict) {
        return result.out().lines().filter(line -> line.startsWith(verdict)).map(line -> line.substring(verdict.length()))
                .sorted().collect(Collectors.toCollection(ArrayList::new));
    }
}
