package foal.kernel.file;

import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;

import foal.kernel.memory.Struct;
import foal.kernel.memory.UserBuffer;
import foal.kernel.memory.UserMemory;
import foal.kernel.task.Task;

/** The memory that a call is to read into or write from, as its arguments name it. Made once and used again for every call. */
final class CallBuffer {
    /** What one call transfers at most (MAX_RW_COUNT of Linux). */
    static final long MOST_BYTES = 0x7fff_f000L;

    private final UserBuffer bytes = new UserBuffer();
    private final Struct iovec = new Struct(16);

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
        bytes.add(address, Math.min(length, MOST_BYTES));
        return 0;
    }

    /** Names the pieces of a {@code struct iovec} array. @return 0 or an error */
    long gather(Task task, long array, long count) {
        if (count < 0 || count > UserBuffer.MOST_PIECES) {
            return EINVAL.result();
        }
        bytes.reset(task.memory());
        for (int i = 0; i < count; i++) {
            if (!task.memory().read(array + 16L * i, iovec)) {
                return EFAULT.result();
            }
            long length = iovec.getLong(8);
            if (length < 0) {
                return EINVAL.result();
            }
            if (!UserMemory.mayBeUsers(iovec.getLong(0), length)) {
                return EFAULT.result();
            }
            bytes.add(iovec.getLong(0), Math.min(length, MOST_BYTES - bytes.remaining()));
        }
        return 0;
    }
}
