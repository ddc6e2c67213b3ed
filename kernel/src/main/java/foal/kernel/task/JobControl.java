package foal.kernel.task;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What becomes of the jobs of a session when the processes that look after them end (credentials(7), setpgid(2)).
 *
 * <p>A process group is orphaned when nobody is left who could continue it: no member has a parent in the same session
 * but in another group. The keyboard cannot stop such a group, and if it is stopped at that moment, it is woken. The
 * kernel's own process looks after the first program, as the shell would from which that was started, but not after
 * those whom it has adopted.
 */
public final class JobControl {
    private final Processes processes;
    private Consumer<Process> leaderEnds = _ -> { };

    JobControl(Processes processes) {
        this.processes = processes;
    }

    /** Says who is to be told when the leader of a session ends. */
    public void whenLeaderEnds(Consumer<Process> action) {
        leaderEnds = action;
    }

    public boolean isOrphaned(int group) {
        for (Process member : processes.group(group)) {
            if (member.isAlive() && isLookedAfter(member)) {
                return false;
            }
        }
        return true;
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
            leaderEnds.accept(process);
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
}
