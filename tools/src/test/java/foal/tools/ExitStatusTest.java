package foal.tools;

import static foal.tools.Foal.foal;
import static foal.tools.Guest.program;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.kernel.tty.Terminals;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of exit statuses, row by row; those for bad programs are in {@link BadProgramTest}. */
class ExitStatusTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 42, 125, 255})
    void theProgramsOwnStatusIsPassedOn(int status) {
        assertEquals(new Foal.Result(status, "", ""), foal("boot", program("end"), "exit", Integer.toString(status)));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', value = {"9,SIGKILL (Killed)", "15,SIGTERM (Terminated)", "40,SIGRT_8"})
    void aSignalThatKillsIt_Gives128PlusItsNumber(int signal, String text) {
        Foal.Result result = foal("boot", program("end"), "signal", Integer.toString(signal));
        assertEquals(new Foal.Result(128 + signal, "", "foal: pid 2 (end) was killed by " + text + "\n"), result);
    }

    @Test
    void aFaultIsToldOfWithItsAddressAndItsPlace() {
        Foal.Result result = foal("boot", program("crash"));
        assertEquals(128 + 11, result.status());
        assertTrue(result.err().matches("foal: pid 2 \\(crash\\) was killed by SIGSEGV \\(Segmentation fault\\), at address 0x18\n"
                + "foal:   at store \\(.*crash\\.c:7\\)\nfoal:   at main \\(.*crash\\.c:14\\)\n(?s).*"), result.err());
    }

    @Test
    void abortIsToldOfWithItsPlace() {
        Foal.Result result = foal("boot", program("crash"), "abort");
        assertEquals(128 + 6, result.status());
        assertTrue(result.err().matches("(?s)foal: pid 2 \\(crash\\) was killed by SIGABRT \\(Aborted\\)\nfoal:   at .*"
                + "at main \\([^\n]*crash\\.c:13\\)\n.*"), result.err());
    }

    @Test
    void aDeadlockGives123_AndTellsWhoWaitsForWhat() {
        Foal.Result result = foal("boot", program("deadlock"));
        assertEquals(123, result.status());
        assertTrue(result.err().startsWith("foal: deadlock"), result.err());
        assertTrue(result.err().contains("pid 2 (deadlock) is in read"), result.err());
        assertTrue(result.err().contains("pid 3 (deadlock) is in read"), result.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"virtual", "host"})
    void theTimeoutGives124_AlsoForAProgramThatLoops(String clock) {
        Foal.Result result = Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20),
                () -> foal("boot", "--clock", clock, "--timeout", "0.3", program("loop")));
        assertEquals(124, result.status());
        assertTrue(result.err().matches("foal: stopped: the time of --timeout is up\nfoal:   pid 2 \\(loop\\) runs, in main \\(loop.c:[0-9]+\\).*\n"),
                result.err());
    }

    @Test
    void whatFoalSaysBeginsOnALineOfItsOwn() {
        String[] loop = {"boot", "--timeout", "0.3", program("loop"), "no end of the line"};
        assertEquals("no end of the line\nfoal: stopped: the time of --timeout is up", firstLines(foal(loop).err()));
        assertEquals("\nfoal: stopped: the time of --timeout is up", firstLines(Foal.withTerminals(new Terminals(false, true, true)).run(
                "boot", "--timeout", "0.3", program("loop"), "no end of the line", "on standard output").err()));
    }

    private static String firstLines(String text) {
        return text.lines().limit(2).collect(Collectors.joining("\n"));
    }

    @Test
    void theTimeoutAlsoEndsASleepByTheHostsClock() {
        assertEquals(124, foal("boot", "--clock", "host", "--timeout", "0.3", program("nap"), "100000").status());
    }

    @Test
    void theTimeoutDoesNotDelayOrChangeAProgramThatEndsBefore() {
        assertEquals(new Foal.Result(3, "", ""), foal("boot", "--timeout", "1000", program("end"), "exit", "3"));
    }

    @Test
    void processesThatSurviveTheProgramAreKilledAndNamed() {
        assertEquals(new Foal.Result(7, "", "foal: killed what was still running when the program ended: 3 (survivor)\n"),
                foal("boot", program("survivor")));
    }

    @Test
    void noSuchProgramGives127() {
        assertEquals(new Foal.Result(127, "", "foal: nonesuch: no such file and no such sample; foal list shows the samples\n"),
                foal("boot", "nonesuch"));
        assertEquals(new Foal.Result(127, "", "foal: ./nonesuch: no such file\n"), foal("boot", "./nonesuch"));
        assertEquals(127, foal("boot", "nonesuch.c").status());
        assertEquals(127, foal("boot", "").status());
        assertEquals(127, foal("boot", "/etc/passwd/program").status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "explode", "--explode"})
    void wrongUsageGives2(String words) {
        Foal.Result result = words.isEmpty() ? foal() : foal(words.split(" "));
        assertEquals(2, result.status());
        assertEquals("", result.out());
        assertTrue(result.err().contains("usage: foal"), result.err());
    }
}
