package foal.kernel.ipc;

import static foal.kernel.syscall.Errno.EFAULT;

import foal.kernel.file.Dentry;
import foal.kernel.file.OpenEntry;
import foal.kernel.file.PollEvent;
import foal.kernel.memory.UserBuffer;
import foal.kernel.task.Task;
import foal.kernel.task.WaitQueue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** An open POSIX message queue. Reading the descriptor as a file tells about the queue. */
final class PosixQueueFile extends OpenEntry {
    private final PosixQueue queue;
    private long position;

    PosixQueueFile(PosixQueue queue, Dentry entry, int flags) {
        super(entry, flags);
        this.queue = queue;
    }

    PosixQueue queue() {
        return queue;
    }

    @Override
    public Optional<Object> channel() {
        return Optional.of(queue);
    }

    @Override
    public long read(Task task, UserBuffer to) {
        long result = readAt(task, to, position);
        position += Math.max(0, result);
        return result;
    }

    @Override
    public long readAt(Task task, UserBuffer to, long at) {
        byte[] text = queue.text().getBytes(StandardCharsets.ISO_8859_1);
        int left = (int) Math.max(0, text.length - at);
        int given = to.give(text, text.length - left, (int) Math.min(left, to.remaining()));
        return left > 0 && given == 0 ? EFAULT.result() : given;
    }

    @Override
    public int poll(Task task) {
        return (queue.isEmpty() ? 0 : PollEvent.READABLE) | (queue.isFull() ? 0 : PollEvent.WRITABLE);
    }

    @Override
    public List<WaitQueue> pollQueues(Task task) {
        return List.of(queue.watchers());
    }

    @Override
    protected void released() {
        queue.notification().filter(asked -> asked.by() == this).ifPresent(_ -> queue.removeNotification());
        super.released();
    }
}
