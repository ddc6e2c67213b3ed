package foal.kernel.net;

import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;

import foal.kernel.memory.Struct;
import foal.kernel.task.Task;

/** Addresses of sockets on their way between programs and the kernel. */
final class Addresses {
    private static final byte[] NONE = {};

    private final Struct length = new Struct(4);
    private byte[] given = NONE;

    /** Reads an address. @return 0 or an error */
    long read(Task task, long address, int size) {
        if (size < 0 || size > SocketAddress.MOST) {
            return EINVAL.result();
        }
        given = new byte[size];
        return task.memory().read(address, given, 0, size) == size ? 0 : EFAULT.result();
    }

    /** The bytes that {@link #read} has got. */
    byte[] given() {
        return given;
    }

    /**
     * Writes as much of an address as the program has room for, and how long it is.
     *
     * @param told null for none, of which the length is 0
     * @param size where the program says how much room there is, an {@code int}
     * @return 0 or an error
     */
    long write(Task task, SocketAddress told, long address, long size) {
        if (!task.memory().read(size, length)) {
            return EFAULT.result();
        }
        return write(task, told, address, length.getInt(0), size);
    }

    /** The same with the room known. */
    long write(Task task, SocketAddress told, long address, int room, long size) {
        byte[] bytes = told == null ? NONE : told.bytes();
        if (room < 0) {
            return EINVAL.result();
        }
        int written = Math.min(room, bytes.length);
        boolean isWritten = task.memory().write(address, bytes, 0, written) == written
                && task.memory().writeInt(size, bytes.length);
        return isWritten ? 0 : EFAULT.result();
    }
}
