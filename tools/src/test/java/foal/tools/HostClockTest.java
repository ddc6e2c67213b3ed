package foal.tools;

import static foal.tools.Foal.foal;
import static foal.tools.Guest.program;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Virtual time and the host's. */
class HostClockTest {
    @Test
    void virtualTimeSkipsASleep() {
        long start = System.nanoTime();
        assertEquals(0, foal("boot", program("nap"), "3600000").status());
        assertTrue(System.nanoTime() - start < Duration.ofSeconds(60).toNanos());
    }

    @Test
    void byTheHostsClockASleepTakesItsTimeAndNoCpu() {
        foal("boot", "--clock", "host", program("nap"), "10"); // so that all code is loaded
        long cpu = processCpuNanos();
        long start = System.nanoTime();
        assertEquals(0, foal("boot", "--clock", "host", program("nap"), "4000").status());
        long took = System.nanoTime() - start;
        assertTrue(took >= Duration.ofMillis(4000).toNanos(), took + " ns");
        // The rest of this JVM works too (compiling what has just run), so only a busy wait would show.
        long used = processCpuNanos() - cpu;
        assertTrue(used < took / 2, used + " ns of CPU in " + took + " ns");
    }

    private static long processCpuNanos() {
        return ProcessHandle.current().info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
    }
}
