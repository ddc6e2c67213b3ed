package foal.kernel.time;

import foal.kernel.memory.Struct;

/** {@code struct itimerspec}, an interval and a value, as nanoseconds. */
public record Itimerspec(long interval, long value) {
    /** Bytes of the struct. */
    public static final int SIZE = 32;

    private static final long NANOS = 1_000_000_000L;

    /** What a struct says; with {@link Timespec#INVALID} for a part that is no time. */
    public static Itimerspec read(Struct struct) {
        return new Itimerspec(Timespec.nanoseconds(struct, 0), Timespec.nanoseconds(struct, 16));
    }

    /** Whether both are times. */
    public boolean isValid() {
        return interval != Timespec.INVALID && value != Timespec.INVALID;
    }

    /** Fills in the struct. */
    public Struct put(Struct struct) {
        return struct.putLong(0, interval / NANOS).putLong(8, interval % NANOS)
                .putLong(16, value / NANOS).putLong(24, value % NANOS);
    }
}
