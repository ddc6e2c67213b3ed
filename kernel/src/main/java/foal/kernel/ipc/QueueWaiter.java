package foal.kernel.ipc;

import foal.kernel.task.Task;
import foal.kernel.task.WaitQueue;
import java.util.Collection;

/**
 * A task that waits at a message queue. Whoever makes its operation possible carries it out at once, on its behalf: so
 * no third task can come between.
 */
abstract class QueueWaiter {
    private final Task task;
    private final WaitQueue sleepers;
    private final Collection<? extends QueueWaiter> line;

    /**
     * @param sleepers where the task sleeps
     * @param line in which it stands as long as it waits
     */
    QueueWaiter(Task task, WaitQueue sleepers, Collection<? extends QueueWaiter> line) {
        this.task = task;
        this.sleepers = sleepers;
        this.line = line;
    }

    final Task task() {
        return task;
    }

    /** Whether it can be served: a stopped task gets nothing, and tries again when it goes on. */
    final boolean isAttentive() {
        return task.state() != Task.State.STOPPED;
    }

    /** Sleeps. @return for the handler to return */
    final long sleep() {
        return task.waitOn(sleepers);
    }

    /** It has what it waited for, or never will. @param result of its call */
    final void finish(long result) {
        line.remove(this);
        task.complete(result);
    }

    /** Ends the wait, if it has not ended yet. */
    final void giveUp() {
        if (line.remove(this)) {
            hasGivenUp();
        }
    }

    /** Gives back what it holds. */
    void hasGivenUp() {}
}
