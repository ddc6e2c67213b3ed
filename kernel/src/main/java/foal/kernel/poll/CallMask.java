package foal.kernel.poll;

import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;

import foal.kernel.memory.Struct;
import foal.kernel.task.Task;

/** The signal mask that ppoll, pselect6 and epoll_pwait can be given for the time of the call. */
final class CallMask {
    private static final int SIGSET_SIZE = 8;

    private final Struct set = new Struct(SIGSET_SIZE);

    /** Lets the mask hold from now to the end of the call. @param address 0 for none @return 0 or an error */
    long apply(Task task, long address, long size) {
        if (address == 0) {
            return 0;
        }
        if (size != SIGSET_SIZE) {
            return EINVAL.result();
        }
        if (!task.memory().read(address, set)) {
            return EFAULT.result();
        }
        task.signals().blockMeanwhile(set.getLong(0));
        return 0;
    }
}
