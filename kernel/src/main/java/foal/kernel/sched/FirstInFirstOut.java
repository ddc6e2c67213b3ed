package foal.kernel.sched;

import foal.kernel.task.Scheduler;
import foal.kernel.task.Task;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * First come, first served: a task keeps the hart until it blocks, yields or ends. The timer changes nothing. So a
 * task that spins until another has done something spins for ever: what the timer is for.
 */
public final class FirstInFirstOut implements Scheduler {
    /** The kernel has other things to do now and then. */
    private static final long TICK = 1_000_000;

    private final ArrayDeque<Task> queue = new ArrayDeque<>();

    @Override
    public void ready(Task task, Reason reason) {
        if (reason == Reason.TIMER || reason == Reason.PREEMPTED) {
            queue.addFirst(task);
        } else {
            queue.addLast(task);
        }
    }

    @Override
    public Optional<Task> next() {
        return Optional.ofNullable(queue.pollFirst());
    }

    @Override
    public void remove(Task task) {
        queue.remove(task);
    }

    @Override
    public int readyCount() {
        return queue.size();
    }

    @Override
    public long quantum(Task chosen) {
        return TICK;
    }
}
