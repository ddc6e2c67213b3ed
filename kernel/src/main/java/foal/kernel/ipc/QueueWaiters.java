package foal.kernel.ipc;

import foal.kernel.syscall.Result;
import foal.kernel.task.Task;
import java.util.HashMap;
import java.util.Map;

/** The tasks that wait at message queues, by thread number: so a handler that is run again finds its own. */
final class QueueWaiters {
    private final Map<Integer, QueueWaiter> byThread = new HashMap<>();

    /** Blocks the task of one that has taken its place in the line. @return for its handler to return */
    long block(QueueWaiter waiter) {
        long result = waiter.sleep();
        if (result == Result.BLOCKED) {
            byThread.put(waiter.task().tid(), waiter);
        } else {
            waiter.giveUp();
        }
        return result;
    }

    /**
     * Takes a task out of its line, if it stands in one. Its handler that is run again has been served by nobody: its time is
     * over, a signal has come, or it was stopped for a while. So it looks again.
     */
    void leave(Task task) {
        QueueWaiter waiter = byThread.remove(task.tid());
        if (waiter != null) {
            waiter.giveUp();
        }
    }
}
