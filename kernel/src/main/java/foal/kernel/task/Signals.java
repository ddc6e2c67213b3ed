package foal.kernel.task;

import static foal.kernel.task.Signal.SIGCONT;
import static foal.kernel.task.Signal.SIGSTOP;
import static foal.kernel.task.Signal.SIGTSTP;
import static foal.kernel.task.Signal.SIGTTIN;
import static foal.kernel.task.Signal.SIGTTOU;

import java.util.Optional;

/**
 * Sends signals and delivers them (signal(7)). Sending marks a signal as pending and wakes whoever must see it;
 * delivery happens just before a task goes on with its program.
 */
public final class Signals {
    private static final long STOP_SIGNALS = SIGSTOP.bit() | SIGTSTP.bit() | SIGTTIN.bit() | SIGTTOU.bit();

    private final Processes processes;
    private final Trace trace;
    private Optional<SignalTracer> tracer = Optional.empty();
    private Optional<CoreDumper> dumper = Optional.empty();

    Signals(Processes processes, Trace trace) {
        this.processes = processes;
        this.trace = trace;
    }

    /** Registers a tracer. It is asked about every signal that is about to take effect, except SIGKILL. */
    public void traceBy(SignalTracer newTracer) {
        tracer = Optional.of(newTracer);
    }

    /** Registers what writes the cores of processes that signals kill. */
    public void dumpBy(CoreDumper newDumper) {
        dumper = Optional.of(newDumper);
    }

    // ---- sending -----------------------------------------------------------------------------------------------

    /**
     * Sends a signal to a process: one of its tasks that do not block it takes it.
     *
     * @return false if there was no room to queue it: EAGAIN, for those who care
     */
    public boolean send(Process process, SignalInfo info) {
        if (process.tasks().isEmpty() || process.pid() == Processes.INIT_PID) {
            return true;
        }
        applyAtOnce(process, info.signal());
        if (isDropped(process.tasks().getFirst(), info.signal())) {
            tellIgnored(process.tasks().getFirst(), info);
            return true;
        }
        Optional<Task> receiver = receiver(process, info.signal());
        boolean kept = process.signals().add(info);
        receiver.ifPresent(Task::wake);
        process.actions().arrived().wakeAll();
        return kept;
    }

    /** Sends a signal to one task. @return as {@link #send(Process, SignalInfo)} */
    public boolean send(Task task, SignalInfo info) {
        if (task.state() == Task.State.DEAD || task.pid() == Processes.INIT_PID) {
            return true;
        }
        applyAtOnce(task.process(), info.signal());
        if (isDropped(task, info.signal())) {
            tellIgnored(task, info);
            return true;
        }
        boolean kept = task.signals().add(info);
        if (task.signals().admits(info.signal())) {
            task.wake();
        }
        task.process().actions().arrived().wakeAll();
        return kept;
    }

    /** Whether a signal is ignored already when it is sent. A blocked one is not: its action may yet change. */
    private static boolean isDropped(Task task, int signal) {
        return !isBlocked(task, signal) && task.process().actions().ignores(signal);
    }

    /** The task that is to take a signal sent to its process: the first that has no other to take, if there is one. */
    private static Optional<Task> receiver(Process process, int signal) {
        Optional<Task> busy = Optional.empty();
        for (Task task : process.tasks()) {
            if (task.signals().admits(signal)) {
                if (due(task) == 0) {
                    return Optional.of(task);
                }
                busy = busy.or(() -> Optional.of(task));
            }
        }
        return busy;
    }

    /**
     * Sends the signal of a fault in the task's own code. It cannot be put off: if it is blocked or ignored, the
     * process dies of it.
     */
    public void fault(Task task, SignalInfo info) {
        if (isBlocked(task, info.signal()) || task.process().actions().ignores(info.signal())) {
            task.process().actions().set(info.signal(), SignalActions.Action.DEFAULT);
            task.signals().setBlocked(task.signals().blocked() & ~Signal.bit(info.signal()));
        }
        task.signals().add(info);
    }

    /** What a signal does whether or not it is blocked: SIGCONT continues, and undoes stops; SIGKILL wakes. */
    private void applyAtOnce(Process process, int signal) {
        if (signal == SIGCONT.number()) {
            discard(process, STOP_SIGNALS);
            if (process.isStopped()) {
                processes.jobControl().continueProcess(process);
            }
        } else if ((STOP_SIGNALS & Signal.bit(signal)) != 0) {
            discard(process, SIGCONT.bit());
        } else if (signal == Signal.SIGKILL.number() && process.isStopped()) {
            processes.jobControl().resumeTasks(process);
        }
    }

    private static void discard(Process process, long signals) {
        process.signals().discard(signals);
        process.tasks().forEach(task -> task.signals().discard(signals));
    }

    private static boolean isBlocked(Task task, int signal) {
        return (task.signals().blocked() & Signal.bit(signal)) != 0;
    }

    // ---- delivery ----------------------------------------------------------------------------------------------

    /** Whether a signal is to be delivered before the task goes on. */
    public boolean isDue(Task task) {
        return due(task) != 0;
    }

    private static long due(Task task) {
        return pending(task) & ~task.signals().held();
    }

    /** The signals that are pending for a task or for its process. */
    public static long pending(Task task) {
        return task.signals().pending() | task.process().signals().pending();
    }

    /**
     * The one to be delivered first, as a bit: SIGKILL; then the task's own before the process's; faults, which the
     * registers still tell of, before others; then the lowest number.
     */
    private static long first(Task task, long candidates) {
        if ((candidates & Signal.SIGKILL.bit()) != 0) {
            return Signal.SIGKILL.bit();
        }
        long own = task.signals().pending() & candidates;
        long nearest = own != 0 ? own : candidates;
        long faults = nearest & SignalInfo.FAULTS;
        return Long.lowestOneBit(faults != 0 ? faults : nearest);
    }

    /** Takes a pending signal out, the one to be delivered first among those wanted. */
    public Optional<SignalInfo> take(Task task, long wanted) {
        long candidates = pending(task) & wanted;
        if (candidates == 0) {
            return Optional.empty();
        }
        long bit = first(task, candidates);
        Optional<SignalInfo> own = task.signals().take(bit);
        Optional<SignalInfo> taken = own.isPresent() ? own : task.process().signals().take(bit);
        Optional<ProcessTimers> timers = task.process().timers();
        return timers.isEmpty() ? taken : taken.map(timers.get()::delivered);
    }

    /**
     * Delivers what is due. The task's registers are in its frame. Afterwards the task may be dead or stopped, or
     * its frame may lead into a handler.
     */
    public void deliver(Task task) {
        do {
            while (task.state() == Task.State.RUNNING && isDue(task)) {
                deliver(task, take(task, due(task)).orElseThrow());
            }
            // If no handler has started with the call's own mask, the program's mask is back and may let more signals through.
        } while (task.state() == Task.State.RUNNING && task.signals().endMeanwhile());
    }

    /** Whether the action of the signal that is due first says to make an interrupted call again. */
    public boolean restartsCalls(Task task) {
        int next = Long.numberOfTrailingZeros(first(task, due(task))) + 1;
        return task.process().actions().get(next).has(SigactionFlag.SA_RESTART);
    }

    /**
     * Delivers what is due and no handler catches, to a task that is in a call and stays in it if it lives and is
     * not stopped. The signals that remain have handlers, and interrupt the call.
     */
    public void deliverUncaught(Task task) {
        long uncaught = task.process().actions().uncaught(due(task));
        while (task.state() == Task.State.RUNNING && uncaught != 0) {
            deliver(task, take(task, uncaught).orElseThrow());
            uncaught = task.process().actions().uncaught(due(task));
        }
    }

    private void deliver(Task task, SignalInfo info) {
        if (task.process().actions().ignores(info.signal())) {
            tellIgnored(task, info);
            return;
        }
        if (tracer.isEmpty() || info.signal() == Signal.SIGKILL.number()) {
            takeEffect(task, info);
        } else {
            tracer.get().delivering(task, info).ifPresent(it -> takeEffect(task, it));
        }
    }

    private void tellIgnored(Task task, SignalInfo info) {
        if (trace.isWatched()) {
            trace.publish(new Event.SignalIgnored(task, info));
        }
    }

    private void takeEffect(Task task, SignalInfo info) {
        Process process = task.process();
        int signal = info.signal();
        SignalActions.Action action = process.actions().get(signal);
        if (trace.isWatched()) {
            trace.publish(new Event.SignalDelivered(task, info));
        }
        if (action.isCaught()) {
            enterHandler(task, info, action);
            return;
        }
        switch (Signal.defaultOf(signal)) {
            case TERMINATE -> processes.exit(process, new ExitStatus.Killed(signal));
            case DUMP -> processes.exit(process, new ExitStatus.Killed(signal, dumper.filter(it -> it.dump(task, info)).isPresent()));
            case STOP -> {
                // In an orphaned group nobody could send SIGCONT, so only SIGSTOP stops its processes.
                if (signal == SIGSTOP.number() || !processes.jobControl().isOrphaned(process.group())) {
                    processes.jobControl().stop(process, signal);
                }
            }
            case IGNORE, CONTINUE -> { }
        }
    }

    private void enterHandler(Task task, SignalInfo info, SignalActions.Action action) {
        SignalActions actions = task.process().actions();
        if (action.has(SigactionFlag.SA_RESETHAND)) {
            actions.set(info.signal(), new SignalActions.Action(SignalActions.SIG_DFL, action.flags(), action.mask()));
        }
        if (!SignalFrame.enterHandler(task, info, action)) {
            if (info.signal() == Signal.SIGSEGV.number()) {
                actions.set(info.signal(), SignalActions.Action.DEFAULT); // its handler would fail again
            }
            fault(task, SignalInfo.fromKernel(Signal.SIGSEGV));
        }
    }
}
