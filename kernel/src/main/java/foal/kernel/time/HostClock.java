package foal.kernel.time;

import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/** The host's time, for people who sit in front of a run. Nothing that uses it can be repeated exactly. */
public final class HostClock implements Clock {
    private final long start = System.nanoTime();
    private long halted;
    private long haltedSince;

    @Override
    public long monotonic() {
        return System.nanoTime() - start - halted;
    }

    @Override
    public long realtime() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano() - halted;
    }

    @Override
    public void advance(long nanoseconds) {
        // The host's time passes by itself.
    }

    @Override
    public void skipTo(long deadline) {
        LockSupport.parkNanos(deadline - monotonic());
    }

    @Override
    public void halt() {
        haltedSince = System.nanoTime();
    }

    @Override
    public void goOn() {
        halted += System.nanoTime() - haltedSince;
    }
}
