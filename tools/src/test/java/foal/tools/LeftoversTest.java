package foal.tools;

import static foal.tools.Foal.foal;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What passes through the kernel leaves nothing behind in it, and comes out as it went in. */
class LeftoversTest {
    /** Prints how much memory is free, how many processes there are, and how many files the shell has open. */
    private static final String COUNT = """
            count() {
                grep MemFree /proc/meminfo
                ls /proc | grep -c '^[0-9]'
                ls /proc/$$/fd | wc -l
            }
            count > /dev/null
            """;

    @TempDir
    private Path folder;

    @Test
    void twoThousandProcessesOneAfterTheOtherLeaveNothingBehind() {
        assertLeavesNothing("i=0; while [ $i -lt 2000 ]; do /bin/true; i=$((i+1)); done");
    }

    @Test
    void fiveHundredProcessesAtOnceLeaveNothingBehind() {
        assertLeavesNothing("i=0; while [ $i -lt 500 ]; do sleep 1000 & i=$((i+1)); done; wait");
    }

    private static void assertLeavesNothing(String script) {
        // In a shell of its own: what that has learnt and allocated goes with it.
        String command = COUNT + "(/bin/true; sleep 0 & wait)\ncount\n(" + script + ")\ncount";
        Foal.Result result = foal("boot", "sh", "-c", command);
        assertEquals(0, result.status(), result::toString);
        String[] lines = result.out().split("\n");
        assertEquals(6, lines.length, result::toString);
        for (int i = 0; i < 3; i++) {
            assertEquals(lines[i], lines[i + 3], result::toString);
        }
    }

    @Test
    void sixtyFourMebibytesPassPipesAndFilesUnchanged() throws Exception {
        byte[] bytes = new byte[64 << 20];
        new Random(64).nextBytes(bytes);
        Path in = Files.createDirectory(folder.resolve("in")), out = Files.createDirectory(folder.resolve("out"));
        Files.write(in.resolve("file"), bytes);
        Foal.Result result = foal("boot", "--bind", in + ":/in", "--bind", out + ":/out:rw", "sh", "-c",
                "cat /in/file | cat | cat > /tmp/copy && cp /tmp/copy /tmp/again && cp /tmp/again /out/file");
        assertEquals(new Foal.Result(0, "", ""), result);
        assertEquals(-1, Files.mismatch(in.resolve("file"), out.resolve("file")));
    }
}
