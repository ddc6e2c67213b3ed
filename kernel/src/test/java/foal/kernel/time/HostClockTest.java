package foal.kernel.time;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The host's time, which a debugger holds up. */
class HostClockTest {
    private static final long HALTED = 20_000_000;

    @Test
    void noTimePassesWhileTheMachineIsHalted() {
        HostClock clock = new HostClock();
        long begin = System.nanoTime(), monotonic = clock.monotonic(), realtime = clock.realtime();
        clock.halt();
        long since = System.nanoTime();
        while (System.nanoTime() - since < HALTED) {
            Thread.onSpinWait();
        }
        clock.goOn();
        long passed = clock.monotonic() - monotonic;
        assertTrue(passed >= 0 && passed <= System.nanoTime() - begin - HALTED, "monotonic: " + passed);
        assertTrue(clock.realtime() - realtime < System.nanoTime() - begin, "wall clock");
    }
}
