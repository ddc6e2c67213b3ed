package foal.kernel.poll;

import static foal.kernel.syscall.Errno.EAGAIN;
import static foal.kernel.syscall.Errno.ECANCELED;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;

import foal.kernel.file.OpenFlag;
import foal.kernel.file.PollEvent;
import foal.kernel.memory.Struct;
import foal.kernel.memory.UserBuffer;
import foal.kernel.task.Task;
import foal.kernel.task.WaitQueue;
import foal.kernel.task.Wakers;
import foal.kernel.time.IntervalTimer;
import foal.kernel.time.Itimerspec;
import foal.kernel.time.SettableClock;
import foal.kernel.time.Timers;
import foal.kernel.time.Timespec;
import java.util.List;

/** A timer as a descriptor: a read tells how often it has gone off since the last (timerfd_create(2)). */
final class Timerfd extends AnonymousFile implements SettableClock.Follower {
    private static final int SIZE = 8;

    private final SettableClock clock;
    private final boolean isWallClock;
    private final IntervalTimer timer;
    private final byte[] bytes = new byte[SIZE];
    private final Struct value = Struct.of(bytes);
    private long expirations;
    /** What was set last, even with a value of 0, which stops the timer: so it is told (unlike by timer_gettime(2)). */
    private long interval;
    /** Whether the owner wants to know when the clock is set, and whether it was set and the owner does not know yet. */
    private boolean isCancelledBySetting;
    private boolean isCancelled;
    private final WaitQueue readable = new WaitQueue("a timer to go off", Wakers.OUTSIDE);

    /** @param isWallClock whether absolute times count from 1970 */
    Timerfd(Timers timers, SettableClock clock, boolean isWallClock, int flags) {
        super(flags | (int) OpenFlag.O_RDWR.value(), "timerfd");
        this.clock = clock;
        this.isWallClock = isWallClock;
        timer = new IntervalTimer(timers, clock, readable::wakeAll);
    }

    /**
     * Sets the timer, or stops it with a value of 0. Expirations so far are forgotten.
     *
     * @param cancelOnSet whether a read is to fail when the wall clock was set, if the time is an absolute one of that clock
     * @return false if the clock was set since that was asked for; the timer is set all the same
     */
    boolean set(Itimerspec setting, boolean absolute, boolean cancelOnSet) {
        boolean followsClock = absolute && isWallClock;
        isCancelledBySetting = followsClock && cancelOnSet;
        if (followsClock) {
            clock.follow(this);
        } else {
            clock.unfollow(this);
        }
        expirations = 0;
        interval = setting.interval();
        if (setting.value() == 0) {
            timer.disarm();
            return true;
        }
        timer.set(Timespec.deadline(clock, setting.value(), absolute, isWallClock), interval);
        return !takeCancellation();
    }

    @Override
    public void wallClockSet(long change) {
        timer.clockSet(change);
        if (isCancelledBySetting) {
            isCancelled = true;
            expirations++;
            readable.wakeAll();
        }
    }

    /** Whether the owner is to be told that the clock was set; it is told once. */
    private boolean takeCancellation() {
        boolean was = isCancelled && isCancelledBySetting;
        if (was) {
            isCancelled = false;
        }
        return was;
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
        if (takeCancellation()) {
            expirations = 0;
            return ECANCELED.result();
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
        clock.unfollow(this);
        timer.disarm();
    }
}
