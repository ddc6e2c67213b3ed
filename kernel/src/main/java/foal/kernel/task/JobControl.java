package foal.kernel.task;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Stops processes and lets them go on, and says what becomes of the jobs of a session when the processes that look after
 * them end (credentials(7), setpgid(2)).
 *
 * <p>A process group is orphaned when nobody is left who could continue it: no member has a parent in the same session
 * but in another group. The keyboard cannot stop such a group, and if it is stopped at that moment, it is woken. The
 * kernel's own process looks after the first program, as the shell would from which that was started, but not after
 * those whom it has adopted.
 */
public final class JobControl {
    private final Processes processes;
    private final Trace trace;

    JobControl(Processes processes, Trace trace) {
        this.processes = processes;
        this.trace = trace;
    }

    public boolean isOrphaned(int group) {
        return !processes.hasInGroup(group, member -> member.isAlive() && isLookedAfter(member));
    }

    private static boolean isLookedAfter(Process process) {
        Process parent = process.parent();
        boolean isAdopted = parent.pid() == Processes.INIT_PID && process.pid() != Processes.FIRST_PID;
        return !isAdopted && parent.session() == process.session() && parent.group() != process.group();
    }

    /** The groups that somebody looks after, and perhaps nobody will when a process ends: its own and its children's. */
    Set<Integer> lookedAfter(Process process) {
        Set<Integer> groups = new LinkedHashSet<>();
        groups.add(process.group());
        process.children().forEach(child -> groups.add(child.group()));
        groups.removeIf(this::isOrphaned);
        return groups;
    }

    /** A process has ended, and its children have another parent. @param groups what was {@link #lookedAfter} before */
    void ended(Process process, Set<Integer> groups) {
        for (int group : groups) {
            if (isOrphaned(group)) {
                wakeIfStopped(processes.group(group));
            }
        }
        if (process.session() == process.pid()) {
            process.terminal().ifPresent(ControllingTerminal::release);
        }
    }

    private void wakeIfStopped(List<Process> group) {
        if (group.stream().anyMatch(member -> member.isAlive() && member.isStopped())) {
            for (Process member : group) {
                processes.signals().send(member, SignalInfo.fromKernel(Signal.SIGHUP));
                processes.signals().send(member, SignalInfo.fromKernel(Signal.SIGCONT));
            }
        }
    }

    // ---- stopping and continuing -------------------------------------------------------------------------------

    /** Stops all tasks of a process until SIGCONT. */
    void stop(Process process, int signal) {
        for (Task task : process.tasks()) {
            if (trace.isWatched()) {
                trace.publish(new Event.Stopped(task, signal));
            }
            task.suspend(Task.State.STOPPED);
        }
        changeState(process, true, new ExitStatus.Stopped(signal));
    }

    void continueProcess(Process process) {
        resumeTasks(process);
        changeState(process, false, new ExitStatus.Continued());
    }

    /** Lets stopped tasks go on, if only to their deaths. */
    void resumeTasks(Process process) {
        for (Task task : process.tasks()) {
            if (task.state() == Task.State.STOPPED) {
                task.makeRunnable();
            }
        }
    }

    private void changeState(Process process, boolean stopped, ExitStatus change) {
        process.setStopped(stopped, change);
        Process parent = process.parent();
        SignalActions.Action wanted = parent.actions().get(Signal.SIGCHLD.number());
        if (wanted.handler() != SignalActions.SIG_IGN && !wanted.has(SigactionFlag.SA_NOCLDSTOP)) {
            processes.signals().send(parent, SignalInfo.ofChild(process, Signal.SIGCHLD.number(), change));
        }
        parent.childChange().wakeAll();
    }
}
