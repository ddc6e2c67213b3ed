package foal.kernel.sched;

import foal.kernel.task.Scheduler;
import foal.kernel.task.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Stride scheduling: shares by tickets, as in a lottery, but nothing is drawn. Each turn moves a task on by its stride, and
 * the task that is furthest behind runs next. The more tickets a task has, the shorter is its stride. After any number of
 * turns each task has had its share to within one turn.
 *
 * <p>A task that comes, or comes back, begins where the one furthest behind is: it cannot save up turns by sleeping.
 *
 * <p>Source: Waldspurger and Weihl, "Stride Scheduling: Deterministic Proportional-Share Resource Management", 1995.
 */
public final class Stride implements Scheduler {
    /** The stride of a task with one ticket. */
    private static final long LONGEST = 1L << 30;

    private final List<Task> ready = new ArrayList<>();
    private final Map<Task, Long> passes = new HashMap<>();
    private final long quantum;
    private long global;

    /** @param quantum instructions of a turn, at least 1 */
    public Stride(long quantum) {
        this.quantum = quantum;
    }

    private long pass(Task task) {
        return passes.getOrDefault(task, 0L);
    }

    @Override
    public void ready(Task task, Reason reason) {
        if (reason == Reason.WOKEN) {
            passes.put(task, Math.max(pass(task), global));
        }
        ready.add(task);
    }

    @Override
    public Optional<Task> next() {
        Optional<Task> furthestBehind = Optional.empty();
        for (Task task : ready) {
            if (furthestBehind.isEmpty() || pass(task) < pass(furthestBehind.get())) {
                furthestBehind = Optional.of(task);
            }
        }
        furthestBehind.ifPresent(task -> {
            ready.remove(task);
            global = pass(task);
            passes.put(task, global + LONGEST / Weight.of(task));
        });
        return furthestBehind;
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
        return quantum;
    }

    @Override
    public void ended(Task task) {
        passes.remove(task);
    }
}
