package foal.kernel.poll;

import static foal.kernel.syscall.Errno.EAGAIN;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;

import foal.kernel.file.OpenFlag;
import foal.kernel.file.PollEvent;
import foal.kernel.memory.Struct;
import foal.kernel.memory.UserBuffer;
import foal.kernel.task.Task;
import foal.kernel.task.WaitQueue;
import foal.kernel.task.Wakers;
import foal.kernel.time.Clock;
import foal.kernel.time.IntervalTimer;
import foal.kernel.time.Itimerspec;
import foal.kernel.time.Timers;
import foal.kernel.time.Timespec;
import java.util.List;

/** A timer as a descriptor: a read tells how often it has gone off since the last (timerfd_create(2)). */
final class Timerfd extends AnonymousFile {
    private static final int SIZE = 8;

    private final Clock clock;
    private final boolean isWallClock;
    private final IntervalTimer timer;
    private final byte[] bytes = new byte[SIZE];
    private final Struct value = Struct.of(bytes);
    private long expirations;
    /** What was set last, even with a value of 0, which stops the timer: so it is told (unlike by timer_gettime(2)). */
    private long interval;
    private final WaitQueue readable = new WaitQueue("a timer to go off", Wakers.OUTSIDE);

    /** @param isWallClock whether absolute times count from 1970 */
    Timerfd(Timers timers, Clock clock, boolean isWallClock, int flags) {
        super(flags | (int) OpenFlag.O_RDWR.value(), "timerfd");
        this.clock = clock;
        this.isWallClock = isWallClock;
        timer = new IntervalTimer(timers, clock, readable::wakeAll);
    }

    /** Sets the timer, or stops it with a value of 0. Expirations so far are forgotten. */
    void set(Itimerspec setting, boolean absolute) {
        expirations = 0;
        interval = setting.interval();
        if (setting.value() == 0) {
            timer.disarm();
        } else {
            timer.set(Timespec.deadline(clock, setting.value(), absolute, isWallClock), interval);
        }
    }

    /** The interval, and how long it will be until the timer goes off. */
    Itimerspec setting() {
        expirations += timer.takeExpirations();
        return new Itimerspec(interval, timer.remaining());
    }

    @Override
    public long read(Task task, UserBuffer to) {
        if (to.remaining() < SIZE) {
            return EINVAL.result();
        }
        expirations += timer.takeExpirations();
        if (expirations == 0) {
            return isNonBlocking() ? EAGAIN.result() : task.waitOn(readable);
        }
        value.putLong(0, expirations);
        expirations = 0;
        return to.give(bytes, 0, SIZE) == SIZE ? SIZE : EFAULT.result();
    }

    @Override
    public int poll(Task task) {
        return expirations != 0 || timer.hasExpired() ? (int) PollEvent.POLLIN.value() : 0;
    }

    @Override
    public List<WaitQueue> pollQueues(Task task) {
        return List.of(readable);
    }

    @Override
    protected void released() {
        timer.disarm();
    }
}
