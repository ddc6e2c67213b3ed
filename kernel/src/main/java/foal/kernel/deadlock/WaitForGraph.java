package foal.kernel.deadlock;

import foal.kernel.task.Process;
import foal.kernel.task.Task;
import foal.kernel.task.Wakers;
import foal.kernel.time.Timers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Who waits for whom. */
public final class WaitForGraph {
    private WaitForGraph() {}

    /** What every task waits for, when none can run. @param all processes that there are */
    public static List<Wait> of(Collection<Process> all) {
        return all.stream().flatMap(process -> process.tasks().stream()).map(task -> Wait.of(task, all)).toList();
    }

    /**
     * The tasks that are stuck if a given one is: it, those who could wake it, those who could wake these, and so on.
     *
     * @return empty if the task is not stuck, since one of them runs, or will of itself, or cannot be known
     */
    static Set<Task> stuckWith(Task first, Collection<Process> all) {
        Set<Task> reached = new LinkedHashSet<>(Set.of(first));
        ArrayDeque<Task> left = new ArrayDeque<>(reached);
        while (!left.isEmpty()) {
            Task task = left.poll();
            Wakers.Candidates found = Wait.wakers(task, all);
            if (!waitsForOthers(task) || found.isAnyone() || found.isOutside()) {
                return Set.of();
            }
            found.tasks().stream().filter(reached::add).forEach(left::add);
        }
        return reached;
    }

    /** Whether nothing but other tasks can let it go on; with a timer, it could be set to send a signal. */
    private static boolean waitsForOthers(Task task) {
        return task.state() == Task.State.BLOCKED && task.deadline() == Timers.NEVER && task.process().timers().isEmpty();
    }

    /**
     * A circle in the graph.
     *
     * @return tids, of which each waits for the next and the last for the first; empty if there is none
     */
    public static List<Integer> circle(List<Wait> waits) {
        for (Wait start : waits) {
            List<Integer> path = new ArrayList<>();
            if (leadsBack(start.tid(), start, waits, path, new LinkedHashSet<>())) {
                return path;
            }
        }
        return List.of();
    }

    private static boolean leadsBack(int start, Wait at, List<Wait> waits, List<Integer> path, Set<Integer> seen) {
        path.add(at.tid());
        for (int waker : at.wakers()) {
            if (waker == start) {
                return true;
            }
            var next = waits.stream().filter(wait -> wait.tid() == waker).findFirst();
            if (next.isPresent() && seen.add(waker) && leadsBack(start, next.get(), waits, path, seen)) {
                return true;
            }
        }
        path.removeLast();
        return false;
    }
}
