package foal.kernel.time;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The machine's clock with a wall clock that can be set (clock_settime(2)): it keeps how far that is ahead of the clock
 * beneath. The monotonic clock never changes, and a setting does not ask the clock beneath to do anything: so a machine
 * that shows the host's time leaves the host's clock alone, and a recorded run can be repeated.
 */
public final class SettableClock implements Clock {
    /** A clock that is set must not reach its end for 30 years, and that is in 2262. */
    private static final long LATEST = Long.MAX_VALUE - 30L * 365 * 86_400 * 1_000_000_000L;

    private final Clock base;
    private long offset;
    /** In the order in which they began to follow, so that a setting has the same effect whenever a run is repeated. */
    private final Set<Follower> followers = new LinkedHashSet<>();

    public SettableClock(Clock base) {
        this.base = base;
    }

    /** Something that goes by the wall clock, and has to know when that is set. */
    public interface Follower {
        /** The clock has been set. @param change nanoseconds by which it has jumped ahead; negative if back */
        void wallClockSet(long change);
    }

    /** Whether a wall clock could be set to a time as {@link Timespec} tells it: it may not be near its end. */
    public static boolean isTime(long time) {
        return time >= 0 && time < LATEST;
    }

    /** Whether the wall clock can be set to a time since 1970 now: it may not be behind the monotonic clock either. */
    public boolean canBeSetTo(long time) {
        return isTime(time) && time >= monotonic();
    }

    /** Sets the wall clock. @param time nanoseconds since 1970, to which it {@linkplain #canBeSetTo can be set} */
    public void set(long time) {
        long beneath = base.realtime();
        long change = time - ahead(beneath);
        offset = time - beneath;
        for (Follower follower : List.copyOf(followers)) {
            follower.wallClockSet(change);
        }
    }

    /** Tells a follower of each setting from now on. */
    public void follow(Follower follower) {
        followers.add(follower);
    }

    /** Tells it no more. */
    public void unfollow(Follower follower) {
        followers.remove(follower);
    }

    @Override
    public long monotonic() {
        return base.monotonic();
    }

    @Override
    public long realtime() {
        return ahead(base.realtime());
    }

    private long ahead(long beneath) {
        return offset > Long.MAX_VALUE - beneath ? Long.MAX_VALUE : beneath + offset;
    }

    @Override
    public void advance(long nanoseconds) {
        base.advance(nanoseconds);
    }

    @Override
    public void skipTo(long deadline) {
        base.skipTo(deadline);
    }

    @Override
    public void halt() {
        base.halt();
    }

    @Override
    public void goOn() {
        base.goOn();
    }
}
