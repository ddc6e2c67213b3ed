package foal.kernel.ipc;

import static foal.kernel.syscall.Errno.ETIMEDOUT;

import foal.kernel.syscall.Result;
import foal.kernel.task.Task;
import foal.kernel.time.Clock;
import java.util.HashMap;
import java.util.Map;

/** Those who wait at message queues, by the number of their thread: how a handler that is run again finds its own. */
final class QueueWaiters {
    private final Map<Integer, QueueWaiter> byThread = new HashMap<>();
    private final Clock clock;

    QueueWaiters(Clock clock) {
        this.clock = clock;
    }

    /** Blocks the task of one that has taken its place in the line. @return for its handler to return */
    long block(QueueWaiter waiter) {
        byThread.put(waiter.task().tid(), waiter);
        return waiter.sleep();
    }

    /** What a handler is to return that is run again, which it is only if nobody has served it: its time is over, or a signal has come. */
    long resume(Task task) {
        QueueWaiter waiter = byThread.get(task.tid());
        long result = clock.monotonic() >= task.deadline() ? ETIMEDOUT.result() : waiter.sleep();
        if (result != Result.BLOCKED) {
            waiter.giveUp();
        }
        return result;
    }

    /** A thread has ended. */
    void ended(Task task) {
        QueueWaiter waiter = byThread.remove(task.tid());
        if (waiter != null) {
            waiter.giveUp();
        }
    }
}
