package foal.kernel.time;

import foal.kernel.memory.Struct;

/** {@code struct timespec} as nanoseconds, which hold 292 years. */
public final class Timespec {
    /** Not a time: seconds below 0, or nanoseconds outside of 0 to 999,999,999. */
    public static final long INVALID = -1;

    private static final long NANOS = 1_000_000_000L;
    /** A time of more seconds than nanoseconds hold. */
    public static final long FOREVER = Timers.NEVER - 1;
    /** Deadlines above never come: a year before the monotonic clock ends, so that a task can still run when it is late. */
    private static final long LATEST = Timers.NEVER - 365L * 86_400 * NANOS;

    private Timespec() {}

    /** The nanoseconds that a struct stands for, or {@link #INVALID}. */
    public static long nanoseconds(Struct timespec) {
        return nanoseconds(timespec, 0);
    }

    /** The same for one that is part of another struct. */
    public static long nanoseconds(Struct struct, int offset) {
        long seconds = struct.getLong(offset);
        long nanos = struct.getLong(offset + 8);
        if (seconds < 0 || nanos < 0 || nanos >= NANOS) {
            return INVALID;
        }
        return seconds >= Long.MAX_VALUE / NANOS ? FOREVER : seconds * NANOS + nanos;
    }

    /** The deadline at a time, from 0 up, that is counted from another; {@link Timers#NEVER} if it is too far away. */
    public static long deadline(long nanoseconds, long from) {
        long sum = nanoseconds + from;
        boolean overflows = from > 0 && sum < nanoseconds;
        return nanoseconds >= FOREVER || overflows || sum > LATEST ? Timers.NEVER : sum;
    }

    /**
     * The point of the monotonic clock that a time stands for.
     *
     * @param absolute whether it is a point of a clock, not counted from now
     * @param wallClock whether that clock counts from 1970
     */
    public static long deadline(Clock clock, long nanoseconds, boolean absolute, boolean wallClock) {
        long from = !absolute ? clock.monotonic() : wallClock ? clock.monotonic() - clock.realtime() : 0;
        return deadline(nanoseconds, from);
    }
}
