package foal.kernel.file;

import static foal.kernel.syscall.Errno.EBADF;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.EOPNOTSUPP;
import static foal.kernel.syscall.Errno.ESPIPE;

import foal.kernel.syscall.Data;
import foal.kernel.syscall.Fd;
import foal.kernel.syscall.Flags;
import foal.kernel.syscall.In;
import foal.kernel.syscall.Only;
import foal.kernel.syscall.Out;
import foal.kernel.syscall.Symbolic;
import foal.kernel.syscall.Syscall;
import foal.kernel.task.Task;

/** System calls that read and write at a given position (pread(2), preadv(2)). Offsets are bytes from the beginning. */
public final class PositionalCalls {
    /** The offset that stands for the file's own position, which then moves on. */
    private static final long CURRENT = -1;

    private final CallBuffer buffer = new CallBuffer();

    /** How a single transfer is to be done. */
    public enum TransferFlag implements Symbolic {
        RWF_HIPRI(1), RWF_DSYNC(2), RWF_SYNC(4), RWF_NOWAIT(8), RWF_APPEND(16);

        static final int ALL = 31;

        private final int value;

        TransferFlag(int value) {
            this.value = value;
        }

        @Override
        public long value() {
            return value;
        }
    }

    @Syscall(nr = 67, doc = "read from a position of a file")
    public long pread64(Task task, @Fd int fd, @Out(value = Data.BYTES, length = "return") long buf, long count, long offset) {
        OpenFile file = DescriptorTable.of(task).lookup(fd);
        long obstacle = obstacle(file, offset);
        if (obstacle != 0) {
            return obstacle;
        }
        if (!file.isReadable()) {
            return EBADF.result();
        }
        long error = buffer.single(task, buf, count);
        return error != 0 ? error : file.checkedReadAt(task, buffer.bytes(), offset);
    }

    @Syscall(nr = 68, doc = "write to a position of a file")
    public long pwrite64(Task task, @Fd int fd, @In(value = Data.BYTES, length = "count") long buf, long count, long offset) {
        OpenFile file = DescriptorTable.of(task).lookup(fd);
        long obstacle = obstacle(file, offset);
        if (obstacle != 0) {
            return obstacle;
        }
        if (!file.isWritable()) {
            return EBADF.result();
        }
        long error = buffer.single(task, buf, count);
        return error != 0 ? error : file.checkedWriteAt(task, buffer.bytes(), offset);
    }

    /** Why a position cannot be read or written, or 0. */
    private static long obstacle(OpenFile file, long offset) {
        if (offset < 0) {
            return EINVAL.result();
        }
        return file == null ? EBADF.result() : file.isPositional() ? 0 : ESPIPE.result();
    }

    @Syscall(nr = 69, doc = "read from a position of a file into several buffers")
    public long preadv(Task task, @Fd int fd, @Out(value = Data.IOVEC, length = "iovcnt") long iov, long iovcnt, long offset) {
        OpenFile file = DescriptorTable.of(task).lookup(fd);
        long obstacle = obstacle(file, offset);
        obstacle = obstacle != 0 ? obstacle : buffer.gather(task, iov, iovcnt);
        return obstacle != 0 ? obstacle : file.checkedReadAt(task, buffer.bytes(), offset);
    }

    @Syscall(nr = 70, doc = "write to a position of a file from several buffers")
    public long pwritev(Task task, @Fd int fd, @In(value = Data.IOVEC, length = "iovcnt") long iov, long iovcnt, long offset) {
        OpenFile file = DescriptorTable.of(task).lookup(fd);
        long obstacle = obstacle(file, offset);
        obstacle = obstacle != 0 ? obstacle : buffer.gather(task, iov, iovcnt);
        return obstacle != 0 ? obstacle : file.checkedWriteAt(task, buffer.bytes(), offset);
    }

    /** @param high upper half of the offset where a register holds only half of one, which is not so here */
    @Syscall(nr = 286, doc = "read from a position of a file into several buffers, in a given way")
    public long preadv2(Task task, @Fd int fd, @Out(value = Data.IOVEC, length = "iovcnt") long iov, long iovcnt, long offset,
            @Only(with = "flags") long high, @Flags(TransferFlag.class) int flags) {
        return transfer(task, fd, iov, iovcnt, offset, flags, false);
    }

    /** @param high upper half of the offset where a register holds only half of one, which is not so here */
    @Syscall(nr = 287, doc = "write to a position of a file from several buffers, in a given way")
    public long pwritev2(Task task, @Fd int fd, @In(value = Data.IOVEC, length = "iovcnt") long iov, long iovcnt, long offset,
            @Only(with = "flags") long high, @Flags(TransferFlag.class) int flags) {
        return transfer(task, fd, iov, iovcnt, offset, flags, true);
    }

    private long transfer(Task task, int fd, long iov, long iovcnt, long offset, int flags, boolean writes) {
        OpenFile file = DescriptorTable.of(task).lookup(fd);
        boolean atOffset = offset != CURRENT;
        long obstacle = atOffset ? obstacle(file, offset) : file == null ? EBADF.result() : 0;
        obstacle = obstacle != 0 ? obstacle : buffer.gather(task, iov, iovcnt);
        if (obstacle != 0) {
            return obstacle;
        }
        if (writes ? !file.isWritable() : !file.isReadable()) {
            return EBADF.result();
        }
        if (buffer.bytes().remaining() == 0) {
            return 0;
        }
        if ((flags & ~TransferFlag.ALL) != 0) {
            return EOPNOTSUPP.result();
        }
        // For this one transfer the file is as if it had been opened so.
        int before = file.flags();
        file.setStatusFlags(before
                | (int) (TransferFlag.RWF_NOWAIT.in(flags) ? OpenFlag.O_NONBLOCK.value() : 0)
                | (int) (TransferFlag.RWF_APPEND.in(flags) ? OpenFlag.O_APPEND.value() : 0));
        long result;
        if (writes) {
            result = atOffset ? file.writeAt(task, buffer.bytes(), offset) : file.write(task, buffer.bytes());
        } else {
            result = atOffset ? file.readAt(task, buffer.bytes(), offset) : file.read(task, buffer.bytes());
        }
        file.setStatusFlags(before);
        return result;
    }
}
