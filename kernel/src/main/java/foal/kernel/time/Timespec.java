package foal.kernel.time;

import foal.kernel.memory.Struct;

/** {@code struct timespec} as nanoseconds, which hold 292 years. */
public final class Timespec {
    /** Not a time: seconds below 0, or nanoseconds outside of 0 to 999,999,999. */
    public static final long INVALID = -1;

    private static final long NANOS = 1_000_000_000L;
    /** Deadlines above, after 146 years, never come: so the wall clock, too, stays within what nanoseconds hold. */
    private static final long LATEST = Timers.NEVER / 2;

    private Timespec() {}

    /** The nanoseconds that a struct stands for, or {@link #INVALID}. */
    public static long nanoseconds(Struct timespec) {
        long seconds = timespec.getLong(0);
        long nanos = timespec.getLong(8);
        if (seconds < 0 || nanos < 0 || nanos >= NANOS) {
            return INVALID;
        }
        return seconds >= Long.MAX_VALUE / NANOS ? Timers.NEVER - 1 : seconds * NANOS + nanos;
    }

    /** The deadline at a time, from 0 up, that is counted from another; {@link Timers#NEVER} if it is too far away. */
    public static long deadline(long nanoseconds, long from) {
        long sum = nanoseconds + from;
        boolean overflows = from > 0 && sum < nanoseconds;
        return overflows || sum > LATEST ? Timers.NEVER : sum;
    }
}
