package foal.kernel.message;

import static foal.kernel.syscall.Errno.EFAULT;

import foal.kernel.memory.UserMemory;
import foal.kernel.task.Task;
import foal.kernel.task.WaitQueue;
import foal.kernel.task.Waiter;

/** One who waits for another to take its bytes, or to give it some. */
class Party extends Waiter {
    /** There is nobody yet to send to or to receive from. */
    static final long WAITING = Long.MIN_VALUE;

    private long address;
    private int length;

    /**
     * @param reason as for any {@link Waiter}
     * @param address of its bytes, or of the room for them
     * @param length of these
     */
    Party(Task task, WaitQueue reason, long address, int length) {
        super(task, reason);
        this.address = address;
        this.length = length;
    }

    /** Its bytes, or the room for them, are elsewhere from now on. */
    final void setBytes(long newAddress, int newLength) {
        address = newAddress;
        length = newLength;
    }

    /**
     * Gives a task's bytes to this party, which waits for some and is then finished, even if it is only its address that
     * is bad.
     *
     * @return how many bytes it got, an error of the giver's, or {@link #WAITING} if it could take nothing and is gone
     */
    final long take(Task giver, long from, int offered) {
        int copied = giver.memory().copy(from, task().memory(), address, Math.min(offered, length));
        if (copied == UserMemory.BAD_SOURCE) {
            return EFAULT.result();
        }
        boolean isTaken = copied != UserMemory.BAD_TARGET && noteGiver(giver);
        finish(isTaken ? copied : EFAULT.result());
        return isTaken ? copied : WAITING;
    }

    /** Who its bytes have come from. @return false if it is to be told where it has no memory */
    boolean noteGiver(Task giver) {
        return true;
    }

    /**
     * Gives the bytes of this party to a task. The party is finished only if it is its address that is bad.
     *
     * @return how many bytes the task got, an error of its own, or {@link #WAITING} if there was nothing to give
     */
    final long give(Task taker, long to, int room) {
        int copied = task().memory().copy(address, taker.memory(), to, Math.min(room, length));
        if (copied == UserMemory.BAD_SOURCE) {
            finish(EFAULT.result());
            return WAITING;
        }
        return copied == UserMemory.BAD_TARGET ? EFAULT.result() : copied;
    }

    /** The bytes of this party; it is finished if its address is bad. @return null if so */
    final byte[] bytes() {
        byte[] bytes = new byte[length];
        if (task().memory().read(address, bytes, 0, length) == length) {
            return bytes;
        }
        finish(EFAULT.result());
        return null;
    }
}
