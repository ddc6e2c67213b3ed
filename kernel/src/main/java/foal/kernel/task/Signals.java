package foal.kernel.task;

import static foal.kernel.task.Signal.SIGCONT;
import static foal.kernel.task.Signal.SIGSTOP;
import static foal.kernel.task.Signal.SIGTSTP;
import static foal.kernel.task.Signal.SIGTTIN;
import static foal.kernel.task.Signal.SIGTTOU;

import foal.kernel.trace.Event;
import foal.kernel.trace.Trace;
import java.util.Optional;

/**
 * Sends signals and delivers them (signal(7)). Sending marks a signal as pending and wakes whoever must see it;
 * delivery happens just before a task goes on with its program.
 */
public final class Signals {
    private static final long STOP_SIGNALS = SIGSTOP.bit() | SIGTSTP.bit() | SIGTTIN.bit() | SIGTTOU.bit();

    private final Processes processes;
    private final Trace trace;

    Signals(Processes processes, Trace trace) {
        this.processes = processes;
        this.trace = trace;
    }

    // ---- sending -----------------------------------------------------------------------------------------------

    /** Sends a signal to a process: whichever of its tasks does not block it takes it. */
    public void send(Process process, SignalInfo info) {
        if (!process.isAlive() || process.pid() == Processes.INIT_PID) {
            return;
        }
        applyAtOnce(process, info.signal());
        boolean blockedByAll = process.tasks().stream().allMatch(task -> isBlocked(task, info.signal()));
        if (process.actions().ignores(info.signal()) && !blockedByAll) {
            return;
        }
        process.signals().add(info);
        process.tasks().stream().filter(task -> !isBlocked(task, info.signal())).findFirst()
                .ifPresent(task -> interrupt(task, info.signal()));
    }

    /** Sends a signal to one task. */
    public void send(Task task, SignalInfo info) {
        if (task.state() == Task.State.DEAD || task.pid() == Processes.INIT_PID) {
            return;
        }
        applyAtOnce(task.process(), info.signal());
        if (!task.process().actions().ignores(info.signal()) || isBlocked(task, info.signal())) {
            task.signals().add(info);
            interrupt(task, info.signal());
        }
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
                processes.continueProcess(process);
            }
        } else if ((STOP_SIGNALS & Signal.bit(signal)) != 0) {
            discard(process, SIGCONT.bit());
        } else if (signal == Signal.SIGKILL.number() && process.isStopped()) {
            processes.resumeTasks(process);
        }
    }

    private static void discard(Process process, long signals) {
        process.signals().discard(signals);
        process.tasks().forEach(task -> task.signals().discard(signals));
    }

    private static boolean isBlocked(Task task, int signal) {
        return (task.signals().blocked() & Signal.bit(signal)) != 0;
    }

    private static void interrupt(Task task, int signal) {
        if (!isBlocked(task, signal)) {
            task.wake();
        }
    }

    // ---- delivery ----------------------------------------------------------------------------------------------

    /** Whether a signal is to be delivered before the task goes on. */
    public boolean isDue(Task task) {
        return due(task) != 0;
    }

    private static long due(Task task) {
        return (task.signals().pending() | task.process().signals().pending()) & ~task.signals().blocked();
    }

    /**
     * Delivers what is due. The task's registers are in its frame. Afterwards the task may be dead or stopped, or
     * its frame may lead into a handler.
     */
    public void deliver(Task task) {
        while (task.state() == Task.State.RUNNING && isDue(task)) {
            deliver(task, takeNext(task));
        }
    }

    /** Whether what is due would be caught by a handler of the program's. */
    public boolean isCaught(Task task) {
        int next = Long.numberOfTrailingZeros(due(task)) + 1;
        return task.process().actions().get(next).isCaught();
    }

    /** Whether the action of the signal that is due says to make an interrupted call again. */
    public boolean restartsCalls(Task task) {
        int next = Long.numberOfTrailingZeros(due(task)) + 1;
        return task.process().actions().get(next).has(SigactionFlag.SA_RESTART);
    }

    /** Delivers one signal that no handler catches: to a task that is in a call and stays in it if it lives. */
    public void deliverUncaught(Task task) {
        deliver(task, takeNext(task));
    }

    private static SignalInfo takeNext(Task task) {
        long lowest = Long.lowestOneBit(due(task));
        Optional<SignalInfo> own = task.signals().take(lowest);
        return own.or(() -> task.process().signals().take(lowest)).orElseThrow();
    }

    private void deliver(Task task, SignalInfo info) {
        Process process = task.process();
        int signal = info.signal();
        SignalActions.Action action = process.actions().get(signal);
        if (process.actions().ignores(signal)) {
            return;
        }
        if (trace.isWatched()) {
            trace.publish(new Event.SignalDelivered(task, info));
        }
        if (action.isCaught()) {
            if (!SignalFrame.enterHandler(task, info, action)) {
                if (signal == Signal.SIGSEGV.number()) {
                    process.actions().set(signal, SignalActions.Action.DEFAULT); // its handler would fail again
                }
                fault(task, SignalInfo.fromKernel(Signal.SIGSEGV));
            }
            return;
        }
        switch (Signal.defaultOf(signal)) {
            case TERMINATE -> processes.exit(process, new ExitStatus.Killed(signal, false));
            case CORE -> processes.exit(process, new ExitStatus.Killed(signal, true));
            case STOP -> {
                // Who nobody would continue is stopped by SIGSTOP alone.
                if (signal == SIGSTOP.number() || !processes.jobControl().isOrphaned(process.group())) {
                    processes.stop(process, signal);
                }
            }
            case IGNORE, CONTINUE -> { }
        }
    }
}
