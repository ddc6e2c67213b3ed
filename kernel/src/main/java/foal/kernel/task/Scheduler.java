package foal.kernel.task;

import java.util.Optional;

/**
 * A scheduling policy: which runnable task gets the hart next, and for how long. A policy sees tasks only while
 * they are runnable; it must decide from what it is told here and from the seed alone, so that a run can be
 * repeated.
 */
public interface Scheduler {
    /** Why a task is runnable and does not run. */
    enum Reason {
        /** It is new, or what it waited for has happened. */
        WOKEN,
        /** It has yielded its hart (sched_yield(2)). */
        YIELDED,
        /** The timer interrupted it. */
        TIMER,
        /** It was interrupted for a task that {@link #preempts}. */
        PREEMPTED
    }

    /** The task has become runnable. */
    void ready(Task task, Reason reason);

    /** The task that runs next, which leaves the policy's queues; none if no task is runnable. */
    Optional<Task> next();

    /** The task is no longer runnable though it was not chosen: it was stopped or killed. */
    void remove(Task task);

    /** The running task waits for something, and will be {@link #ready} again. */
    default void blocked(Task task) {}

    /** How many tasks are runnable. */
    int readyCount();

    /** Instructions until the next timer interrupt, at least 1. @param chosen the task that has the hart now */
    long quantum(Task chosen);

    /** Whether a runnable task is so urgent that the running one must make room at once. */
    default boolean preempts(Task running) {
        return false;
    }

    /** Whether {@link #quantum} would now give another answer than when it was last asked, so that the timer must be set again. */
    default boolean wantsTimerSet() {
        return false;
    }

    /**
     * The task has run for so long. Called before {@link #ready}.
     *
     * @param user nanoseconds for its own instructions; by the virtual clock, their number
     * @param system nanoseconds that the kernel took to serve it
     */
    default void ran(Task task, long user, long system) {}

    /** The hart that runs next, from 0; {@link #next} is then asked for one of its tasks. */
    default int nextHart() {
        return 0;
    }

    /** The task has ended: the policy can forget it. */
    default void ended(Task task) {}
}
