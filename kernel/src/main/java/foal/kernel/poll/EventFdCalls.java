package foal.kernel.poll;

import static foal.kernel.syscall.Errno.EBADF;
import static foal.kernel.syscall.Errno.ECANCELED;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;

import foal.kernel.file.DescriptorTable;
import foal.kernel.file.OpenFile;
import foal.kernel.file.OpenFlag;
import foal.kernel.memory.Struct;
import foal.kernel.syscall.Data;
import foal.kernel.syscall.Fd;
import foal.kernel.syscall.Flags;
import foal.kernel.syscall.In;
import foal.kernel.syscall.OneOf;
import foal.kernel.syscall.Out;
import foal.kernel.syscall.Symbolic;
import foal.kernel.syscall.Syscall;
import foal.kernel.syscall.Topic;
import foal.kernel.task.Signals;
import foal.kernel.task.Task;
import foal.kernel.time.ClockId;
import foal.kernel.time.Itimerspec;
import foal.kernel.time.SettableClock;
import foal.kernel.time.Timers;
import java.util.Optional;

/** System calls that make descriptors of counters, timers and signals. */
public final class EventFdCalls {
    private static final int SIGSET_SIZE = 8;
    private static final int CLOEXEC = (int) OpenFlag.O_CLOEXEC.value(), NONBLOCK = (int) OpenFlag.O_NONBLOCK.value();

    private final Signals signals;
    private final Timers timers;
    private final SettableClock clock;
    private final Struct set = new Struct(SIGSET_SIZE);
    private final Struct itimerspec = new Struct(Itimerspec.SIZE);

    public EventFdCalls(Signals signals, Timers timers, SettableClock clock) {
        this.signals = signals;
        this.timers = timers;
        this.clock = clock;
    }

    /** Flags of eventfd2(2). */
    public enum EventfdFlag implements Symbolic {
        EFD_SEMAPHORE(1), EFD_CLOEXEC(CLOEXEC), EFD_NONBLOCK(NONBLOCK);

        private final int value;

        EventfdFlag(int value) {
            this.value = value;
        }

        @Override
        public long value() {
            return value;
        }
    }

    /** Flags of timerfd_create(2). */
    public enum TimerfdFlag implements Symbolic {
        TFD_CLOEXEC(CLOEXEC), TFD_NONBLOCK(NONBLOCK);

        private final int value;

        TimerfdFlag(int value) {
            this.value = value;
        }

        @Override
        public long value() {
            return value;
        }
    }

    /** Flags of timerfd_settime(2). */
    public enum TimerfdSetFlag implements Symbolic {
        TFD_TIMER_ABSTIME(1), TFD_TIMER_CANCEL_ON_SET(2);

        private final int value;

        TimerfdSetFlag(int value) {
            this.value = value;
        }

        @Override
        public long value() {
            return value;
        }
    }

    /** Flags of signalfd4(2). */
    public enum SignalfdFlag implements Symbolic {
        SFD_CLOEXEC(CLOEXEC), SFD_NONBLOCK(NONBLOCK);

        private final int value;

        SignalfdFlag(int value) {
            this.value = value;
        }

        @Override
        public long value() {
            return value;
        }
    }

    private static long add(Task task, OpenFile file, int flags) {
        return DescriptorTable.of(task).add(file, (flags & CLOEXEC) != 0);
    }

    @Syscall(nr = 19, doc = "make a descriptor for a counter of events", topics = Topic.DESC)
    public long eventfd2(Task task, int count, @Flags(EventfdFlag.class) int flags) {
        int semaphore = EventfdFlag.EFD_SEMAPHORE.value;
        if ((flags & ~(semaphore | CLOEXEC | NONBLOCK)) != 0) {
            return EINVAL.result();
        }
        return add(task, new Eventfd(Integer.toUnsignedLong(count), (flags & semaphore) != 0, flags), flags);
    }

    @Syscall(nr = 74, doc = "make a descriptor for signals, or change which", topics = {Topic.DESC, Topic.SIGNAL})
    public long signalfd4(Task task, @Fd int fd, @In(Data.SIGSET) long mask, long sizemask, @Flags(SignalfdFlag.class) int flags) {
        if (sizemask != SIGSET_SIZE) {
            return EINVAL.result();
        }
        if (!task.memory().read(mask, set)) {
            return EFAULT.result();
        }
        if ((flags & ~(CLOEXEC | NONBLOCK)) != 0) {
            return EINVAL.result();
        }
        if (fd == -1) {
            return add(task, new Signalfd(signals, set.getLong(0), flags), flags);
        }
        Optional<OpenFile> file = DescriptorTable.of(task).get(fd);
        if (file.isEmpty()) {
            return EBADF.result();
        }
        if (!(file.get() instanceof Signalfd signalfd)) {
            return EINVAL.result();
        }
        signalfd.setWanted(set.getLong(0));
        task.process().actions().arrived().wakeAll();
        return fd;
    }

    @Syscall(nr = 85, doc = "make a descriptor for a timer", topics = Topic.DESC)
    public long timerfd_create(Task task, @OneOf(ClockId.class) int clockid, @Flags(TimerfdFlag.class) int flags) {
        boolean isClock = clockid == 0 || clockid == 1 || clockid >= 7 && clockid <= 9;
        if (!isClock || (flags & ~(CLOEXEC | NONBLOCK)) != 0) {
            return EINVAL.result();
        }
        return add(task, new Timerfd(timers, clock, ClockId.isWallClock(clockid), flags), flags);
    }

    @Syscall(nr = 86, doc = "set or stop the timer of a descriptor")
    public long timerfd_settime(Task task, @Fd int fd, @Flags(TimerfdSetFlag.class) int flags,
            @In(Data.ITIMERSPEC) long new_value, @Out(Data.ITIMERSPEC) long old_value) {
        if (!task.memory().read(new_value, itimerspec)) {
            return EFAULT.result();
        }
        Itimerspec setting = Itimerspec.read(itimerspec);
        boolean known = (flags & ~(TimerfdSetFlag.TFD_TIMER_ABSTIME.value | TimerfdSetFlag.TFD_TIMER_CANCEL_ON_SET.value)) == 0;
        if (!known || !setting.isValid()) {
            return EINVAL.result();
        }
        Optional<OpenFile> file = DescriptorTable.of(task).get(fd);
        if (file.isEmpty() || !(file.get() instanceof Timerfd timerfd)) {
            return file.isEmpty() ? EBADF.result() : EINVAL.result();
        }
        timerfd.setting().put(itimerspec);
        if (!timerfd.set(setting, TimerfdSetFlag.TFD_TIMER_ABSTIME.in(flags), TimerfdSetFlag.TFD_TIMER_CANCEL_ON_SET.in(flags))) {
            return ECANCELED.result();
        }
        return old_value == 0 || task.memory().write(old_value, itimerspec) ? 0 : EFAULT.result();
    }

    @Syscall(nr = 87, doc = "find out when the timer of a descriptor will go off")
    public long timerfd_gettime(Task task, @Fd int fd, @Out(Data.ITIMERSPEC) long curr_value) {
        Optional<OpenFile> file = DescriptorTable.of(task).get(fd);
        if (file.isEmpty() || !(file.get() instanceof Timerfd timerfd)) {
            return file.isEmpty() ? EBADF.result() : EINVAL.result();
        }
        return task.memory().write(curr_value, timerfd.setting().put(itimerspec)) ? 0 : EFAULT.result();
    }
}
