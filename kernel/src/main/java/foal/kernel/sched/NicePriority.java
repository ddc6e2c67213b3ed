package foal.kernel.sched;

import foal.kernel.task.Scheduler;
import foal.kernel.task.Task;
import java.util.Optional;

/**
 * Strict priorities by nice value (setpriority(2)): while a more favoured task is runnable the others wait, for ever
 * if need be; tasks of the same value take turns.
 *
 * <p>Watch priority inversion here: a favoured task that waits for a lock waits also for every task that keeps
 * the lock's holder from running; and its cure, {@link PriorityInheritance}.
 */
public final class NicePriority implements Scheduler {
    private final long quantum;
    private final PriorityQueues queues = new PriorityQueues(NicePriority::level);

    /** @param quantum instructions after which the next task of the same value has its turn, at least 1 */
    public NicePriority(long quantum) {
        this.quantum = quantum;
    }

    private static int level(Task task) {
        return task.scheduling().urgency();
    }

    @Override
    public void ready(Task task, Reason reason) {
        if (reason == Reason.PREEMPTED) {
            queues.addFirst(task);
        } else {
            queues.addLast(task);
        }
    }

    @Override
    public Optional<Task> next() {
        return queues.poll();
    }

    @Override
    public void remove(Task task) {
        queues.remove(task);
    }

    @Override
    public int readyCount() {
        return queues.size();
    }

    @Override
    public long quantum(Task chosen) {
        return quantum;
    }

    @Override
    public boolean preempts(Task running) {
        return queues.hasMoreUrgentThan(level(running));
    }
}
