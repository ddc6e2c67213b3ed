package foal.cpu.unicorn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example in this module's README does what is said there. */
class CpuReadmeTest {
    private static final Path MODULE = Path.of(System.getProperty("foal.home"), "cpu");

    @Test
    void theExampleRunsAsItStands(@TempDir Path folder) throws Exception {
        String readme = Files.readString(MODULE.resolve("README.md"));
        int start = readme.indexOf("```java\n") + "```java\n".length();
        Path source = Files.writeString(folder.resolve("Sum.java"), readme.substring(start, readme.indexOf("```", start)));
        Process java = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-Dfoal.home=" + MODULE.getParent(),
                "-cp", MODULE.resolve("target/classes").toString(), source.toString()).redirectErrorStream(true).start();
        String output = new String(java.getInputStream().readAllBytes());
        assertEquals("55\n", output);
        assertEquals(0, java.waitFor());
        assertTrue(readme.contains("prints `55`"));
    }
}
