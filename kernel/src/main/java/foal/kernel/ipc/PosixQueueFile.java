package foal.kernel.ipc;

import static foal.kernel.syscall.Errno.EFAULT;

import foal.kernel.file.FileStatus;
import foal.kernel.file.OpenFile;
import foal.kernel.file.PollEvent;
import foal.kernel.memory.UserBuffer;
import foal.kernel.task.Task;
import foal.kernel.task.WaitQueue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** An open POSIX message queue. Reading the descriptor as a file tells about the queue. */
final class PosixQueueFile extends OpenFile {
    /** What fstat reports as the size, whatever is in it. */
    private static final int SHOWN_SIZE = 80;

    private final PosixQueue queue;
    private final PosixQueues all;
    private int position;

    PosixQueueFile(PosixQueue queue, PosixQueues all, int flags) {
        super(flags);
        this.queue = queue;
        this.all = all;
        queue.opened();
    }

    PosixQueue queue() {
        return queue;
    }

    @Override
    public long read(Task task, UserBuffer to) {
        byte[] text = queue.text().getBytes(StandardCharsets.ISO_8859_1);
        int left = Math.max(0, text.length - position);
        int given = to.give(text, text.length - left, (int) Math.min(left, to.remaining()));
        position += given;
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
        queue.notification().filter(asked -> asked.by() == this).ifPresent(_ -> queue.setNotification(Optional.empty()));
        all.closed(queue);
    }

    @Override
    public FileStatus status() {
        return queue.status(SHOWN_SIZE);
    }

    @Override
    public String description() {
        return "/" + queue.name();
    }
}
