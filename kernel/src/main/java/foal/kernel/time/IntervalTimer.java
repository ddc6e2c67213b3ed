package foal.kernel.time;

import java.util.Optional;

/**
 * A timer of a program's, that goes off once or again and again. When it has gone off it stands still until its
 * owner takes notice, and then counts the periods that have passed: so a short period costs nothing while nobody
 * looks.
 */
public final class IntervalTimer {
    private final Timers timers;
    private final Clock clock;
    private final Runnable expired;
    private Optional<Timers.Timer> waiting = Optional.empty();
    private boolean isArmed;
    private boolean hasExpired;
    private long deadline;
    private long interval;

    /** @param expired is called each time that it goes off */
    public IntervalTimer(Timers timers, Clock clock, Runnable expired) {
        this.timers = timers;
        this.clock = clock;
        this.expired = expired;
    }

    /** Sets it to go off at a time of the monotonic clock, at once if that has been. @param interval 0 for only once */
    public void set(long deadline, long interval) {
        disarm();
        this.interval = interval;
        arm(deadline);
        catchUp();
    }

    private void arm(long newDeadline) {
        isArmed = true;
        deadline = newDeadline;
        waiting = deadline == Timers.NEVER ? Optional.empty() : Optional.of(timers.at(deadline, this::expire));
    }

    /** The clock that its deadline is a time of was set ahead by so many nanoseconds: it goes off that much earlier. */
    public void clockSet(long change) {
        if (deadline == Timers.NEVER) {
            return;
        }
        long moved = deadline - change;
        boolean isTooLate = change < 0 && moved < deadline;
        if (isArmed) {
            waiting.ifPresent(Timers.Timer::cancel);
            arm(isTooLate ? Timers.NEVER : moved);
        } else if (!isTooLate) {
            deadline = moved;
        }
    }

    /** Stops it. */
    public void disarm() {
        waiting.ifPresent(Timers.Timer::cancel);
        waiting = Optional.empty();
        isArmed = false;
        hasExpired = false;
        interval = 0;
    }

    private void expire() {
        waiting = Optional.empty();
        isArmed = false;
        hasExpired = true;
        expired.run();
    }

    /** Timers go off between two slices of the hart; one that is asked meanwhile looks at the clock itself. */
    private void catchUp() {
        if (isArmed && clock.monotonic() >= deadline) {
            waiting.ifPresent(Timers.Timer::cancel);
            expire();
        }
    }

    /** Whether it has gone off and nobody has taken notice. */
    public boolean hasExpired() {
        catchUp();
        return hasExpired;
    }

    /** Takes notice, and lets a periodic timer go on. @return the periods that have ended, 0 if it has not gone off */
    public long takeExpirations() {
        if (!hasExpired()) {
            return 0;
        }
        hasExpired = false;
        if (interval == 0) {
            return 1;
        }
        return armAfter(Math.max(clock.monotonic(), deadline)); // the clock may have been set back since
    }

    /** Lets a periodic timer go on that has gone off, but not before a time: what it did had no effect. */
    public void goOnAfter(long time) {
        if (hasExpired && interval != 0) {
            hasExpired = false;
            armAfter(Math.max(time, deadline));
        }
    }

    /** Lets a period begin that ends after a time, which is not before the deadline. @return the periods that have ended */
    private long armAfter(long time) {
        long passed = time - deadline;
        long afterFirst = (passed < 0 ? Long.MAX_VALUE : passed) / interval; // below 0 it is more than 292 years
        arm(Timespec.deadline(interval, deadline + afterFirst * interval));
        return afterFirst + 1;
    }

    /** The clock that it goes by. */
    public Clock clock() {
        return clock;
    }

    /** Nanoseconds until it goes off, or would if its owner had taken notice; 0 if it will not. */
    public long remaining() {
        if (hasExpired()) {
            return interval == 0 ? 0 : interval - (clock.monotonic() - deadline) % interval;
        }
        return isArmed ? Math.max(1, deadline - clock.monotonic()) : 0;
    }

    /** Nanoseconds of a period; 0 if it goes off only once. */
    public long interval() {
        return interval;
    }
}
