package foal.kernel.poll;

import static foal.kernel.syscall.Errno.EAGAIN;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;

import foal.kernel.file.Holders;
import foal.kernel.file.OpenFlag;
import foal.kernel.file.PollEvent;
import foal.kernel.memory.Struct;
import foal.kernel.memory.UserBuffer;
import foal.kernel.task.Task;
import foal.kernel.task.WaitQueue;
import java.util.List;

/** A counter as a descriptor: writes add to it, a read takes all of it, or 1 if it is a semaphore (eventfd(2)). */
final class Eventfd extends AnonymousFile {
    private static final int SIZE = 8;
    /** The most that it can hold, unsigned. */
    private static final long MOST = -2;

    private final boolean isSemaphore;
    private final byte[] bytes = new byte[SIZE];
    private final Struct value = Struct.of(bytes);
    private long count;
    private final WaitQueue readable = new WaitQueue("an eventfd to be written to",
            Holders.of(file -> file == this));
    private final WaitQueue writable = new WaitQueue("an eventfd to be read from",
            Holders.of(file -> file == this));

    Eventfd(long count, boolean isSemaphore, int flags) {
        super(flags | (int) OpenFlag.O_RDWR.value(), "eventfd");
        this.count = count;
        this.isSemaphore = isSemaphore;
    }

    @Override
    public long read(Task task, UserBuffer to) {
        if (to.remaining() < SIZE) {
            return EINVAL.result();
        }
        if (count == 0) {
            return isNonBlocking() ? EAGAIN.result() : task.waitOn(readable);
        }
        long taken = isSemaphore ? 1 : count;
        count -= taken;
        writable.wakeAll(); // even if there was room before: to a watcher each read is an edge
        value.putLong(0, taken);
        return to.give(bytes, 0, SIZE) == SIZE ? SIZE : EFAULT.result();
    }

    @Override
    public long write(Task task, UserBuffer from) {
        if (from.remaining() < SIZE) {
            return EINVAL.result();
        }
        if (from.take(bytes, 0, SIZE) < SIZE) {
            return EFAULT.result();
        }
        long added = value.getLong(0);
        if (added == -1) {
            return EINVAL.result();
        }
        if (Long.compareUnsigned(added, MOST - count) > 0) {
            return isNonBlocking() ? EAGAIN.result() : task.waitOn(writable);
        }
        count += added;
        readable.wakeAll();
        return SIZE;
    }

    @Override
    public int poll(Task task) {
        return (count != 0 ? PollEvent.READABLE : 0) | (count != MOST ? PollEvent.WRITABLE : 0);
    }

    @Override
    public List<WaitQueue> pollQueues(Task task) {
        return List.of(readable, writable);
    }

    @Override
    public List<WaitQueue> pollQueues(Task task, int events) {
        boolean in = (events & PollEvent.READABLE) != 0, out = (events & PollEvent.WRITABLE) != 0;
        return in && out ? pollQueues(task) : in ? List.of(readable) : out ? List.of(writable) : List.of();
    }
}
