package foal.kernel.file;

import static foal.kernel.syscall.Errno.EBADF;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.ENOMEM;
import static foal.kernel.syscall.Errno.ENOTTY;
import static foal.kernel.syscall.Order.RECEIVE;
import static foal.kernel.syscall.Order.SEND;

import foal.kernel.memory.Struct;
import foal.kernel.syscall.ByCommand;
import foal.kernel.syscall.Command;
import foal.kernel.syscall.Data;
import foal.kernel.syscall.Fd;
import foal.kernel.syscall.Flags;
import foal.kernel.syscall.In;
import foal.kernel.syscall.OneOf;
import foal.kernel.syscall.Out;
import foal.kernel.syscall.Parameter;
import foal.kernel.syscall.Rest;
import foal.kernel.syscall.Symbolic;
import foal.kernel.syscall.Syscall;
import foal.kernel.task.Processes;
import foal.kernel.task.Signal;
import foal.kernel.task.Task;

/** System calls on descriptors. */
public final class DescriptorCalls {
    private static final int FD_CLOEXEC = 1;

    private final LockCalls locks;
    private final Processes processes;
    private final CallBuffer buffer = new CallBuffer();
    private final Struct number = new Struct(4);
    private final Struct owner = new Struct(FileOwner.SIZE);

    // What the commands of fcntl take and return.
    private static final Parameter.Kind NUMBER = new Parameter.Plain();
    private static final Parameter.Kind NOTHING = new Parameter.Unused();
    private static final Parameter.Kind FD_FLAGS = new Parameter.FlagSet(DescriptorFlag.class, false, Rest.UNKNOWN);
    private static final Parameter.Kind SIGNAL = new Parameter.Constant(Signal.class, Rest.UNKNOWN);
    private static final Parameter.Kind LOCK = new Parameter.Input(Data.FLOCK);
    private static final Parameter.Kind LOCK_FOUND = new Parameter.Output(Data.FLOCK_FOUND);
    private static final Parameter.Kind OWNER = new Parameter.Input(Data.F_OWNER_EX);
    private static final Parameter.Kind OWNER_FOUND = new Parameter.Output(Data.F_OWNER_EX);
    private static final Parameter.Kind STATUS_FLAGS = new Parameter.FlagSet(OpenFlag.class, false, Rest.UNKNOWN);

    /** @param locks does the commands of fcntl that are about locks */
    public DescriptorCalls(LockCalls locks, Processes processes) {
        this.locks = locks;
        this.processes = processes;
    }

    /** Flags of a descriptor, as against those of the open file. */
    public enum DescriptorFlag implements Symbolic {
        FD_CLOEXEC;

        @Override
        public long value() {
            return DescriptorCalls.FD_CLOEXEC;
        }
    }

    /** Flags of close_range(2). */
    public enum CloseRangeFlag implements Symbolic {
        CLOSE_RANGE_UNSHARE(2), CLOSE_RANGE_CLOEXEC(4);

        static final int ALL = 6;

        private final int value;

        CloseRangeFlag(int value) {
            this.value = value;
        }

        @Override
        public long value() {
            return value;
        }
    }

    /** Commands of fcntl(2). */
    public enum FcntlCommand implements Command {
        F_DUPFD(0, NUMBER, NUMBER), F_GETFD(1, NOTHING, FD_FLAGS), F_SETFD(2, FD_FLAGS, NUMBER),
        F_GETFL(3, NOTHING, STATUS_FLAGS), F_SETFL(4, STATUS_FLAGS, NUMBER), F_GETLK(5, LOCK_FOUND, NUMBER),
        F_SETLK(6, LOCK, NUMBER), F_SETLKW(7, LOCK, NUMBER), F_SETOWN(8, NUMBER, NUMBER),
        F_GETOWN(9, NOTHING, NUMBER), F_SETSIG(10, SIGNAL, NUMBER), F_GETSIG(11, NOTHING, SIGNAL),
        F_SETOWN_EX(15, OWNER, NUMBER), F_GETOWN_EX(16, OWNER_FOUND, NUMBER),
        F_OFD_GETLK(36, LOCK_FOUND, NUMBER), F_OFD_SETLK(37, LOCK, NUMBER), F_OFD_SETLKW(38, LOCK, NUMBER),
        F_DUPFD_CLOEXEC(1030, NUMBER, NUMBER),
        F_SETPIPE_SZ(1031, NUMBER, NUMBER), F_GETPIPE_SZ(1032, NOTHING, NUMBER),
        F_ADD_SEALS(1033, NUMBER, NUMBER), F_GET_SEALS(1034, NOTHING, NUMBER);

        private final int value;
        private final Parameter.Kind argument;
        private final Parameter.Kind result;

        FcntlCommand(int value, Parameter.Kind argument, Parameter.Kind result) {
            this.value = value;
            this.argument = argument;
            this.result = result;
        }

        @Override
        public Parameter.Kind argument() {
            return argument;
        }

        @Override
        public Parameter.Kind result() {
            return result;
        }

        @Override
        public long value() {
            return value;
        }
    }

    /** Where lseek(2) counts from. */
    public enum Whence implements Symbolic {
        SEEK_SET, SEEK_CUR, SEEK_END, SEEK_DATA, SEEK_HOLE;

        @Override
        public long value() {
            return ordinal();
        }
    }

    @Syscall(nr = 63, doc = "read from a descriptor", orders = RECEIVE)
    public long read(Task task, @Fd int fd, @Out(value = Data.BYTES, length = "return") long buf, long count) {
        OpenFile file = DescriptorTable.of(task).lookup(fd);
        if (file == null || !file.isReadable()) {
            return EBADF.result();
        }
        long error = buffer.single(task, buf, count);
        return error != 0 ? error : file.checkedRead(task, buffer.bytes());
    }

    @Syscall(nr = 64, doc = "write to a descriptor", orders = SEND)
    public long write(Task task, @Fd int fd, @In(value = Data.BYTES, length = "count") long buf, long count) {
        OpenFile file = DescriptorTable.of(task).lookup(fd);
        if (file == null || !file.isWritable()) {
            return EBADF.result();
        }
        long error = buffer.single(task, buf, count);
        return error != 0 ? error : file.checkedWrite(task, buffer.bytes());
    }

    @Syscall(nr = 65, doc = "read from a descriptor into several buffers", orders = RECEIVE)
    public long readv(Task task, @Fd int fd, @Out(value = Data.IOVEC, length = "iovcnt") long iov, long iovcnt) {
        OpenFile file = DescriptorTable.of(task).lookup(fd);
        if (file == null) {
            return EBADF.result();
        }
        long error = buffer.gather(task, iov, iovcnt);
        return error != 0 ? error : file.checkedRead(task, buffer.bytes());
    }

    @Syscall(nr = 66, doc = "write to a descriptor from several buffers", orders = SEND)
    public long writev(Task task, @Fd int fd, @In(value = Data.IOVEC, length = "iovcnt") long iov, long iovcnt) {
        OpenFile file = DescriptorTable.of(task).lookup(fd);
        if (file == null) {
            return EBADF.result();
        }
        long error = buffer.gather(task, iov, iovcnt);
        return error != 0 ? error : file.checkedWrite(task, buffer.bytes());
    }

    @Syscall(nr = 57, doc = "close a descriptor")
    public long close(Task task, @Fd int fd) {
        return DescriptorTable.of(task).close(fd) ? 0 : EBADF.result();
    }

    @Syscall(nr = 436, doc = "close a range of descriptors")
    public long close_range(Task task, int first, int last, @Flags(CloseRangeFlag.class) int flags) {
        if ((flags & ~CloseRangeFlag.ALL) != 0 || Integer.compareUnsigned(first, last) > 0) {
            return EINVAL.result();
        }
        if (CloseRangeFlag.CLOSE_RANGE_UNSHARE.in(flags)) {
            if (!task.mayUnshareDescriptors()) {
                return ENOMEM.result();
            }
            FilesOfTask.of(task).unshareDescriptors();
        }
        DescriptorTable table = DescriptorTable.of(task);
        // Descriptors beyond the table are not open; as an unsigned number, a negative one is far beyond.
        int end = last < 0 ? table.size() : Math.min(table.size(), last + 1);
        for (int fd = first; fd >= 0 && fd < end; fd++) {
            if (table.lookupAny(fd) == null) {
                continue;
            }
            if (CloseRangeFlag.CLOSE_RANGE_CLOEXEC.in(flags)) {
                table.setCloseOnExec(fd, true);
            } else {
                table.close(fd);
            }
        }
        return 0;
    }

    @Syscall(nr = 23, doc = "duplicate a descriptor to the lowest free one")
    public long dup(Task task, @Fd int oldfd) {
        return duplicate(DescriptorTable.of(task), oldfd, 0, false);
    }

    private static long duplicate(DescriptorTable table, int fd, int from, boolean closeOnExec) {
        OpenFile file = table.lookupAny(fd);
        if (file == null) {
            return EBADF.result();
        }
        int copy = table.lowestFree(from);
        if (copy >= 0) {
            table.set(copy, file.retain(), closeOnExec);
        }
        return copy;
    }

    @Syscall(nr = 24, doc = "duplicate a descriptor to a given one")
    public long dup3(Task task, @Fd int oldfd, @Fd int newfd, @Flags(value = OpenFlag.class, bitsOnly = true) int flags) {
        DescriptorTable table = DescriptorTable.of(task);
        if ((flags & ~OpenFlag.O_CLOEXEC.value()) != 0 || oldfd == newfd) {
            return EINVAL.result();
        }
        OpenFile file = table.lookupAny(oldfd);
        if (file == null || newfd < 0 || newfd >= table.limit()) {
            return EBADF.result();
        }
        if (!table.hasRoomFor(newfd)) {
            return ENOMEM.result();
        }
        table.set(newfd, file.retain(), OpenFlag.O_CLOEXEC.in(flags));
        return newfd;
    }

    @Syscall(nr = 25, doc = "get and set properties of a descriptor", by = FileLocks.class, returns = Syscall.Returns.BY_COMMAND,
            differs = "A pipe's owner is told of room for output only when the pipe was full before. "
                    + "F_NOTIFY and the commands for leases fail with EINVAL. F_SEAL_EXEC does, too. "
                    + "No pipe can hold more than 1 MiB.")
    public long fcntl(Task task, @Fd int fd, @OneOf(FcntlCommand.class) int cmd, @ByCommand("cmd") long arg) {
        DescriptorTable table = DescriptorTable.of(task);
        OpenFile file = table.lookupAny(fd);
        if (file == null) {
            return EBADF.result();
        }
        if (file.isPath() && cmd > 3 && cmd != FcntlCommand.F_DUPFD_CLOEXEC.value()) {
            return EBADF.result();
        }
        return switch (cmd) {
            case 0, 1030 -> arg < 0 || arg >= table.limit()
                    ? EINVAL.result() : duplicate(table, fd, (int) arg, cmd == FcntlCommand.F_DUPFD_CLOEXEC.value());
            case 1 -> table.isCloseOnExec(fd) ? FD_CLOEXEC : 0;
            case 2 -> {
                table.setCloseOnExec(fd, (arg & FD_CLOEXEC) != 0);
                yield 0;
            }
            case 3 -> file.flags();
            case 4 -> {
                file.setAsync(OpenFlag.O_ASYNC.in((int) arg), fd, processes);
                file.setStatusFlags((int) arg);
                yield 0;
            }
            case 5, 36 -> locks.find(task, file, arg, cmd == FcntlCommand.F_OFD_GETLK.value());
            case 6, 7 -> locks.set(task, file, arg, false, cmd == FcntlCommand.F_SETLKW.value());
            case 37, 38 -> locks.set(task, file, arg, true, cmd == FcntlCommand.F_OFD_SETLKW.value());
            case 8 -> file.owner().set(task.process(), (int) arg, processes);
            case 9 -> file.owner().get(processes);
            case 10 -> file.owner().setSignal(arg);
            case 11 -> file.owner().signal();
            case 15 -> task.memory().read(arg, owner) ? file.owner().take(task.process(), owner, processes) : EFAULT.result();
            case 16 -> {
                file.owner().put(owner, processes);
                yield task.memory().write(arg, owner) ? 0 : EFAULT.result();
            }
            case 1031 -> file.setCapacity((int) arg);
            case 1032 -> file.capacity();
            case 1033, 1034 -> seals(file, cmd == FcntlCommand.F_ADD_SEALS.value(), arg);
            default -> EINVAL.result();
        };
    }

    private static long seals(OpenFile file, boolean adds, long arg) {
        if (!(file instanceof OpenRegular open) || open.file().seals().isEmpty()) {
            return EINVAL.result();
        }
        Seals seals = open.file().seals().get();
        return adds ? seals.add(open.file(), arg, file.isWritable()) : seals.bits();
    }

    @Syscall(nr = 62, doc = "move the position of an open file")
    public long lseek(Task task, @Fd int fd, long offset, @OneOf(Whence.class) int whence) {
        OpenFile file = DescriptorTable.of(task).lookup(fd);
        return file == null ? EBADF.result() : file.seek(offset, whence);
    }

    @Syscall(nr = 29, doc = "control a device",
            differs = "There are no serial lines, so speeds, control modes, IXOFF, INPCK and PARMRK of a terminal are kept but mean "
                    + "nothing; neither does ECHOPRT, "
                    + "and requests with a struct termios2, and for packets of a pseudoterminal (TIOCPKT), fail with ENOTTY.")
    public long ioctl(Task task, @Fd int fd, @OneOf(value = IoctlRequest.class, rest = Rest.HEXADECIMAL) int request,
            @ByCommand("request") long argp) {
        DescriptorTable table = DescriptorTable.of(task);
        OpenFile file = table.lookup(fd);
        if (file == null) {
            return EBADF.result();
        }
        return switch (request) {
            case IoctlRequest.SET_NON_BLOCKING -> setNonBlocking(task, file, argp);
            case IoctlRequest.SET_ASYNC -> setAsync(task, file, fd, argp);
            case IoctlRequest.SET_CLOSE_ON_EXEC, IoctlRequest.CLEAR_CLOSE_ON_EXEC -> {
                table.setCloseOnExec(fd, request == IoctlRequest.SET_CLOSE_ON_EXEC);
                yield 0;
            }
            default -> file.ioctl(task, request, argp);
        };
    }

    private long setNonBlocking(Task task, OpenFile file, long argument) {
        if (!task.memory().read(argument, number)) {
            return EFAULT.result();
        }
        file.setNonBlocking(number.getInt(0) != 0);
        return 0;
    }

    private long setAsync(Task task, OpenFile file, int fd, long argument) {
        if (!task.memory().read(argument, number)) {
            return EFAULT.result();
        }
        return file.setAsync(number.getInt(0) != 0, fd, processes) ? 0 : ENOTTY.result();
    }
}
