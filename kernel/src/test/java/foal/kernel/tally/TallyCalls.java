package foal.kernel.tally;

import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Order.RECEIVE;
import static foal.kernel.syscall.Order.SEND;

import foal.kernel.syscall.About;
import foal.kernel.syscall.Syscall;
import foal.kernel.syscall.Topic;
import foal.kernel.task.Task;
import foal.kernel.task.WaitQueue;

/** A number in the kernel that processes add to and wait for. */
@About(Topic.IPC)
public final class TallyCalls {
    private final WaitQueue grown = new WaitQueue("the tally to grow");
    private long tally;

    @Syscall(nr = 1090, doc = "add to the tally", orders = SEND, by = TallyCalls.class)
    public long tally_add(Task task, long amount) {
        if (amount < 0) {
            return EINVAL.result();
        }
        tally += amount;
        grown.wakeAll();
        return tally;
    }

    @Syscall(nr = 1091, doc = "wait until the tally has reached a number", orders = RECEIVE, by = TallyCalls.class)
    public long tally_wait(Task task, long number) {
        return tally >= number ? tally : task.waitOn(grown);
    }
}
