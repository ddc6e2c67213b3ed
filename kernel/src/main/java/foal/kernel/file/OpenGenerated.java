package foal.kernel.file;

import static foal.kernel.memory.KernelMemory.Kind.TEXT_BYTE;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.ENOMEM;

import foal.kernel.memory.KernelMemory;
import foal.kernel.memory.UserBuffer;
import foal.kernel.task.Task;
import foal.kernel.task.WaitQueue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * An open generated file: a read at its beginning takes a copy of the text, which later reads go on with. The copy is charged
 * to the kernel's memory.
 */
final class OpenGenerated extends OpenEntry {
    /** What one write may be long. */
    private static final int MOST_WRITTEN = 4096;

    private final GeneratedFile file;
    private byte[] text = {};
    private final Optional<GeneratedFile.Changes> changes;
    private long changesSeen;
    private long position;

    OpenGenerated(Dentry entry, GeneratedFile file, int flags) {
        super(entry, flags);
        this.file = file;
        changes = file.text().changes();
        changesSeen = changes.map(it -> it.count().getAsLong()).orElse(0L);
    }

    /** A text whose changes can be waited for can always be read; that it has changed is told once, as an error is (proc(5)). */
    @Override
    public int poll(Task task) {
        if (changes.isEmpty()) {
            return super.poll(task);
        }
        long count = changes.get().count().getAsLong();
        boolean isNew = count != changesSeen;
        changesSeen = count;
        return PollEvent.READABLE | (isNew ? (int) (PollEvent.POLLERR.value() | PollEvent.POLLPRI.value()) : 0);
    }

    @Override
    public List<WaitQueue> pollQueues(Task task) {
        return changes.map(it -> List.of(it.queue())).orElse(List.of());
    }

    @Override
    public long read(Task task, UserBuffer to) {
        long result = readAt(task, to, position);
        position += Math.max(0, result);
        return result;
    }

    @Override
    public long readAt(Task task, UserBuffer to, long at) {
        if (at == 0 || text.length == 0) {
            byte[] now = file.text().read(task).getBytes(StandardCharsets.ISO_8859_1);
            if (!replace(now)) {
                return ENOMEM.result();
            }
        }
        int left = (int) Math.max(0, text.length - at);
        int length = (int) Math.min(left, to.remaining());
        if (length == 0) {
            return 0;
        }
        int given = to.give(text, (int) at, length);
        return given == 0 ? EFAULT.result() : given;
    }

    /** Puts another copy in place of the one that is kept. @return false if there is no memory for it */
    private boolean replace(byte[] other) {
        KernelMemory memory = file.fileSystem().frames().kernelMemory();
        memory.giveBack(TEXT_BYTE, text.length);
        boolean hasRoom = memory.take(TEXT_BYTE, other.length);
        text = hasRoom ? other : new byte[0];
        return hasRoom;
    }

    @Override
    protected void released() {
        replace(new byte[0]);
        super.released();
    }

    @Override
    public long write(Task task, UserBuffer from) {
        long result = writeAt(task, from, position);
        position += Math.max(0, result);
        return result;
    }

    /** What is written is taken whole, wherever. */
    @Override
    public long writeAt(Task task, UserBuffer from, long at) {
        int length = (int) from.remaining();
        if (from.remaining() > MOST_WRITTEN) {
            return EINVAL.result();
        }
        byte[] written = new byte[length];
        if (from.take(written, 0, length) < length) {
            return EFAULT.result();
        }
        long error = file.text().write(task, new String(written, StandardCharsets.ISO_8859_1));
        return error == 0 ? length : error;
    }

    @Override
    public long seek(long offset, Whence whence) {
        long base = switch (whence) {
            case SEEK_SET -> 0;
            case SEEK_CUR -> position;
            case SEEK_END, SEEK_DATA, SEEK_HOLE -> -1;
        };
        if (base < 0 || base + offset < 0) {
            return EINVAL.result();
        }
        position = base + offset;
        return position;
    }
}
