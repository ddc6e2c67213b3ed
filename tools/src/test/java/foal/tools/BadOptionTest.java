package foal.tools;

import static foal.tools.Foal.foal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Options that make no sense: a line that says so, the usage, and exit status 2. */
class BadOptionTest {
    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', delimiter = '|', value = {
        "--call-cost -1 | --call-cost -1: must be at least 0",
        "--call-cost 1000001 | --call-cost 1000001: must be at most 1000000",
        "--quantum 0 | --quantum 0: must be at least 1",
        "--quantum -5 | --quantum -5: must be at least 1",
        "--quantum many | --quantum many: must be a whole number",
        "--quantum 9999999999999999999 | --quantum 9999999999999999999: must be at most 9223372036854775807",
        "--seed x | --seed x: must be a whole number",
        "--mem 1K | --mem 1K: the machine needs at least 1M",
        "--mem 0 | --mem 0: the machine needs at least 1M",
        "--mem 100T | --mem 100T: the machine can have at most 64G",
        "--mem 999999999999999T | --mem 999999999999999T: the machine can have at most 64G",
        "--mem x | --mem x: must be a size such as 64M or 1G",
        "--mem -1M | --mem -1M: must be a size such as 64M or 1G",
        "--clock foo | --clock foo: must be virtual or host",
        "--sched best | --sched best: there is no such policy",
        "--timeout -1 | --timeout -1: must be more than 0 and at most 1000000000",
        "--timeout 0 | --timeout 0: must be more than 0 and at most 1000000000",
        "--timeout soon | --timeout soon: must be a number of seconds",
        "--cwd /nowhere | --cwd /nowhere: the guest has no such directory",
        "--cwd /bin/hello | --cwd /bin/hello: the guest has no such directory",
        "--cwd /proc/self/exe | --cwd /proc/self/exe: the guest has no such directory",
        "--cwd bin | --cwd bin: the guest has no such directory",
        "--env NAME | --env NAME: must be NAME=VALUE",
        "--env =VALUE | --env =VALUE: must be NAME=VALUE",
        "--harts 0 | --harts 0: must be at least 1",
        "--harts 17 | --harts 17: must be at most 16",
        "--race --clock host | --race: needs --clock virtual",
        "--lockset --clock host | --lockset: needs --clock virtual",
        "--gdb here | --gdb here: must be a whole number",
        "--gdb -1 | --gdb -1: must be at least 0",
        "--gdb 65536 | --gdb 65536: must be at most 65535",
        "--see 1 | unknown option --see; did you mean --seed?",
        "--hart=3 | unknown option --hart=3; did you mean --harts?",
        "-x | unknown option -x; if it is the compiler's: --cc=-x"})
    void isExplainedInOneLine(String options, String message) {
        List<String> words = new ArrayList<>(List.of("boot"));
        words.addAll(List.of(options.split(" ")));
        words.add("hello");
        Foal.Result result = foal(words.toArray(String[]::new));
        assertEquals(2, result.status());
        assertEquals("", result.out());
        assertEquals("foal: " + message, result.err().lines().findFirst().orElse(""));
        assertTrue(result.err().contains("\nusage: foal boot"), result.err());
    }

    @Test
    void anOptionWithoutItsValueIsExplained() {
        assertEquals("foal: option --seed needs a value", foal("boot", "--seed").err().lines().findFirst().orElse(""));
    }

    @ParameterizedTest
    @CsvSource({"boot,--root,folder", "boot,--trace,file", "boot,--record,file", "boot,--plugins,folder", "strace,--output,file", "explore,--json,file",
        "explore,--expect,file"})
    void anEmptyNameIsNotTheFolderThatWeAreIn(String command, String option, String what) {
        Foal.Result result = foal(command, option, "", "hello");
        assertEquals("foal: option " + option + ": the name of the " + what + " is empty", result.err().lines().findFirst().orElse(""));
        assertEquals(2, result.status());
        assertEquals(2, foal("replay", "").status());
    }

    @Test
    void straceNeedsAProgram() {
        assertEquals("foal: no PROGRAM to trace; foal list shows the samples", foal("strace").err().lines().findFirst().orElse(""));
        assertEquals(2, foal("strace", "--seed", "1").status());
    }

    @Test
    void theLastOfTwoValuesCounts() {
        assertEquals(0, foal("boot", "--quantum", "0", "--quantum", "5000", "hello").status());
    }

    @Test
    void theLeastMemoryIsEnoughToStart_OrTheProgramIsRefused() {
        Foal.Result result = foal("boot", "--mem", "1M", "hello");
        assertTrue(result.status() == 0 || result.status() == 126, result.toString());
    }
}
