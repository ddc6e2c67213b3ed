package foal.kernel.time;

import java.util.function.LongSupplier;

/**
 * Time as a function of what was executed: a nanosecond per instruction, a fixed time for each trap into the kernel, and
 * idle time is skipped. A run takes the same time by this clock wherever and whenever it is repeated.
 */
public final class VirtualClock implements Clock {
    /** When every machine is started: 1 January 2026, 00:00 UTC. */
    private static final long START = 1_767_225_600L * 1_000_000_000L;

    private final LongSupplier running;
    private long now;

    /** @param running instructions that have been executed but not yet passed to {@link #advance} */
    public VirtualClock(LongSupplier running) {
        this.running = running;
    }

    @Override
    public long monotonic() {
        return now + running.getAsLong();
    }

    @Override
    public long realtime() {
        long sinceStart = monotonic();
        return sinceStart > Long.MAX_VALUE - START ? Long.MAX_VALUE : START + sinceStart; // in 2262 it has come to its end
    }

    @Override
    public void advance(long nanoseconds) {
        now += nanoseconds;
    }

    @Override
    public void skipTo(long deadline) {
        now = Math.max(now, deadline);
    }
}
