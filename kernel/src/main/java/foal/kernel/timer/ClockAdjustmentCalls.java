package foal.kernel.timer;

import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.EOPNOTSUPP;
import static foal.kernel.syscall.Errno.EPERM;

import foal.kernel.memory.Struct;
import foal.kernel.syscall.Address;
import foal.kernel.syscall.OneOf;
import foal.kernel.syscall.Syscall;
import foal.kernel.task.Task;
import foal.kernel.time.ClockId;
import foal.kernel.time.SettableClock;

/**
 * System calls by which a time daemon looks at the wall clock and corrects it (adjtimex(2)). The clock can jump, but its
 * rate is that of the clock beneath: what daemons say of its quality is only kept for others to read.
 */
public final class ClockAdjustmentCalls {
    /** {@code struct timex}. */
    private static final int SIZE = 208, MODES = 0, OFFSET = 8, FREQUENCY = 16, MAX_ERROR = 24, ESTIMATED_ERROR = 32, STATUS = 40,
            CONSTANT = 48, PRECISION = 56, TOLERANCE = 64, SECONDS = 72, FRACTION = 80, TICK = 88, CLEARED = 96;

    /** Modes: what is to be changed. */
    private static final int ADJ_OFFSET = 1, ADJ_FREQUENCY = 2, ADJ_MAXERROR = 4, ADJ_ESTERROR = 8, ADJ_STATUS = 0x10,
            ADJ_TIMECONST = 0x20, ADJ_TAI = 0x80, ADJ_SETOFFSET = 0x100, ADJ_MICRO = 0x1000, ADJ_NANO = 0x2000, ADJ_TICK = 0x4000;
    /** The mode of adjtime(3), which is only with {@link #ADJ_OFFSET}; with ADJ_OFFSET_READONLY it changes nothing. */
    private static final int ADJ_ADJTIME = 0x8000, ADJ_OFFSET_READONLY = 0x2000;

    /** Status: the clock is not synchronized; offsets are in nanoseconds; those that a program cannot change. */
    private static final int STA_UNSYNC = 0x40, STA_CLOCKERR = 0x1000, STA_NANO = 0x2000, STA_RONLY = 0xff00;
    /** Results: whether the clock can be relied on. */
    private static final int TIME_OK = 0, TIME_ERROR = 5;

    private static final long NANOS = 1_000_000_000L, MICROS = 1_000_000L, NANOS_PER_MICRO = 1000;
    /** Microseconds between two ticks, how far that may be changed, and by how much of a second a clock may be fast. */
    private static final long TICK_MICROS = 10_000, LEAST_TICK = 9_000, MOST_TICK = 11_000, MOST_FREQUENCY = 500L << 16;
    /** The error in microseconds of a clock of which nothing is known. */
    private static final long UNKNOWN_ERROR = 16_000_000;
    private static final long MOST_CONSTANT = 10;

    private final SettableClock clock;
    private final Struct timex = new Struct(SIZE);
    private int status = STA_UNSYNC;
    private long maxError = UNKNOWN_ERROR;
    private long estimatedError = UNKNOWN_ERROR;
    private long constant = 2;

    public ClockAdjustmentCalls(SettableClock clock) {
        this.clock = clock;
        clock.follow(_ -> forgetQuality());
    }

    /** A clock that was set has to be synchronized again. */
    private void forgetQuality() {
        status |= STA_UNSYNC;
        maxError = UNKNOWN_ERROR;
        estimatedError = UNKNOWN_ERROR;
    }

    @Syscall(nr = 171, doc = "read how exact the wall clock is, or correct it",
            differs = "The clock can jump (ADJ_SETOFFSET), but neither its rate nor the offset of CLOCK_TAI change: EOPNOTSUPP.")
    public long adjtimex(Task task, @Address long buf) {
        return task.memory().read(buf, timex) ? adjust(task, buf) : EFAULT.result();
    }

    @Syscall(nr = 266, doc = "the same for a clock, of which only CLOCK_REALTIME can be corrected", differs = "As adjtimex.")
    public long clock_adjtime(Task task, @OneOf(ClockId.class) int clockid, @Address long buf) {
        if (!task.memory().read(buf, timex)) {
            return EFAULT.result();
        }
        if (clockid != ClockId.CLOCK_REALTIME.value()) {
            boolean isClock = clockid > 0 && clockid <= ClockId.CLOCK_TAI.value() && clockid != 10
                    || ClockId.isProcessTime(clockid) || ClockId.isThreadTime(clockid);
            return isClock ? EOPNOTSUPP.result() : EINVAL.result();
        }
        return adjust(task, buf);
    }

    private long adjust(Task task, long buf) {
        int modes = timex.getInt(MODES);
        long error = refusal(task, modes);
        if (error == 0 && (modes & ADJ_SETOFFSET) != 0) {
            error = jump(modes);
        }
        if (error != 0) {
            return error;
        }
        if ((modes & ADJ_ADJTIME) == 0) {
            keepQuality(modes);
        }
        putState();
        if (!task.memory().write(buf, timex)) {
            return EFAULT.result();
        }
        return (status & (STA_UNSYNC | STA_CLOCKERR)) != 0 ? TIME_ERROR : TIME_OK;
    }

    /** Why it cannot be done. @return 0 or an error */
    private long refusal(Task task, int modes) {
        boolean isAdjtime = (modes & ADJ_ADJTIME) != 0;
        if (isAdjtime && (modes & ADJ_OFFSET) == 0) {
            return EINVAL.result();
        }
        boolean readsOnly = isAdjtime ? (modes & ADJ_OFFSET_READONLY) != 0 && (modes & ADJ_SETOFFSET) == 0 : modes == 0;
        if (readsOnly) {
            return 0;
        }
        if (!WallClockCalls.maySet(task)) {
            return EPERM.result();
        }
        long tick = timex.getLong(TICK);
        if (!isAdjtime && (modes & ADJ_TICK) != 0 && (tick < LEAST_TICK || tick > MOST_TICK)) {
            return EINVAL.result();
        }
        return changesRate(modes, isAdjtime) ? EOPNOTSUPP.result() : 0;
    }

    private boolean changesRate(int modes, boolean isAdjtime) {
        boolean slews = (modes & ADJ_OFFSET) != 0 && timex.getLong(OFFSET) != 0;
        if (isAdjtime) {
            return slews && (modes & ADJ_OFFSET_READONLY) == 0;
        }
        return slews || (modes & ADJ_FREQUENCY) != 0 && timex.getLong(FREQUENCY) != 0
                || (modes & ADJ_TICK) != 0 && timex.getLong(TICK) != TICK_MICROS
                || (modes & ADJ_TAI) != 0 && timex.getLong(CONSTANT) != 0;
    }

    /** Sets the clock ahead by what the struct says, or back if its seconds are negative. @return 0 or an error */
    private long jump(int modes) {
        boolean inNanoseconds = (modes & ADJ_NANO) != 0;
        long seconds = timex.getLong(SECONDS);
        long fraction = timex.getLong(FRACTION);
        boolean isFar = seconds > Long.MAX_VALUE / NANOS - 1 || seconds < -Long.MAX_VALUE / NANOS;
        if (fraction < 0 || fraction >= (inNanoseconds ? NANOS : MICROS) || isFar) {
            return EINVAL.result();
        }
        long change = seconds * NANOS + (inNanoseconds ? fraction : fraction * NANOS_PER_MICRO);
        long now = clock.realtime();
        if (change > Long.MAX_VALUE - now || !clock.canBeSetTo(now + change)) {
            return EINVAL.result();
        }
        clock.set(now + change);
        return 0;
    }

    private void keepQuality(int modes) {
        if ((modes & ADJ_STATUS) != 0) {
            status = status & STA_RONLY | timex.getInt(STATUS) & ~STA_RONLY;
        }
        if ((modes & ADJ_NANO) != 0) {
            status |= STA_NANO;
        }
        if ((modes & ADJ_MICRO) != 0) {
            status &= ~STA_NANO;
        }
        if ((modes & ADJ_MAXERROR) != 0) {
            maxError = Math.clamp(timex.getLong(MAX_ERROR), 0, UNKNOWN_ERROR);
        }
        if ((modes & ADJ_ESTERROR) != 0) {
            estimatedError = Math.clamp(timex.getLong(ESTIMATED_ERROR), 0, UNKNOWN_ERROR);
        }
        if ((modes & ADJ_TIMECONST) != 0) {
            long wanted = Math.clamp(timex.getLong(CONSTANT), 0, MOST_CONSTANT);
            constant = (status & STA_NANO) != 0 ? wanted : Math.min(wanted + 4, MOST_CONSTANT);
        }
    }

    private void putState() {
        long now = clock.realtime();
        long fraction = now % NANOS;
        for (int offset = CLEARED; offset < SIZE; offset += Long.BYTES) {
            timex.putLong(offset, 0);
        }
        timex.putLong(OFFSET, 0).putLong(FREQUENCY, 0).putLong(MAX_ERROR, maxError).putLong(ESTIMATED_ERROR, estimatedError)
                .putInt(STATUS, status).putLong(CONSTANT, constant).putLong(PRECISION, 1).putLong(TOLERANCE, MOST_FREQUENCY)
                .putLong(SECONDS, now / NANOS).putLong(FRACTION, (status & STA_NANO) != 0 ? fraction : fraction / NANOS_PER_MICRO)
                .putLong(TICK, TICK_MICROS);
    }
}
