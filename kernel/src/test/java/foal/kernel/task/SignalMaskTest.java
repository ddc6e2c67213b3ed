package foal.kernel.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.kernel.memory.KernelMemory;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Signals that wait. */
class SignalMaskTest {
    private static final long ALL = -1;
    private static final int REAL_TIME = 40;

    private final Process owner = new Process(2, null, null, new SignalActions(), 0,
            new SignalAllowance(new KernelMemory()));
    private final SignalMask mask = owner.signals();

    private void add(int signal, int sender) {
        mask.add(new SignalInfo(signal, SignalInfo.SI_USER, sender, 0, 0, 0, 0));
    }

    private String take(long wanted) {
        return mask.take(wanted).map(info -> info.signal() + " from " + info.pid()).orElse("none");
    }

    @Test
    void aStandardSignalWaitsOnceTheFirstOfThemStays() {
        add(10, 2);
        add(10, 3);
        assertEquals(Signal.bit(10), mask.pending());
        assertEquals("10 from 2", take(ALL));
        assertEquals("none", take(ALL));
        assertEquals(0, mask.pending());
    }

    @Test
    void aRealTimeSignalWaitsAsOftenAsItCameInOrder() {
        add(REAL_TIME, 2);
        add(REAL_TIME, 3);
        add(REAL_TIME, 4);
        assertEquals("40 from 2", take(ALL));
        assertEquals(Signal.bit(REAL_TIME), mask.pending());
        assertEquals("40 from 3", take(ALL));
        assertEquals("40 from 4", take(ALL));
        assertEquals("none", take(ALL));
    }

    @Test
    void theLowestNumberComesFirstAmongThoseWanted() {
        for (int signal : new int[] {64, 15, 2, 34}) {
            add(signal, signal);
        }
        assertEquals("15 from 15", take(~Signal.bit(2)));
        assertEquals("2 from 2", take(ALL));
        assertEquals("64 from 64", take(Signal.bit(64)));
        assertEquals("34 from 34", take(ALL));
    }

    @Test
    void discardedSignalsAreForgotten() {
        add(10, 2);
        add(REAL_TIME, 2);
        add(REAL_TIME, 3);
        mask.discard(Signal.bit(REAL_TIME));
        assertEquals(Signal.bit(10), mask.pending());
        mask.discard(Signal.bit(10));
        assertEquals(Optional.empty(), mask.take(ALL));
    }

    @Test
    void killAndStopCannotBeBlocked() {
        mask.setBlocked(ALL);
        assertEquals(~(Signal.SIGKILL.bit() | Signal.SIGSTOP.bit()), mask.blocked());
        mask.setBlocked(0);
        assertEquals(0, mask.blocked());
    }

    @Test
    void namesOfSignalsAreThoseOfTheManual() {
        assertEquals("SIGSEGV", Signal.nameOf(11));
        assertEquals("SIGRTMIN", Signal.nameOf(32));
        assertEquals("SIGRT_32", Signal.nameOf(64));
        assertEquals(Optional.empty(), Signal.of(0));
        assertEquals(Optional.empty(), Signal.of(32));
        assertTrue(Signal.of(31).isPresent());
    }
}
