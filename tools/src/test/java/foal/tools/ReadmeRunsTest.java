package foal.tools;

import static foal.tools.Foal.foal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.tools.boot.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens and times that README.md shows are those of these programs. */
class ReadmeRunsTest {
    @TempDir
    private Path folder;

    private static String readme() throws IOException {
        return Files.readString(Installation.find().home().resolve("README.md"));
    }

    private static List<MatchResult> inReadme(String pattern) throws IOException {
        List<MatchResult> found = Pattern.compile(pattern, Pattern.MULTILINE).matcher(readme()).results().toList();
        assertFalse(found.isEmpty(), pattern);
        return found;
    }

    @Test
    void tokensRepeatFailures() throws IOException {
        for (MatchResult replay : inReadme("foal replay (foal1/\\S+) (\\w+)$")) {
            assertEquals(1, foal("replay", replay.group(1), replay.group(2)).status(), replay.group());
        }
    }

    @Test
    void linesOfTheTimelineAreInIt() throws IOException {
        Path file = folder.resolve("run.json");
        assertEquals(0, foal("boot", "--trace", file.toString(), "pc_pipe").status());
        Set<String> lines = Files.readAllLines(file).stream().collect(Collectors.toSet());
        for (MatchResult line : inReadme("^    (,\\{\"ph.*)$")) {
            assertTrue(lines.contains(line.group(1)), line.group(1));
        }
    }

    @Test
    void linesOfTheDeadlockAreInItsReport() throws IOException {
        String report = foal("boot", "--sched", "random", "--quantum", "50", "--seed", "1", "philosophers_broken").err();
        for (MatchResult line : inReadme("^    (foal: .*waits for a futex, since .*)$")) {
            assertTrue(report.contains(line.group(1) + "\n"), line.group(1) + "\n" + report);
        }
    }

    @Test
    void racesLoseTheUpdatesThatItSays() throws IOException {
        assertTrue(readme().contains("boot race\n    " + foal("boot", "race").out()));
        assertTrue(readme().contains("boot --seed 7 race\n    " + foal("boot", "--seed", "7", "race").out()));
    }
}
