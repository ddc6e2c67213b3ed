package foal.kernel.file;

import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;

import foal.kernel.memory.UserBuffer;
import foal.kernel.memory.UserMemory;
import foal.kernel.task.Task;

/** The memory that a call is to read into or write from, as its arguments name it. Made once and used again for every call. */
final class CallBuffer {
    private final UserBuffer bytes = new UserBuffer();

    /** What has been named. */
    UserBuffer bytes() {
        return bytes;
    }

    /** Names a single buffer. @return 0 or an error: all of it has to lie where programs can have memory */
    long single(Task task, long address, long length) {
        bytes.reset(task.memory());
        if (!UserMemory.mayBeUsers(address, length)) {
            return EFAULT.result();
        }
        bytes.add(address, Math.min(length, UserBuffer.MOST_BYTES));
        return 0;
    }

    /** Names the pieces of a {@code struct iovec} array. @return 0 or an error */
    long gather(Task task, long array, long count) {
        if (count < 0 || count > UserBuffer.MOST_PIECES) {
            return EINVAL.result();
        }
        bytes.reset(task.memory());
        return bytes.addAll(task.memory(), array, (int) count);
    }
}
