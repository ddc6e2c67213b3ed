package foal.kernel.time;

import foal.kernel.memory.Struct;

/** {@code struct timespec} as nanoseconds, which hold 292 years; what is longer counts as for ever. */
public final class Timespec {
    /** Not a time: seconds below 0, or nanoseconds outside of 0 to 999,999,999. */
    public static final long INVALID = -1;

    private static final long NANOS = 1_000_000_000L;

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

    /** A sum that does not overflow; {@link Timers#NEVER} stays out of reach. */
    public static long add(long nanoseconds, long offset) {
        long sum = nanoseconds + offset;
        return offset > 0 && sum < nanoseconds ? Timers.NEVER - 1 : sum;
    }
}
