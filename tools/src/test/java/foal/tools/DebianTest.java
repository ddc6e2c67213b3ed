package foal.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;

import foal.tools.boot.Installation;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Debian's own binaries, as they are, run scripts on Foal. The scripts are in the resources; the first line of each is a
 * comment with the command that runs it, where {@code @} stands for the script. Beside each is what the host's
 * tool of the same name prints: where there is such a tool it is asked again.
 */
class DebianTest {
    private static final Path SCRIPTS = Installation.find().home().resolve("tools/src/test/resources/debian");
    private static final int PATIENCE_SECONDS = 60;

    static List<String> scripts() throws IOException {
        return ExpectedOutput.scripts(SCRIPTS);
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void aScriptPrintsWhatItPrintsOnLinux(String script) throws Exception {
        Foal.Result result = Foal.foal("boot", "--root", DebianRoot.get().toString(), "--bind", SCRIPTS + ":/scripts",
                "--env", "PATH=/usr/bin:/bin", "--env", "HOME=/root", "--cwd", "/tmp",
                "/bin/busybox", "sh", "-c", "exec " + command(script, "/scripts"));
        assertEquals(expected(script), result.out() + "exit " + result.status() + "\n", result::err);
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void theSameScriptPrintsTheSameOnTheHost(String script, @TempDir Path folder) throws Exception {
        String command = command(script, SCRIPTS.toString());
        Assumptions.assumeTrue(isOnTheHost(command.split(" ")[0]), () -> "no " + command.split(" ")[0] + " here");
        File output = folder.resolve("output").toFile();
        Path work = Files.createDirectory(folder.resolve("work"));
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", "exec " + command).directory(work.toFile())
                .redirectInput(new File("/dev/null")).redirectOutput(output).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        assertEquals(expected(script), Files.readString(output.toPath()) + "exit " + process.waitFor() + "\n");
    }

    private static String command(String script, String folder) throws IOException {
        String first = Files.readAllLines(SCRIPTS.resolve(script)).getFirst();
        return first.replaceFirst("^(#|--) ", "").replace("@", folder + "/" + script);
    }

    private static String expected(String script) throws IOException {
        return ExpectedOutput.of(SCRIPTS.resolve(script));
    }

    /** A busybox must be one that takes its own applets before other programs, as Debian's static one does. */
    private static boolean isOnTheHost(String tool) throws IOException, InterruptedException {
        String question = tool.equals("busybox") ? "busybox sh -c 'PATH=/nowhere; ls /' > /dev/null 2>&1"
                : "command -v " + tool + " > /dev/null";
        return new ProcessBuilder("sh", "-c", question).start().waitFor() == 0;
    }
}
