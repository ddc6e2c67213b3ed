package foal.tools;

import static foal.tools.Foal.foal;
import static org.junit.jupiter.api.Assertions.assertEquals;

import foal.tools.boot.Installation;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The bundled shell does with each script of src/test/scripts what dash does: NAME.out holds what that printed, and how
 * it ended. A script finds an empty folder in {@code $1}.
 */
class ShellTest {
    private static final Path SCRIPTS = Installation.find().home().resolve("tools/src/test/scripts");
    private static final int PATIENCE_SECONDS = 120;

    @TempDir
    private Path folder;

    static List<String> scripts() throws IOException {
        try (Stream<Path> files = Files.list(SCRIPTS)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".sh"))
                    .map(name -> name.substring(0, name.length() - 3)).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void aScriptPrintsWhatItShould(String script) throws IOException {
        Foal.Result result = foal("boot", "sh", "-c", "mkdir -p /tmp/empty\n" + text(script), "sh", "/tmp/empty");
        assertEquals(expected(script), result.out() + "exit status " + result.status() + "\n", result::err);
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void dashPrintsTheSame(String script) throws Exception {
        boolean isThere = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "dash")));
        Assumptions.assumeTrue(isThere, "dash is not installed");
        Path output = folder.resolve("output");
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Process process = new ProcessBuilder("dash", "-c", text(script), "sh", empty.toString())
                .directory(folder.toFile()).redirectInput(new File("/dev/null")).redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        boolean hasEnded = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertEquals(true, hasEnded);
        assertEquals(expected(script), Files.readString(output) + "exit status " + process.exitValue() + "\n");
    }

    private static String text(String script) throws IOException {
        return Files.readString(SCRIPTS.resolve(script + ".sh"));
    }

    private static String expected(String script) throws IOException {
        return Files.readString(SCRIPTS.resolve(script + ".out"));
    }
}
