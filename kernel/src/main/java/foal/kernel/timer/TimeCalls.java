package foal.kernel.timer;

import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.EOPNOTSUPP;
import static foal.kernel.syscall.Out.Written.IF_INTERRUPTED;

import foal.kernel.memory.Struct;
import foal.kernel.syscall.ByNumber;
import foal.kernel.syscall.Data;
import foal.kernel.syscall.Flags;
import foal.kernel.syscall.In;
import foal.kernel.syscall.OneOf;
import foal.kernel.syscall.Out;
import foal.kernel.syscall.Result;
import foal.kernel.syscall.Symbolic;
import foal.kernel.syscall.Syscall;
import foal.kernel.task.Process;
import foal.kernel.task.Processes;
import foal.kernel.task.Task;
import foal.kernel.time.Clock;
import foal.kernel.time.ClockId;
import foal.kernel.time.Timespec;
import java.util.Optional;

/** System calls that tell the time or wait for a time. */
public final class TimeCalls {
    private static final long NANOS = 1_000_000_000L;
    private static final long NO_SUCH_CLOCK = -1;
    /** The bit of the id of a CPU clock that tells a thread's from a process's. */
    private static final int CPU_CLOCK_OF_THREAD = 4;

    private final Clock clock;
    private final Processes processes;
    private final Struct timespec = new Struct(16);

    public TimeCalls(Clock clock, Processes processes) {
        this.clock = clock;
        this.processes = processes;
    }

    private static final ByNumber<ClockId> CLOCKS = ByNumber.of(ClockId.class);

    /** Flags of clock_nanosleep(2). */
    public enum SleepFlag implements Symbolic {
        TIMER_ABSTIME;

        @Override
        public long value() {
            return 1;
        }
    }

    @Syscall(nr = 113, doc = "get the time of a clock")
    public long clock_gettime(Task task, @OneOf(ClockId.class) int clockid, @Out(Data.TIMESPEC) long tp) {
        long now = read(task, clockid);
        return now == NO_SUCH_CLOCK ? EINVAL.result() : put(task, tp, now);
    }

    private long read(Task task, int clockid) {
        Optional<ClockId> known = CLOCKS.find(clockid);
        if (known.isEmpty()) {
            return clockid < 0 ? readCpuClock(task, clockid) : NO_SUCH_CLOCK;
        }
        return switch (known.get()) {
            case CLOCK_REALTIME, CLOCK_REALTIME_COARSE, CLOCK_REALTIME_ALARM, CLOCK_TAI -> clock.realtime();
            case CLOCK_MONOTONIC, CLOCK_MONOTONIC_RAW, CLOCK_MONOTONIC_COARSE, CLOCK_BOOTTIME, CLOCK_BOOTTIME_ALARM ->
                    clock.monotonic();
            case CLOCK_PROCESS_CPUTIME_ID -> task.process().usage().cpuTime(clock.monotonic());
            case CLOCK_THREAD_CPUTIME_ID -> task.time().cpuTime(clock.monotonic());
        };
    }

    /** The clock of a process or a thread, whose number is in all but the lowest three bits (clock_getcpuclockid(3)). */
    private long readCpuClock(Task task, int clockid) {
        int number = ~(clockid >> 3);
        boolean isThread = (clockid & CPU_CLOCK_OF_THREAD) != 0;
        if ((clockid & ClockId.CPU_CLOCK_KIND) == ClockId.CPU_CLOCK_KIND) {
            return NO_SUCH_CLOCK;
        }
        long now = clock.monotonic();
        boolean userOnly = ClockId.countsUserTimeOnly(clockid);
        if (isThread) {
            Optional<Task> thread = number == 0 ? Optional.of(task) : processes.findTask(number);
            return thread.filter(one -> one.process() == task.process())
                    .map(one -> userOnly ? one.time().userTime(now) : one.time().cpuTime(now)).orElse(NO_SUCH_CLOCK);
        }
        Optional<Process> process = number == 0 ? Optional.of(task.process()) : processes.find(number);
        return process.map(Process::usage).map(one -> userOnly ? one.userTime(now) : one.cpuTime(now)).orElse(NO_SUCH_CLOCK);
    }

    @Syscall(nr = 114, doc = "get the resolution of a clock")
    public long clock_getres(Task task, @OneOf(ClockId.class) int clockid, @Out(Data.TIMESPEC) long res) {
        if (read(task, clockid) == NO_SUCH_CLOCK) {
            return EINVAL.result();
        }
        return res == 0 ? 0 : put(task, res, 1);
    }

    @Syscall(nr = 101, doc = "sleep for a time", restarts = false)
    public long nanosleep(Task task, @In(Data.TIMESPEC) long rqtp,
            @Out(value = Data.TIMESPEC, written = IF_INTERRUPTED) long rmtp) {
        return sleep(task, false, false, rqtp, rmtp);
    }

    @Syscall(nr = 115, doc = "sleep for or until a time", restarts = false,
            differs = "Nobody can sleep by the cpu time of a process: EOPNOTSUPP.")
    public long clock_nanosleep(Task task, @OneOf(ClockId.class) int clockid, @Flags(SleepFlag.class) int flags,
            @In(Data.TIMESPEC) long rqtp, @Out(value = Data.TIMESPEC, written = IF_INTERRUPTED) long rmtp) {
        boolean isAbsolute = SleepFlag.TIMER_ABSTIME.in(flags);
        Optional<ClockId> known = CLOCKS.find(clockid);
        if (known.isEmpty()) {
            return ClockId.isProcessTime(clockid) ? EOPNOTSUPP.result() : EINVAL.result();
        }
        return switch (known.get()) {
            case CLOCK_REALTIME, CLOCK_REALTIME_ALARM, CLOCK_TAI -> sleep(task, isAbsolute, true, rqtp, rmtp);
            case CLOCK_MONOTONIC, CLOCK_BOOTTIME, CLOCK_BOOTTIME_ALARM -> sleep(task, isAbsolute, false, rqtp, rmtp);
            // A thread cannot sleep by its own cpu time, nor by clocks that have no timers.
            case CLOCK_PROCESS_CPUTIME_ID, CLOCK_THREAD_CPUTIME_ID, CLOCK_MONOTONIC_RAW, CLOCK_REALTIME_COARSE,
                    CLOCK_MONOTONIC_COARSE -> EOPNOTSUPP.result();
        };
    }

    private long sleep(Task task, boolean absolute, boolean wallClock, long request, long remaining) {
        if (!task.call().isRerun()) {
            if (!task.memory().read(request, timespec)) {
                return EFAULT.result();
            }
            long nanoseconds = Timespec.nanoseconds(timespec);
            if (nanoseconds == Timespec.INVALID) {
                return EINVAL.result();
            }
            if (absolute && wallClock) {
                task.call().setWallClockDeadline(clock, nanoseconds);
            } else {
                task.call().setDeadline(Timespec.deadline(clock, nanoseconds, absolute, false));
            }
        }
        if (clock.monotonic() >= task.call().deadline()) {
            return 0;
        }
        long result = task.waitForDeadline();
        if (result == Result.INTERRUPTED && !absolute && remaining != 0
                && put(task, remaining, task.call().deadline() - clock.monotonic()) != 0) {
            return EFAULT.result();
        }
        return result;
    }

    private long put(Task task, long address, long nanoseconds) {
        timespec.putLong(0, nanoseconds / NANOS).putLong(8, nanoseconds % NANOS);
        return task.memory().write(address, timespec) ? 0 : EFAULT.result();
    }
}
