package foal.kernel.task;

import foal.kernel.time.Clock;
import foal.kernel.time.IntervalTimer;
import foal.kernel.time.Itimerspec;
import foal.kernel.time.SettableClock;
import foal.kernel.time.Timespec;
import java.util.Optional;
import java.util.function.Function;

/**
 * A timer that a program has made with timer_create(2), and that sends a signal. While the signal is pending the timer
 * stands still; what it misses meanwhile is its overrun.
 */
public final class PosixTimer implements SettableClock.Follower {
    /** A timer whose signal is ignored tries again so much later at the earliest. */
    private static final long PAUSE = 4_000_000;

    /** How it tells that it has gone off. @param receiver the one thread that is to get the signal, if not any */
    public record Notice(boolean isSilent, int signal, long value, Optional<Task> receiver) {}

    private final int id;
    private final Process process;
    private final int payer;
    private final Signals signals;
    private final Notice notice;
    private final Optional<SettableClock> wallClock;
    private final Clock clock;
    private final IntervalTimer timer;
    private long overrun;

    /** @param wallClock if it goes by that @param maker makes the timer, given what is to happen when it goes off */
    public PosixTimer(int id, Process process, Signals signals, Notice notice, Optional<SettableClock> wallClock,
            Function<Runnable, IntervalTimer> maker) {
        this.id = id;
        this.process = process;
        payer = process.credentials().realUser();
        this.signals = signals;
        this.notice = notice;
        this.wallClock = wallClock;
        timer = maker.apply(this::expired);
        clock = timer.clock();
    }

    /** The user to whom it is charged. */
    int payer() {
        return payer;
    }

    IntervalTimer timer() {
        return timer;
    }

    private void expired() {
        if (notice.isSilent()) {
            return;
        }
        SignalInfo info = new SignalInfo(notice.signal(), SignalInfo.SI_TIMER, id, 0, 0, 0, notice.value());
        boolean kept = notice.receiver().map(task -> signals.send(task, info)).orElseGet(() -> signals.send(process, info));
        long pending = (notice.receiver().map(task -> task.signals().pending()).orElse(0L)
                | process.signals().pending()) & Signal.bit(notice.signal());
        if (!kept || pending == 0) {
            timer.goOnAfter(clock.monotonic() + PAUSE);
        }
    }

    /** Its signal is delivered. @return the signal with the overrun */
    SignalInfo delivered(SignalInfo info) {
        overrun = Math.min(Integer.MAX_VALUE, Math.max(0, timer.takeExpirations() - 1));
        return new SignalInfo(info.signal(), info.code(), info.pid(), (int) overrun, 0, 0, info.value());
    }

    /** How often it went off while the signal that was delivered last was pending. */
    public long overrun() {
        return overrun;
    }

    public void set(Itimerspec setting, boolean absolute) {
        overrun = 0;
        wallClock.ifPresent(it -> it.unfollow(this));
        if (setting.value() == 0) {
            timer.disarm();
            return;
        }
        if (absolute && wallClock.isPresent()) {
            wallClock.get().follow(this);
        }
        timer.set(Timespec.deadline(clock, setting.value(), absolute, wallClock.isPresent()), setting.interval());
    }

    @Override
    public void wallClockSet(long change) {
        timer.clockSet(change);
    }

    /** It is of no use any more. */
    void close() {
        wallClock.ifPresent(it -> it.unfollow(this));
    }

    /** The interval, and how long it will be until the timer goes off. */
    public Itimerspec setting() {
        return new Itimerspec(timer.interval(), timer.remaining());
    }
}
