package foal.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;

import foal.tools.cli.ShellWords;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is printed for a shell is read by it as it was meant. */
class ShellWordsTest {
    @Test
    void aShellSplitsTheLineIntoTheSameWords() throws Exception {
        List<String> words = List.of("plain", "mein prog.c", "$HOME", "it's", "", "-DX='a b'", "a;b|c", "*", "\"", "ä", "a\nb", "--env", "K=V");
        Process shell = new ProcessBuilder("sh", "-c", "printf '%s\\0' " + ShellWords.line(words)).start();
        String printed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, shell.waitFor());
        assertEquals(words, List.of(printed.substring(0, printed.length() - 1).split("\0", -1)));
    }

    @Test
    void wordsWithoutAnythingSpecialStayAsTheyAre() {
        assertEquals("foal replay foal1/0/1 a.c -O0 x=1", ShellWords.line(List.of("foal", "replay", "foal1/0/1", "a.c", "-O0", "x=1")));
    }
}
