package foal.tools;

import static foal.tools.Foal.foal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.tools.boot.Installation;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Threads of a C library that knows nothing of Foal: programs of src/test/pthread with the distribution's glibc. */
class PthreadTest {
    private static final String COMPILER = "riscv64-linux-gnu-gcc";
    private static final Path SOURCES = Installation.find().home().resolve("tools/src/test/pthread");

    @TempDir
    private Path folder;

    @BeforeAll
    static void theCompilerIsInstalled() {
        boolean isThere = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, COMPILER)));
        Assumptions.assumeTrue(isThere, COMPILER + " is not installed");
    }

    @ParameterizedTest
    @CsvSource({"locks, 10000", "locks, 100", "lifetimes, 10000", "lifetimes, 100"})
    void allBehavioursOfAThreadedProgramHold(String name, String quantum) throws IOException, InterruptedException {
        Path program = folder.resolve(name);
        Process compiler = new ProcessBuilder(COMPILER, "-static", "-O2", "-pthread", SOURCES.resolve(name + ".c").toString(),
                "-o", program.toString()).inheritIO().start();
        assertEquals(0, compiler.waitFor(), () -> "compiling " + name);
        Foal.Result result = foal("boot", "--quantum", quantum, program.toString());
        assertFalse(result.out().contains("not ok"), result::toString);
        assertTrue(result.out().contains("ok "), result::toString);
        assertEquals(0, result.status(), result::toString);
    }
}
