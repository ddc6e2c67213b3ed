package foal.kernel.outside;

import foal.kernel.outside.Journal.Answer;
import foal.kernel.outside.Journal.Topic;
import foal.kernel.time.Clock;

/** A clock of the host's, whose readings come through a journal. */
public final class JournaledClock implements Clock {
    private final Journal journal;
    private final Clock live;
    private long lastMonotonic;
    private long lastRealtime;

    public JournaledClock(Journal journal, Clock live) {
        this.journal = journal;
        this.live = live;
    }

    @Override
    public long monotonic() {
        lastMonotonic = journal.askSafely(Topic.MONOTONIC_CLOCK, () -> Answer.of(live.monotonic())).number();
        return lastMonotonic;
    }

    @Override
    public long realtime() {
        lastRealtime = journal.askSafely(Topic.WALL_CLOCK, () -> Answer.of(live.realtime())).number();
        return lastRealtime;
    }

    @Override
    public void advance(long nanoseconds) {
        // The host's time passes by itself.
    }

    @Override
    public void skipTo(long deadline) {
        if (journal.isLive()) {
            live.skipTo(deadline);
        }
    }

    @Override
    public void halt() {
        live.halt();
    }

    @Override
    public void goOn() {
        live.goOn();
    }

    /** The same clock for those who watch the run: it shows what the machine has read last. */
    public Clock observed() {
        return new Clock() {
            @Override
            public long monotonic() {
                return lastMonotonic;
            }

            @Override
            public long realtime() {
                return lastRealtime;
            }

            @Override
            public void advance(long nanoseconds) {
                throw new IllegalStateException("to be looked at only");
            }

            @Override
            public void skipTo(long deadline) {
                throw new IllegalStateException("to be looked at only");
            }
        };
    }
}
