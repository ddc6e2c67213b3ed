package foal.kernel.time;

import foal.kernel.syscall.Symbolic;

/** The clocks of clock_gettime(2). */
public enum ClockId implements Symbolic {
    CLOCK_REALTIME(0), CLOCK_MONOTONIC(1), CLOCK_PROCESS_CPUTIME_ID(2), CLOCK_THREAD_CPUTIME_ID(3), CLOCK_MONOTONIC_RAW(4),
    CLOCK_REALTIME_COARSE(5), CLOCK_MONOTONIC_COARSE(6), CLOCK_BOOTTIME(7), CLOCK_REALTIME_ALARM(8),
    CLOCK_BOOTTIME_ALARM(9), CLOCK_TAI(11);

    /** Bits of the id of a CPU clock that say what it counts: all time (0 and 2), user time (1); 3 is none. */
    public static final int CPU_CLOCK_KIND = 3;
    private static final int CPU_CLOCK_OF_USER_TIME = 1;

    private final int value;

    ClockId(int value) {
        this.value = value;
    }

    /** Whether a clock by which one can wait counts from 1970, not from the machine's start. */
    public static boolean isWallClock(int clockid) {
        return clockid == CLOCK_REALTIME.value || clockid == CLOCK_REALTIME_ALARM.value || clockid == CLOCK_TAI.value;
    }

    /** Whether it is the cpu time of the calling process, by any of its numbers (clock_getcpuclockid(3)). */
    public static boolean isProcessTime(int clockid) {
        return clockid == CLOCK_PROCESS_CPUTIME_ID.value || clockid >= -8 && clockid <= -6;
    }

    /** Whether it is the cpu time of the calling thread, by any of its numbers. */
    public static boolean isThreadTime(int clockid) {
        return clockid == CLOCK_THREAD_CPUTIME_ID.value || clockid >= -4 && clockid <= -2;
    }

    /** Whether a CPU clock leaves out the time that the kernel takes (CPUCLOCK_VIRT of Linux); glibc offers no such clock. */
    public static boolean countsUserTimeOnly(int clockid) {
        return clockid < 0 && (clockid & CPU_CLOCK_KIND) == CPU_CLOCK_OF_USER_TIME;
    }

    @Override
    public long value() {
        return value;
    }
}
