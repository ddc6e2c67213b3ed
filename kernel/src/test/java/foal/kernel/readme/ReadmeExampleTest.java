package foal.kernel.readme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.kernel.CallsChapter;
import foal.kernel.HostSide;
import foal.kernel.Kernel;
import foal.kernel.Options;
import foal.kernel.Outcome;
import foal.kernel.chapter.ChapterChoice;
import foal.kernel.file.Content;
import foal.kernel.tally.TallyCalls;
import foal.kernel.task.ExitStatus;
import foal.kernel.tty.HostStreams;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What README.md says about adding a system call is true to the letter. */
class ReadmeExampleTest {
    private final Path home = Path.of(System.getProperty("foal.home"));

    @TempDir
    private Path folder;

    @Test
    void theHandlerInTheReadmeIsTheOneThatIsCompiledHere() throws Exception {
        Path source = home.resolve("kernel/src/test/java/foal/kernel/tally/TallyCalls.java");
        assertEquals(Files.readString(source), block("java"));
    }

    @Test
    void theLineThatItIsToStandBelowIsThere() throws Exception {
        Path chapter = home.resolve("kernel/src/main/java/foal/kernel/core/SystemChapter.java");
        assertTrue(Files.readString(chapter).lines().anyMatch(line -> line.strip().equals("public void open(Core core) {")));
        assertTrue(readme().contains("below `public void open(Core core) {`"));
    }

    @Test
    void theProgramInTheReadmePrintsWhatItSays() throws Exception {
        Path source = Files.writeString(folder.resolve("tally.c"), block("c"));
        Path program = folder.resolve("tally");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        assertEquals(0, new ProcessBuilder(java, "@" + home.resolve("userland/target/cc.args"),
                source.toString(), "-o", program.toString()).inheritIO().start().waitFor());
        assertEquals("the tally is 15\n", output(program));
        assertTrue(readme().contains("prints `the tally is 15`"));
    }

    private static String output(Path program) throws Exception {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        HostStreams streams = new HostStreams() {
            @Override
            public void write(boolean toError, byte[] bytes, int length) {
                output.write(bytes, 0, length);
            }
        };
        try (Kernel kernel = new Kernel(Options.DEFAULT.withChapters(ChapterChoice.STANDARD.and(new CallsChapter(new TallyCalls()))),
                HostSide.live(streams, _ -> { }))) {
            kernel.files().addFile("/tally", 0555, Content.ofHostFile(program));
            assertEquals(Optional.empty(), kernel.boot("/tally", List.of("/tally")));
            Outcome.Ended ended = assertInstanceOf(Outcome.Ended.class, kernel.run());
            assertEquals(new ExitStatus.Exited(0), ended.status());
            assertEquals(Optional.empty(), kernel.shutDown());
        }
        return output.toString(StandardCharsets.UTF_8);
    }

    /** The text between the fences of README.md's code block in a language. */
    private String block(String language) throws Exception {
        String fence = "```" + language + "\n";
        String text = readme();
        int start = text.indexOf(fence) + fence.length();
        return text.substring(start, text.indexOf("```", start));
    }

    private String readme() throws Exception {
        return Files.readString(home.resolve("README.md"));
    }
}
