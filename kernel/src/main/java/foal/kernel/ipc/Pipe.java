package foal.kernel.ipc;

import static foal.kernel.syscall.Errno.EAGAIN;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EPIPE;

import foal.kernel.file.FileStatus;
import foal.kernel.file.IoctlRequest;
import foal.kernel.file.OpenFile;
import foal.kernel.file.OpenFlag;
import foal.kernel.file.PollEvent;
import foal.kernel.memory.UserBuffer;
import foal.kernel.task.Signal;
import foal.kernel.task.SignalInfo;
import foal.kernel.task.Signals;
import foal.kernel.task.Task;
import foal.kernel.task.WaitQueue;
import java.util.List;

/**
 * A pipe (pipe(7)): a ring of bytes between a read end and a write end.
 *
 * <p>Invariants: the bytes from {@code first} on, {@code length} of them, are what was written and not yet read; a
 * reader waits only while the ring is empty and there are writers, a writer only while there is no room and
 * there are readers.
 */
final class Pipe {
    static final int CAPACITY = 65536;
    /** Writes of up to so many bytes are never mixed with those of others (PIPE_BUF). */
    static final int ATOMIC = 4096;

    private final long number;
    private final Signals signals;
    private final Runnable gone;
    private final byte[] ring = new byte[CAPACITY];
    private int first;
    private int length;
    private int readers = 1;
    private int writers = 1;
    private final WaitQueue readable = new WaitQueue("a pipe to be written to");
    private final WaitQueue writable = new WaitQueue("a pipe to be read from");

    /** @param gone is called when both ends have been closed */
    Pipe(long number, Signals signals, Runnable gone) {
        this.number = number;
        this.signals = signals;
        this.gone = gone;
    }

    OpenFile readEnd(int flags) {
        return new ReadEnd(flags & ~(int) OpenFlag.O_RDONLY.mask());
    }

    OpenFile writeEnd(int flags) {
        return new WriteEnd(flags | (int) OpenFlag.O_WRONLY.value());
    }

    private final class ReadEnd extends OpenFile {
        ReadEnd(int flags) {
            super(flags);
        }

        @Override
        public long read(Task task, UserBuffer to) {
            if (length == 0) {
                if (writers == 0) {
                    return 0;
                }
                return isNonBlocking() ? EAGAIN.result() : task.waitOn(readable);
            }
            int given = giveTo(to);
            writable.wakeAll();
            return given == 0 ? EFAULT.result() : given;
        }

        @Override
        public long ioctl(Task task, int request, long argument) {
            return pipeIoctl(task, request, argument);
        }

        @Override
        public int poll(Task task) {
            return (length > 0 ? PollEvent.READABLE : 0) | (writers == 0 ? (int) PollEvent.POLLHUP.value() : 0);
        }

        @Override
        public List<WaitQueue> pollQueues(Task task) {
            return List.of(readable);
        }

        @Override
        protected void released() {
            readers--;
            writable.wakeAll();
            tellIfGone();
        }

        @Override
        public FileStatus status() {
            return pipeStatus();
        }

        @Override
        public String description() {
            return "pipe:[" + number + "]";
        }
    }

    private final class WriteEnd extends OpenFile {
        WriteEnd(int flags) {
            super(flags);
        }

        @Override
        public long write(Task task, UserBuffer from) {
            from.skip(task.progress());
            if (readers == 0) {
                signals.send(task, SignalInfo.fromKernel(Signal.SIGPIPE));
                return task.progress() > 0 ? task.progress() : EPIPE.result();
            }
            long whole = task.progress() + from.remaining();
            int needed = whole <= ATOMIC ? (int) whole : 1;
            if (CAPACITY - length >= needed) {
                int wanted = (int) Math.min(CAPACITY - length, from.remaining());
                int taken = takeFrom(from, wanted);
                readable.wakeAll();
                task.setProgress(task.progress() + taken);
                if (taken < wanted) {
                    return task.progress() == 0 ? EFAULT.result() : task.progress();
                }
                if (from.remaining() == 0) {
                    return task.progress();
                }
            }
            if (isNonBlocking()) {
                return task.progress() == 0 ? EAGAIN.result() : task.progress();
            }
            return task.waitOn(writable);
        }

        @Override
        public long ioctl(Task task, int request, long argument) {
            return pipeIoctl(task, request, argument);
        }

        @Override
        public int poll(Task task) {
            return (CAPACITY - length >= ATOMIC ? PollEvent.WRITABLE : 0)
                    | (readers == 0 ? (int) PollEvent.POLLERR.value() : 0);
        }

        @Override
        public List<WaitQueue> pollQueues(Task task) {
            return List.of(writable);
        }

        @Override
        protected void released() {
            writers--;
            readable.wakeAll();
            tellIfGone();
        }

        @Override
        public FileStatus status() {
            return pipeStatus();
        }

        @Override
        public String description() {
            return "pipe:[" + number + "]";
        }
    }

    private void tellIfGone() {
        if (readers + writers == 0) {
            gone.run();
        }
    }

    private int giveTo(UserBuffer to) {
        int total = 0;
        while (length > 0 && to.remaining() > 0) {
            int run = (int) Math.min(Math.min(length, CAPACITY - first), to.remaining());
            int given = to.give(ring, first, run);
            first = (first + given) % CAPACITY;
            length -= given;
            total += given;
            if (given < run) {
                break;
            }
        }
        return total;
    }

    private int takeFrom(UserBuffer from, int wanted) {
        int total = 0;
        while (total < wanted) {
            int end = (first + length) % CAPACITY;
            int run = Math.min(wanted - total, CAPACITY - end);
            int taken = from.take(ring, end, run);
            length += taken;
            total += taken;
            if (taken < run) {
                break;
            }
        }
        return total;
    }

    private long pipeIoctl(Task task, int request, long argument) {
        if (request == IoctlRequest.FIONREAD.value()) {
            return task.memory().writeInt(argument, length) ? 0 : EFAULT.result();
        }
        return foal.kernel.syscall.Errno.ENOTTY.result();
    }

    private FileStatus pipeStatus() {
        return new FileStatus(number, FileStatus.FIFO | 0600, 1, 0, 0, 0);
    }
}
