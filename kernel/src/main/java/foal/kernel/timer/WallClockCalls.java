package foal.kernel.timer;

import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.EPERM;

import foal.kernel.memory.Struct;
import foal.kernel.syscall.Data;
import foal.kernel.syscall.In;
import foal.kernel.syscall.OneOf;
import foal.kernel.syscall.Out;
import foal.kernel.syscall.Syscall;
import foal.kernel.task.Capability;
import foal.kernel.task.Process;
import foal.kernel.task.Processes;
import foal.kernel.task.Task;
import foal.kernel.time.ClockId;
import foal.kernel.time.SettableClock;
import foal.kernel.time.Timespec;

/**
 * System calls that tell the wall clock and set it. Who waits for a time of that clock waits on for the same time by the
 * new setting; who waits for a while is not affected.
 */
public final class WallClockCalls {
    private static final long NANOS = 1_000_000_000L, MICROS = 1_000_000L, NANOS_PER_MICRO = 1000;
    /** The time zone is between these, in minutes west of Greenwich. */
    private static final int FARTHEST_ZONE = 15 * 60;

    private final SettableClock clock;
    private final Struct time = new Struct(16);
    private final Struct zone = new Struct(8);
    /** {@code struct timezone}: the kernel keeps it for programs, and has no use for it. */
    private int minutesWest;
    private int daylightSaving;

    public WallClockCalls(SettableClock clock, Processes processes) {
        this.clock = clock;
        clock.follow(_ -> moveDeadlines(processes));
    }

    private void moveDeadlines(Processes processes) {
        for (Process process : processes.all()) {
            process.tasks().forEach(task -> task.wallClockSet(clock));
        }
    }

    @Syscall(nr = 169, doc = "get the time of day")
    public long gettimeofday(Task task, @Out(Data.TIMEVAL) long tv, @Out(Data.TIMEZONE) long tz) {
        long now = clock.realtime();
        time.putLong(0, now / NANOS).putLong(8, now % NANOS / NANOS_PER_MICRO);
        if (tv != 0 && !task.memory().write(tv, time)) {
            return EFAULT.result();
        }
        zone.putInt(0, minutesWest).putInt(4, daylightSaving);
        return tz == 0 || task.memory().write(tz, zone) ? 0 : EFAULT.result();
    }

    @Syscall(nr = 170, doc = "set the time of day, or the time zone", differs = "A time zone never changes the clock.")
    public long settimeofday(Task task, @In(Data.TIMEVAL) long tv, @In(Data.TIMEZONE) long tz) {
        if (tv != 0 && !task.memory().read(tv, time) || tz != 0 && !task.memory().read(tz, zone)) {
            return EFAULT.result();
        }
        long micros = time.getLong(8);
        if (tv != 0 && (micros < 0 || micros >= MICROS)) {
            return EINVAL.result();
        }
        time.putLong(8, micros * NANOS_PER_MICRO);
        int west = zone.getInt(0);
        if (tv != 0 && !SettableClock.isTime(Timespec.nanoseconds(time))) {
            return EINVAL.result();
        }
        if (!maySet(task)) {
            return EPERM.result();
        }
        if (tz != 0) {
            if (west < -FARTHEST_ZONE || west > FARTHEST_ZONE) {
                return EINVAL.result();
            }
            minutesWest = west;
            daylightSaving = zone.getInt(4);
        }
        return tv == 0 ? 0 : set(Timespec.nanoseconds(time));
    }

    @Syscall(nr = 112, doc = "set a clock")
    public long clock_settime(Task task, @OneOf(ClockId.class) int clockid, @In(Data.TIMESPEC) long tp) {
        boolean isCpuTime = clockid < 0 && (ClockId.isProcessTime(clockid) || ClockId.isThreadTime(clockid));
        if (clockid != ClockId.CLOCK_REALTIME.value() && !isCpuTime) {
            return EINVAL.result();
        }
        if (!task.memory().read(tp, time)) {
            return EFAULT.result();
        }
        if (isCpuTime) {
            return EPERM.result();
        }
        long nanoseconds = Timespec.nanoseconds(time);
        if (!SettableClock.isTime(nanoseconds)) {
            return EINVAL.result();
        }
        return maySet(task) ? set(nanoseconds) : EPERM.result();
    }

    static boolean maySet(Task task) {
        return task.process().credentials().has(Capability.CAP_SYS_TIME);
    }

    private long set(long nanoseconds) {
        if (!clock.canBeSetTo(nanoseconds)) {
            return EINVAL.result();
        }
        clock.set(nanoseconds);
        return 0;
    }
}
