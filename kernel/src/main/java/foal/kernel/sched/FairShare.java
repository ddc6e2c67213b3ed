package foal.kernel.sched;

import foal.kernel.task.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Fair shares of time, as Linux had them from 2.6.23 to 6.5 (CFS): each task has a virtual run time, which goes the
 * slower the greater its weight, and the task with the least runs.
 *
 * <p>All runnable tasks share one period, each according to its weight, so with more tasks turns get shorter. A task that wakes
 * up is put a little behind the others, so that those that sleep much are served soon, but not further: it cannot save up.
 *
 * <p>Source: sched(7); the kernel's Documentation/scheduler/sched-design-CFS.rst.
 */
public final class FairShare implements Scheduler {
    private final List<Task> ready = new ArrayList<>();
    private final Map<Task, Long> virtualTimes = new HashMap<>();
    private final long period;
    private final long shortestTurn;
    private long least;

    /** @param quantum instructions of a turn if two tasks of one weight are runnable, at least 1 */
    public FairShare(long quantum) {
        period = Math.min(quantum, Long.MAX_VALUE / 2) * 2;
        shortestTurn = Math.max(1, quantum / 4);
    }

    private long virtualTime(Task task) {
        return virtualTimes.getOrDefault(task, least);
    }

    @Override
    public void ran(Task task, long user, long system) {
        virtualTimes.put(task, virtualTime(task) + (user + system) * Weight.NORMAL / Weight.of(task));
    }

    @Override
    public void ready(Task task, Reason reason) {
        if (reason == Reason.WOKEN) {
            virtualTimes.put(task, Math.max(virtualTime(task), least - period / 2));
        }
        ready.add(task);
    }

    private Optional<Task> first() {
        Optional<Task> first = Optional.empty();
        for (Task task : ready) {
            if (first.isEmpty() || virtualTime(task) < virtualTime(first.get())) {
                first = Optional.of(task);
            }
        }
        return first;
    }

    @Override
    public Optional<Task> next() {
        Optional<Task> chosen = first();
        chosen.ifPresent(task -> {
            ready.remove(task);
            least = Math.max(least, virtualTime(task));
        });
        return chosen;
    }

    @Override
    public void remove(Task task) {
        ready.remove(task);
    }

    @Override
    public int readyCount() {
        return ready.size();
    }

    @Override
    public long quantum(Task chosen) {
        long all = Weight.of(chosen);
        for (Task task : ready) {
            all += Weight.of(task);
        }
        return Math.max(shortestTurn, (long) ((double) period * Weight.of(chosen) / all));
    }

    /** A task that has woken up does not wait if it is due much less than it has had. */
    @Override
    public boolean preempts(Task running) {
        return first().map(task -> virtualTime(running) - virtualTime(task) > shortestTurn).orElse(false);
    }

    @Override
    public void ended(Task task) {
        virtualTimes.remove(task);
    }
}
