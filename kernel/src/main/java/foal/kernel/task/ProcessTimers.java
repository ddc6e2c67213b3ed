package foal.kernel.task;

import foal.kernel.time.Clock;
import foal.kernel.time.CpuTimers;
import foal.kernel.time.IntervalTimer;
import foal.kernel.time.Timers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The timers of a process that send it signals: three of setitimer(2), and those that it makes with timer_create(2). */
public final class ProcessTimers {
    private final Process process;
    private final CpuTimers cpuTimers;
    private final List<IntervalTimer> intervalTimers;
    private final TreeMap<Integer, PosixTimer> made = new TreeMap<>();
    private int nextId;

    public ProcessTimers(Process process, Signals signals, Timers timers, Clock clock, CpuTimers cpuTimers) {
        this.process = process;
        this.cpuTimers = cpuTimers;
        intervalTimers = List.of(
                new IntervalTimer(timers, clock, () -> signals.send(process, SignalInfo.fromKernel(Signal.SIGALRM))),
                cpuTimers.timer(() -> process.usage().userTime(clock.monotonic()), () -> cpuExpired(process, signals, 1, Signal.SIGVTALRM)),
                cpuTimers.timer(() -> process.usage().cpuTime(clock.monotonic()), () -> cpuExpired(process, signals, 2, Signal.SIGPROF)));
    }

    private void cpuExpired(Process process, Signals signals, int which, Signal signal) {
        signals.send(process, SignalInfo.fromKernel(signal));
        intervalTimers.get(which).takeExpirations();
    }

    /** One of setitimer's. @param which ITIMER_REAL 0, ITIMER_VIRTUAL 1, ITIMER_PROF 2 */
    public IntervalTimer intervalTimer(int which) {
        return intervalTimers.get(which);
    }

    /** The id that the next timer gets. */
    public int nextId() {
        while (made.containsKey(nextId)) {
            nextId = nextId == Integer.MAX_VALUE ? 0 : nextId + 1;
        }
        return nextId;
    }

    public void add(int id, PosixTimer timer) {
        made.put(id, timer);
        nextId = id == Integer.MAX_VALUE ? 0 : id + 1;
    }

    public Optional<PosixTimer> find(int id) {
        return Optional.ofNullable(made.get(id));
    }

    public void delete(int id) {
        PosixTimer timer = made.remove(id);
        cpuTimers.forget(timer.timer());
        timer.close();
        process.signalAllowance().giveBack(timer.payer());
    }

    /** A signal is about to be delivered: if it is a timer's, that goes on. @return what is to be told of it */
    public SignalInfo delivered(SignalInfo info) {
        if (info.code() == SignalInfo.SI_TIMER) {
            return find(info.pid()).map(timer -> timer.delivered(info)).orElse(info);
        }
        if (info.signal() == Signal.SIGALRM.number()) {
            intervalTimers.getFirst().takeExpirations();
        }
        return info;
    }

    /** A new program runs: what the old one has made is gone, setitimer's timers go on. */
    public void forgetMade() {
        new ArrayList<>(made.keySet()).forEach(this::delete);
    }

    /** The process has ended. */
    public void close() {
        forgetMade();
        intervalTimers.forEach(cpuTimers::forget);
    }
}
