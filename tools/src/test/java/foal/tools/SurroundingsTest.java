package foal.tools;

import static foal.tools.Foal.foal;
import static foal.tools.Guest.program;
import static org.junit.jupiter.api.Assertions.assertEquals;

import foal.kernel.tty.Terminals;
import org.junit.jupiter.api.Test;

/** What a program is given: arguments, environment, working directory, terminals. */
class SurroundingsTest {
    @Test
    void argumentsPassUntouched_AlsoThoseThatLookLikeOptions() {
        assertEquals("""
                Hello from process 2
                argument 1 is "--seed"
                argument 2 is "x"
                argument 3 is ""
                argument 4 is ""quoted""
                argument 5 is "--"
                argument 6 is "--help"
                """, foal("boot", "--seed", "1", "hello", "--seed", "x", "", "\"quoted\"", "--", "--help").out());
    }

    @Test
    void twoDashesEndTheOptions() {
        assertEquals(127, foal("boot", "--", "--seed").status());
        assertEquals(0, foal("boot", "--", "hello").status());
    }

    @Test
    void argumentsAreUtf8() {
        assertEquals("195 164 226 130 172 \n", foal("boot", program("bytes"), "ä€").out());
    }

    @Test
    void byDefaultThereIsLittle() {
        assertEquals("/\nHOME=/\nPATH=/bin\nTERM=dumb\nterminals: 000\n", foal("boot", "--no-cwd", program("surroundings")).out());
    }

    @Test
    void environmentAndWorkingDirectoryCanBeChosen() {
        assertEquals("/bin\nEMPTY=\nHOME=/bin\nLONG=a=b c\nPATH=/bin\nTERM=dumb\nterminals: 000\n",
                foal("boot", "--cwd", "/bin/../bin/", "--env", "HOME=/bin", "--env", "LONG=a=b c", "--env", "EMPTY=",
                        program("surroundings")).out());
    }

    @Test
    void whatIsATerminalIsATerminal() {
        String out = Foal.withTerminals(new Terminals(true, false, true)).run("boot", program("surroundings")).out();
        assertEquals("terminals: 101", out.lines().reduce((_, last) -> last).orElse(""));
    }
}
