package foal.kernel.task;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What becomes of the jobs of a session when the processes that look after them end (credentials(7), setpgid(2)).
 *
 * <p>A process group is orphaned when nobody is left who could continue it: no member has a parent in the same session
 * but in another group. The keyboard cannot stop such a group, and if it is stopped at that moment, it is woken.
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
        return isOrphanedWithout(group, null);
    }

    /** Whether a group is orphaned when some process is gone. */
    private boolean isOrphanedWithout(int group, Process gone) {
        for (Process member : processes.group(group)) {
            Process parent = member.parent();
            boolean isLookedAfter = parent.session() == member.session() && parent.group() != group;
            if (member != gone && parent != gone && member.isAlive() && isLookedAfter) {
                return false;
            }
        }
        return true;
    }

    /** A process is about to end: it still has its children. */
    void ends(Process process) {
        Set<Integer> groups = new LinkedHashSet<>();
        groups.add(process.group());
        process.children().forEach(child -> groups.add(child.group()));
        for (int group : groups) {
            if (!isOrphaned(group) && isOrphanedWithout(group, process)) {
                wakeIfStopped(group, process);
            }
        }
        if (process.session() == process.pid()) {
            leaderEnds.accept(process);
        }
    }

    private void wakeIfStopped(int group, Process gone) {
        boolean isStopped = processes.group(group).stream().anyMatch(member -> member != gone && member.isStopped());
        if (isStopped) {
            for (Process member : processes.group(group)) {
                processes.signals().send(member, SignalInfo.fromKernel(Signal.SIGHUP));
                processes.signals().send(member, SignalInfo.fromKernel(Signal.SIGCONT));
            }
        }
    }
}
