package foal.kernel.time;

import foal.kernel.syscall.Symbolic;

/** The clocks of clock_gettime(2). */
public enum ClockId implements Symbolic {
    CLOCK_REALTIME(0), CLOCK_MONOTONIC(1), CLOCK_PROCESS_CPUTIME_ID(2), CLOCK_THREAD_CPUTIME_ID(3), CLOCK_MONOTONIC_RAW(4),
    CLOCK_REALTIME_COARSE(5), CLOCK_MONOTONIC_COARSE(6), CLOCK_BOOTTIME(7), CLOCK_REALTIME_ALARM(8),
    CLOCK_BOOTTIME_ALARM(9), CLOCK_TAI(11);

    private final int value;

    ClockId(int value) {
        this.value = value;
    }

    /** Whether a clock by which one can wait counts from 1970, not from the machine's start. */
    public static boolean isWallClock(int clockid) {
        return clockid == CLOCK_REALTIME.value || clockid == CLOCK_REALTIME_ALARM.value || clockid == CLOCK_TAI.value;
    }

    @Override
    public long value() {
        return value;
    }
}
