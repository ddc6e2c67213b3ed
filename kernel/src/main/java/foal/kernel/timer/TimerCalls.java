package foal.kernel.timer;

import static foal.kernel.syscall.Errno.EAGAIN;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.EOPNOTSUPP;

import foal.kernel.memory.Struct;
import foal.kernel.syscall.ByNumber;
import foal.kernel.syscall.Data;
import foal.kernel.syscall.Flags;
import foal.kernel.syscall.In;
import foal.kernel.syscall.OneOf;
import foal.kernel.syscall.Out;
import foal.kernel.syscall.Symbolic;
import foal.kernel.syscall.Syscall;
import foal.kernel.task.PosixTimer;
import foal.kernel.task.Process;
import foal.kernel.task.ProcessTimers;
import foal.kernel.task.Signal;
import foal.kernel.task.Signals;
import foal.kernel.task.Task;
import foal.kernel.time.ClockId;
import foal.kernel.time.CpuTimers;
import foal.kernel.time.IntervalTimer;
import foal.kernel.time.Itimerspec;
import foal.kernel.time.SettableClock;
import foal.kernel.time.Timers;
import foal.kernel.time.Timespec;
import java.util.Optional;
import java.util.function.LongSupplier;

/** System calls on the timers that send signals (setitimer(2), timer_create(2)). */
public final class TimerCalls {
    private static final long MICROS_PER_SECOND = 1_000_000, NANOS_PER_SECOND = 1_000_000_000, NANOS_PER_MICRO = 1000;
    private static final int SIGEVENT_SIZE = 64;

    private final Signals signals;
    private final Timers timers;
    private final SettableClock clock;
    private final CpuTimers cpuTimers;
    private final Struct itimerval = new Struct(Itimerspec.SIZE);
    private final Struct itimerspec = new Struct(Itimerspec.SIZE);
    private final Struct sigevent = new Struct(SIGEVENT_SIZE);

    public TimerCalls(Signals signals, Timers timers, SettableClock clock, CpuTimers cpuTimers) {
        this.signals = signals;
        this.timers = timers;
        this.clock = clock;
        this.cpuTimers = cpuTimers;
    }

    /** The timers of setitimer(2). */
    public enum Which implements Symbolic {
        ITIMER_REAL, ITIMER_VIRTUAL, ITIMER_PROF;

        @Override
        public long value() {
            return ordinal();
        }
    }

    private static final ByNumber<Which> WHICH = ByNumber.of(Which.class);

    private ProcessTimers timers(Process process) {
        if (process.timers().isEmpty()) {
            process.setTimers(new ProcessTimers(process, signals, timers, clock, cpuTimers));
        }
        return process.timers().get();
    }

    private Optional<PosixTimer> find(Task task, int id) {
        return task.process().timers().flatMap(all -> all.find(id));
    }

    // ---- setitimer ---------------------------------------------------------------------------------------------

    @Syscall(nr = 102, doc = "find out when a timer of the process will send its signal")
    public long getitimer(Task task, Which which, @Out(Data.ITIMERVAL) long value) {
        putSetting(task, which);
        return task.memory().write(value, itimerval) ? 0 : EFAULT.result();
    }

    @Syscall(nr = 103, doc = "set a timer that sends a signal to the process",
            differs = "By the host's clock all time is user time: ITIMER_PROF counts what ITIMER_VIRTUAL counts.")
    public long setitimer(Task task, @OneOf(Which.class) int which, @In(Data.ITIMERVAL) long value,
            @Out(Data.ITIMERVAL) long ovalue) {
        if (!task.memory().read(value, itimerval)) {
            if (value != 0) {
                return EFAULT.result();
            }
            itimerval.clear();
        }
        long interval = nanoseconds(0);
        long first = nanoseconds(16);
        Optional<Which> known = WHICH.find(which);
        if (known.isEmpty() || interval == Timespec.INVALID || first == Timespec.INVALID) {
            return EINVAL.result();
        }
        IntervalTimer timer = putSetting(task, known.get());
        if (first == 0) {
            timer.disarm();
        } else {
            timer.set(Timespec.deadline(timer.clock(), first, false, false), interval);
        }
        return ovalue == 0 || task.memory().write(ovalue, itimerval) ? 0 : EFAULT.result();
    }

    /** A {@code struct timeval} in the struct at hand. */
    private long nanoseconds(int offset) {
        long seconds = itimerval.getLong(offset);
        long micros = itimerval.getLong(offset + 8);
        if (seconds < 0 || micros < 0 || micros >= MICROS_PER_SECOND) {
            return Timespec.INVALID;
        }
        return seconds >= Timers.NEVER / NANOS_PER_SECOND ? Timespec.FOREVER
                : seconds * NANOS_PER_SECOND + micros * NANOS_PER_MICRO;
    }

    private IntervalTimer putSetting(Task task, Which which) {
        IntervalTimer timer = timers(task.process()).intervalTimer(which.ordinal());
        put(0, timer.interval());
        put(16, timer.remaining());
        return timer;
    }

    /** What is left is at least a microsecond, as 0 would say that the timer is off. */
    private void put(int offset, long nanoseconds) {
        long micros = (nanoseconds + NANOS_PER_MICRO - 1) / NANOS_PER_MICRO;
        itimerval.putLong(offset, micros / MICROS_PER_SECOND).putLong(offset + 8, micros % MICROS_PER_SECOND);
    }

    // ---- timer_create ------------------------------------------------------------------------------------------

    @Syscall(nr = 107, doc = "make a timer that sends signals",
            differs = "Clocks: real time, monotonic, boot time, and the caller's own cpu time.")
    public long timer_create(Task task, @OneOf(ClockId.class) int clockid, @In(Data.SIGEVENT) long sevp,
            @Out(Data.INT) long timerid) {
        if (sevp != 0 && !task.memory().read(sevp, sigevent)) {
            return EFAULT.result();
        }
        boolean isCpuTime = ClockId.isProcessTime(clockid) || ClockId.isThreadTime(clockid);
        if (!isCpuTime && clockid != 0 && clockid != 1 && (clockid < 7 || clockid > 11 || clockid == 10)) {
            return clockid >= 4 && clockid <= 6 ? EOPNOTSUPP.result() : EINVAL.result();
        }
        ProcessTimers all = timers(task.process());
        int id = all.nextId();
        Optional<PosixTimer.Notice> notice = sevp != 0 ? notice(task)
                : Optional.of(new PosixTimer.Notice(false, Signal.SIGALRM.number(), id, Optional.empty()));
        if (notice.isEmpty()) {
            return EINVAL.result();
        }
        if (!task.memory().writeInt(timerid, id)) {
            return EFAULT.result();
        }
        if (!task.process().signalAllowance().take(task.process())) {
            return EAGAIN.result();
        }
        all.add(id, new PosixTimer(id, task.process(), signals, notice.get(),
                ClockId.isWallClock(clockid) ? Optional.of(clock) : Optional.empty(),
                expired -> !isCpuTime ? new IntervalTimer(timers, clock, expired)
                        : cpuTimers.timer(cpuTime(task, clockid), expired)));
        return 0;
    }

    /** The CPU time of the process or the thread, as one of these clocks counts it. */
    private LongSupplier cpuTime(Task task, int clockid) {
        boolean userOnly = ClockId.countsUserTimeOnly(clockid);
        if (ClockId.isProcessTime(clockid)) {
            Process process = task.process();
            return userOnly ? () -> process.usage().userTime(clock.monotonic()) : () -> process.usage().cpuTime(clock.monotonic());
        }
        return userOnly ? () -> task.time().userTime(clock.monotonic()) : () -> task.time().cpuTime(clock.monotonic());
    }

    /** What the {@code struct sigevent} at hand says; empty if it is wrong. */
    private Optional<PosixTimer.Notice> notice(Task task) {
        int signal = sigevent.getInt(8);
        int how = sigevent.getInt(12);
        int tid = sigevent.getInt(16);
        boolean toThread = how == TimerNotice.SIGEV_THREAD_ID.value();
        Optional<Task> receiver = !toThread ? Optional.empty()
                : task.process().tasks().stream().filter(one -> one.tid() == tid).findFirst();
        boolean isKnown = how == TimerNotice.SIGEV_SIGNAL.value() || how == TimerNotice.SIGEV_THREAD.value() || receiver.isPresent();
        boolean isSilent = how == TimerNotice.SIGEV_NONE.value();
        return isSilent || isKnown && signal >= 1 && signal <= Signal.LAST
                ? Optional.of(new PosixTimer.Notice(isSilent, signal, sigevent.getLong(0), receiver)) : Optional.empty();
    }

    @Syscall(nr = 110, doc = "set or stop a timer that sends signals")
    public long timer_settime(Task task, int timerid, @Flags(TimeCalls.SleepFlag.class) int flags,
            @In(Data.ITIMERSPEC) long new_value, @Out(Data.ITIMERSPEC) long old_value) {
        if (new_value == 0) {
            return EINVAL.result();
        }
        if (!task.memory().read(new_value, itimerspec)) {
            return EFAULT.result();
        }
        Itimerspec setting = Itimerspec.read(itimerspec);
        Optional<PosixTimer> timer = find(task, timerid);
        if (!setting.isValid() || timer.isEmpty()) {
            return EINVAL.result();
        }
        timer.get().setting().put(itimerspec);
        timer.get().set(setting, TimeCalls.SleepFlag.TIMER_ABSTIME.in(flags));
        return old_value == 0 || task.memory().write(old_value, itimerspec) ? 0 : EFAULT.result();
    }

    @Syscall(nr = 108, doc = "find out when a timer will send its signal")
    public long timer_gettime(Task task, int timerid, @Out(Data.ITIMERSPEC) long curr_value) {
        Optional<PosixTimer> timer = find(task, timerid);
        if (timer.isEmpty()) {
            return EINVAL.result();
        }
        return task.memory().write(curr_value, timer.get().setting().put(itimerspec)) ? 0 : EFAULT.result();
    }

    @Syscall(nr = 109, doc = "find out how often a timer went off while its last signal was pending")
    public long timer_getoverrun(Task task, int timerid) {
        return find(task, timerid).map(PosixTimer::overrun).orElse(EINVAL.result());
    }

    @Syscall(nr = 111, doc = "remove a timer")
    public long timer_delete(Task task, int timerid) {
        if (find(task, timerid).isEmpty()) {
            return EINVAL.result();
        }
        timers(task.process()).delete(timerid);
        return 0;
    }
}
