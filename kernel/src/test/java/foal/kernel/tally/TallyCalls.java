package foal.kernel.tally;

import static foal.kernel.syscall.Errno.EINVAL;

import foal.kernel.syscall.Syscall;
import foal.kernel.task.Task;
import foal.kernel.task.WaitQueue;

/** A number in the kernel that processes add to and wait for. */
public final class TallyCalls {
    private final WaitQueue grown = new WaitQueue("the tally to grow");
    private long tally;

    @Syscall(nr = 1090, doc = "add to the tally")
    public long tally_add(Task task, long amount) {
        if (amount < 0) {
            return EINVAL.result();
        }
        tally += amount;
        grown.wakeAll();
        return tally;
    }

    @Syscall(nr = 1091, doc = "wait until the tally has reached a number")
    public long tally_wait(Task task, long number) {
        return tally >= number ? tally : task.waitOn(grown);
    }
}
