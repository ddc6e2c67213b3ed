package foal.tools;

import static foal.tools.Foal.foal;
import static foal.tools.Guest.program;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class StatisticsTest {
    @Test
    void theReportSaysHowEachTaskHasSpentItsTime() {
        Foal.Result result = foal("boot", "--stats", program("stuck_pair"));
        assertTrue(result.err().startsWith("foal: stats: the run took 3.0"), result.err());
        assertTrue(result.err().matches("(?s).*pid 2 \\(stuck_pair\\): running 0\\.0\\d+ ms, ready 0\\.0\\d+ ms, blocked 3\\.0\\d+ ms "
                + "\\([^\\n]*time to pass 3\\.000000 ms\\)\\n.*longest wait 1\\.000000 ms in nanosleep.*"), result.err());
        assertTrue(result.err().matches("(?s).*pid 3 \\(stuck_pair\\): [^\\n]*\\(a pipe to be written to 3\\.\\d+ ms\\)\\n.*"), result.err());
    }

    @Test
    void whoWasReadyForLongerThanTheThresholdIsSaidToStarve() {
        String starving = "starving: it could have run for ";
        assertFalse(foal("boot", "--stats", "spinlock").err().contains(starving));
        assertTrue(foal("boot", "--stats", "--quantum", "100000000", "--starvation", "1", "spinlock").err().contains(starving));
    }

    @Test
    void theReportSaysHowOftenEachTaskTookALockAndHowOftenItSpun() {
        Foal.Result result = foal("boot", "--stats", "spinlock");
        Matcher told = Pattern.compile("process \\d: (\\d+ acquisitions, \\d+ spins)\n").matcher(result.out());
        for (int pid = 3; pid <= 4; pid++) {
            assertTrue(told.find(), result.out());
            Pattern line = Pattern.compile("pid " + pid + " [^\n]*\n[^\n]*\n +locks: " + told.group(1) + "\n");
            assertTrue(line.matcher(result.err().replace("foal: ", "")).find(), result.err());
        }
    }

    @Test
    void theRunIsTheSameAsWithoutTheReport() {
        Foal.Result with = foal("boot", "--stats", "race"), without = foal("boot", "race");
        assertEquals(without.out(), with.out());
    }
}
