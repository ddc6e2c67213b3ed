package foal.kernel.time;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Timers that go by the time for which a process or thread has had a hart. That time does not pass while they wait,
 * so these timers are not among those that the idle machine waits for: they are looked at whenever the hart has run.
 */
public final class CpuTimers {
    private final List<CpuClock> clocks = new ArrayList<>();

    /** The cpu time of a process or thread, as a clock with a timer. */
    private static final class CpuClock implements Clock {
        private final LongSupplier time;
        private final Timers timers = new Timers();

        CpuClock(LongSupplier time) {
            this.time = time;
        }

        @Override
        public long monotonic() {
            return time.getAsLong();
        }

        @Override
        public long realtime() {
            return time.getAsLong();
        }

        @Override
        public void advance(long nanoseconds) {
            // It is the machine's clock that is told.
        }

        @Override
        public void skipTo(long deadline) {
            // Nobody can wait for it.
        }
    }

    /** A timer by a cpu time. @param expired as of {@link IntervalTimer} */
    public IntervalTimer timer(LongSupplier time, Runnable expired) {
        CpuClock clock = new CpuClock(time);
        clocks.add(clock);
        return new IntervalTimer(clock.timers, clock, expired);
    }

    /** A timer is of no use any more. */
    public void forget(IntervalTimer timer) {
        timer.disarm();
        clocks.removeIf(clock -> clock == timer.clock());
    }

    /** Lets everything happen whose time has come. */
    public void expire() {
        if (!clocks.isEmpty()) {
            for (CpuClock clock : List.copyOf(clocks)) {
                clock.timers.expire(clock.monotonic());
            }
        }
    }

    /** Whether none is set to go off. */
    public boolean isIdle() {
        for (int i = 0; i < clocks.size(); i++) {
            if (clocks.get(i).timers.next() != Timers.NEVER) {
                return false;
            }
        }
        return true;
    }
}
