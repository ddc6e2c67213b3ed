package foal.kernel.ipc;

import static foal.kernel.syscall.Errno.EAGAIN;
import static foal.kernel.syscall.Errno.EBADF;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.ESPIPE;

import foal.cpu.PhysicalMemory;
import foal.kernel.file.DescriptorTable;
import foal.kernel.file.FileStatus;
import foal.kernel.file.OpenFile;
import foal.kernel.file.OpenFlag;
import foal.kernel.file.PollEvent;
import foal.kernel.memory.Struct;
import foal.kernel.memory.UserBuffer;
import foal.kernel.syscall.About;
import foal.kernel.syscall.Data;
import foal.kernel.syscall.Fd;
import foal.kernel.syscall.Flags;
import foal.kernel.syscall.In;
import foal.kernel.syscall.Symbolic;
import foal.kernel.syscall.Syscall;
import foal.kernel.syscall.Topic;
import foal.kernel.task.Task;
import foal.kernel.task.WaitQueue;
import java.util.List;
import java.util.Optional;

/**
 * System calls that move bytes into, out of and between pipes (splice(2)). Linux lends the pipe the pages that hold them; here
 * they are copied once, from the one kernel object to the other, and never go through a program's memory. That cannot be
 * told from outside, but that a page which the program changes later is not changed in the pipe.
 */
@About(Topic.IPC)
public final class SpliceCalls {
    private static final int KNOWN_FLAGS = 15, NONBLOCK = 2;

    private final RingBytes bytes;
    private final UserBuffer buffer = new UserBuffer();
    private final Struct offset = new Struct(8);
    private final Struct iovec = new Struct(16);

    public SpliceCalls(PhysicalMemory memory) {
        bytes = new RingBytes(memory);
    }

    /** How splice(2) and the others are to work; all but one are hints that change nothing. */
    public enum SpliceFlag implements Symbolic {
        SPLICE_F_MOVE, SPLICE_F_NONBLOCK, SPLICE_F_MORE, SPLICE_F_GIFT;

        @Override
        public long value() {
            return 1L << ordinal();
        }
    }

    // ---- splice ------------------------------------------------------------------------------------------------

    @Syscall(nr = 76, doc = "move bytes from or to a pipe",
            differs = "Bytes are copied, and count one by one against the pipe's capacity.")
    public long splice(Task task, @Fd int fd_in, @In(Data.LONG) long off_in, @Fd int fd_out, @In(Data.LONG) long off_out, long len,
            @Flags(SpliceFlag.class) int flags) {
        if (len == 0) {
            return 0;
        }
        OpenFile in = DescriptorTable.of(task).get(fd_in).orElse(null);
        OpenFile out = DescriptorTable.of(task).get(fd_out).orElse(null);
        if ((flags & ~KNOWN_FLAGS) != 0) {
            return EINVAL.result();
        }
        if (in == null || out == null) {
            return EBADF.result();
        }
        Optional<Pipe> from = Pipe.of(in);
        Optional<Pipe> to = Pipe.of(out);
        if (from.isPresent() && off_in != 0 || to.isPresent() && off_out != 0) {
            return ESPIPE.result();
        }
        long named = off_out != 0 ? off_out : off_in; // there is one offset at most, or no pipe
        if (named != 0 && !task.memory().read(named, offset)) {
            return EFAULT.result();
        }
        if (!in.isReadable() || !out.isWritable()) {
            return EBADF.result();
        }
        boolean mayWait = (flags & NONBLOCK) == 0;
        if (from.isPresent() && to.isPresent()) {
            return from.equals(to) ? EINVAL.result()
                    : move(task, from.get(), to.get(), len, mayWait && !in.isNonBlocking() && !out.isNonBlocking());
        }
        OpenFile other = from.isPresent() ? out : in;
        boolean isWrong = from.isEmpty() && to.isEmpty() || !isSpliced(other) || named != 0 && !other.isPositional()
                || named != 0 && offset.getLong(0) < 0 || len < 0;
        if (isWrong || from.isPresent() && OpenFlag.O_APPEND.in(out.flags())) {
            return EINVAL.result();
        }
        return from.isPresent() ? write(task, from.get(), out, named, len, mayWait && !in.isNonBlocking())
                : read(task, in, to.orElseThrow(), named, len, mayWait && !out.isNonBlocking());
    }

    /** Whether it is a regular file, a socket or a device: nothing else can be at the other end. */
    private static boolean isSpliced(OpenFile file) {
        int type = file.status().mode() & FileStatus.TYPE;
        return type == FileStatus.REGULAR || type == FileStatus.SOCKET || type == FileStatus.CHARACTER_DEVICE;
    }

    /** From a file to a pipe. @param named where the offset stands, or 0 for the file's own position */
    private long read(Task task, OpenFile in, Pipe pipe, long named, long length, boolean mayWait) {
        long refusal = pipe.awaitRoom(task, mayWait);
        if (refusal != 0) {
            return refusal;
        }
        int before = pipe.ring().length();
        long start = offset.getLong(0);
        buffer.resetInto(bytes.of(pipe.ring())).add(0, Math.min(length, pipe.ring().room()));
        long result = named == 0 ? in.read(task, buffer) : in.readAt(task, buffer, start);
        if (pipe.ring().length() > before) {
            pipe.hasMore();
        }
        return tell(task, named, start, result);
    }

    /** From a pipe to a file. @param named where the offset stands, or 0 for the file's own position */
    private long write(Task task, Pipe pipe, OpenFile out, long named, long length, boolean mayWait) {
        long refusal = pipe.awaitBytes(task, mayWait);
        if (refusal != 0 || pipe.ring().length() == 0) {
            return refusal;
        }
        long start = offset.getLong(0);
        takeFrom(pipe, length);
        long result = named == 0 ? writeWhatFits(task, out) : out.writeAt(task, buffer, start);
        if (result > 0) {
            pipe.drop((int) result);
        }
        return tell(task, named, start, result);
    }

    /** Lets the buffer stand for the first bytes of a pipe. @return how many */
    private int takeFrom(Pipe pipe, long length) {
        int count = (int) Math.min(length, pipe.ring().first());
        buffer.resetTo(bytes.of(pipe.ring())).add(0, count);
        return count;
    }

    /** Moves on the offset that a program keeps. */
    private long tell(Task task, long named, long start, long result) {
        boolean isTold = named == 0 || result <= 0 || task.memory().write(named, offset.putLong(0, start + result));
        return isTold ? result : EFAULT.result();
    }

    /** What is written stays in the pipe until then, and others may take it: so no task waits in the middle of a write. */
    private long writeWhatFits(Task task, OpenFile out) {
        List<WaitQueue> queues = out.pollQueues(task);
        if (queues.isEmpty() || out.isNonBlocking()) {
            return out.write(task, buffer);
        }
        int ready = PollEvent.WRITABLE | (int) PollEvent.POLLERR.value();
        if ((out.poll(task) & ready) == 0) {
            return task.waitOn(queues.getLast());
        }
        out.setNonBlocking(true);
        long result = out.write(task, buffer);
        out.setNonBlocking(false);
        return result == EAGAIN.result() ? task.waitOn(queues.getLast()) : result;
    }

    // ---- between pipes -----------------------------------------------------------------------------------------

    private long move(Task task, Pipe from, Pipe to, long length, boolean mayWait) {
        long copied = copy(task, from, to, length, mayWait);
        if (copied > 0) {
            from.drop((int) copied);
        }
        return copied;
    }

    /** Copies what is in one pipe to another, as much as there is and as there is room for. */
    private long copy(Task task, Pipe from, Pipe to, long length, boolean mayWait) {
        long refusal = from.awaitBytes(task, mayWait);
        if (refusal != 0 || from.ring().length() == 0) {
            return refusal;
        }
        refusal = to.awaitRoom(task, mayWait);
        if (refusal != 0) {
            return refusal;
        }
        int count = Math.min(takeFrom(from, Long.compareUnsigned(length, UserBuffer.MOST_BYTES) > 0 ? UserBuffer.MOST_BYTES : length), to.ring().room());
        to.ring().add(buffer, count);
        to.hasMore();
        return count;
    }

    @Syscall(nr = 77, doc = "copy what is in a pipe to another", differs = "Bytes count one by one against the pipe's capacity.")
    public long tee(Task task, @Fd int fd_in, @Fd int fd_out, long len, @Flags(SpliceFlag.class) int flags) {
        if ((flags & ~KNOWN_FLAGS) != 0) {
            return EINVAL.result();
        }
        if (len == 0) {
            return 0;
        }
        OpenFile in = DescriptorTable.of(task).get(fd_in).orElse(null);
        OpenFile out = DescriptorTable.of(task).get(fd_out).orElse(null);
        if (in == null || out == null || !in.isReadable() || !out.isWritable()) {
            return EBADF.result();
        }
        Optional<Pipe> from = Pipe.of(in);
        Optional<Pipe> to = Pipe.of(out);
        if (from.isEmpty() || to.isEmpty() || from.equals(to)) {
            return EINVAL.result();
        }
        return copy(task, from.get(), to.get(), len, (flags & NONBLOCK) == 0 && !in.isNonBlocking() && !out.isNonBlocking());
    }

    // ---- from and to a program's memory ------------------------------------------------------------------------

    @Syscall(nr = 75, doc = "add a program's memory to a pipe, or fill it from one",
            differs = "Bytes are copied at once, and count one by one against the pipe's capacity.")
    public long vmsplice(Task task, @Fd int fd, @In(value = Data.IOVEC, length = "nr_segs") long iov, long nr_segs,
            @Flags(SpliceFlag.class) int flags) {
        if ((flags & ~KNOWN_FLAGS) != 0) {
            return EINVAL.result();
        }
        OpenFile file = DescriptorTable.of(task).get(fd).orElse(null);
        if (file == null) {
            return EBADF.result();
        }
        long refusal = gather(task, iov, nr_segs);
        if (refusal != 0 || buffer.remaining() == 0) {
            return refusal;
        }
        Optional<Pipe> pipe = Pipe.of(file);
        if (pipe.isEmpty()) {
            return EBADF.result();
        }
        boolean mayWait = (flags & NONBLOCK) == 0;
        return file.isWritable() ? add(task, pipe.get(), mayWait) : give(task, pipe.get(), mayWait);
    }

    private long gather(Task task, long array, long count) {
        if (count < 0 || count > UserBuffer.MOST_PIECES) {
            return EINVAL.result();
        }
        buffer.reset(task.memory());
        for (int i = 0; i < count; i++) {
            if (!task.memory().read(array + 16L * i, iovec)) {
                return EFAULT.result();
            }
            long length = iovec.getLong(8);
            if (length < 0) {
                return EINVAL.result();
            }
            buffer.add(iovec.getLong(0), Math.min(length, UserBuffer.MOST_BYTES - buffer.remaining()));
        }
        return 0;
    }

    private long add(Task task, Pipe pipe, boolean mayWait) {
        long refusal = pipe.awaitRoom(task, mayWait);
        if (refusal != 0) {
            return refusal;
        }
        int added = pipe.ring().add(buffer, (int) Math.min(buffer.remaining(), pipe.ring().room()));
        if (added > 0) {
            pipe.hasMore();
        }
        return added == 0 ? EFAULT.result() : added;
    }

    private long give(Task task, Pipe pipe, boolean mayWait) {
        long refusal = pipe.awaitBytes(task, mayWait);
        if (refusal != 0 || pipe.ring().length() == 0) {
            return refusal;
        }
        int given = pipe.give(buffer);
        return given == 0 ? EFAULT.result() : given;
    }
}
