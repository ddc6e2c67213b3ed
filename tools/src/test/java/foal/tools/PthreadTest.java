package foal.tools;

import static foal.tools.Foal.foal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.tools.boot.Installation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Threads of C libraries that know nothing of Foal: programs of src/test/pthread with glibc and with musl. */
class PthreadTest {
    private static final String MUSL = "usr/lib/riscv64-linux-musl", MUSL_HEADERS = "usr/include/riscv64-linux-musl";
    private static final Path SOURCES = Installation.find().home().resolve("tools/src/test/pthread");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"locks, 10000", "locks, 100", "lifetimes, 10000", "lifetimes, 100", "notices, 10000", "notices, 100"})
    void allBehavioursOfGlibcsThreadsHold(String name, String quantum) throws Exception {
        assertAllBehavioursHold(foal("boot", "--quantum", quantum, Glibc.program(name, folder)));
    }

    @ParameterizedTest
    @CsvSource({"locks, 10000", "locks, 100", "lifetimes, 10000", "lifetimes, 100", "notices, 10000", "notices, 100"})
    void allBehavioursOfMuslsThreadsHold(String name, String quantum) throws Exception {
        Path root = DebianRoot.get();
        Path library = root.resolve(MUSL);
        Assumptions.assumeTrue(Files.isDirectory(library), "musl is not in " + root);
        String object = folder.resolve(name + ".o").toString();
        run(compiler("-c", "-I", root.resolve(MUSL_HEADERS).toString(), SOURCES.resolve(name + ".c").toString(), "-o", object));
        // Foal's compiler would link with Foal's own library: its linker is called by itself.
        String linker = run(compiler("-print-prog-name=ld.lld")).strip();
        run(List.of(linker, "-dynamic-linker", "/lib/ld-musl-riscv64.so.1", "-L" + library, library.resolve("crt1.o").toString(),
                library.resolve("crti.o").toString(), object, "-lc", library.resolve("crtn.o").toString(),
                "-o", folder.resolve(name).toString()));
        assertAllBehavioursHold(foal("boot", "--quantum", quantum, "--root", root.toString(),
                "--bind", folder + ":/programs", "/programs/" + name));
    }

    private static void assertAllBehavioursHold(Foal.Result result) {
        assertFalse(result.out().contains("not ok"), result::toString);
        assertTrue(result.out().contains("ok "), result::toString);
        assertEquals(0, result.status(), result::toString);
    }

    private static List<String> compiler(String... arguments) throws foal.tools.cli.Failure {
        List<String> command = new ArrayList<>(Installation.find().compiler());
        command.addAll(List.of(arguments));
        return command;
    }

    /** Runs a command of the host's. @return what it printed */
    private static String run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), () -> command + ": " + output);
        return output;
    }
}
