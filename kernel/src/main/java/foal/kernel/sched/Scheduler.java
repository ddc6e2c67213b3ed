package foal.kernel.sched;

import foal.kernel.task.Task;
import java.util.Optional;

/**
 * A scheduling policy: which runnable task gets the hart next, and for how long. A policy sees tasks only while
 * they are runnable; it must decide from what it is told here and from the seed alone, so that a run can be
 * repeated.
 */
public interface Scheduler {
    /** The task has become runnable: it is new, was woken, has yielded, or was interrupted by the timer. */
    void ready(Task task);

    /** The task that runs next, which leaves the policy's queues; none if no task is runnable. */
    Optional<Task> next();

    /** The task is no longer runnable though it was not chosen: it was stopped or killed. */
    void remove(Task task);

    /** How many tasks are runnable. */
    int readyCount();

    /** Instructions until the next timer interrupt, at least 1. */
    long quantum();
}
