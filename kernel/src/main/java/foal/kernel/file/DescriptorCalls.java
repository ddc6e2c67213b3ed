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
import foal.kernel.syscall.ByNumber;
import foal.kernel.syscall.Data;
import foal.kernel.syscall.Fd;
import foal.kernel.syscall.Flags;
import foal.kernel.syscall.In;
import foal.kernel.syscall.OneOf;
import foal.kernel.syscall.Out;
import foal.kernel.syscall.Rest;
import foal.kernel.syscall.Symbolic;
import foal.kernel.syscall.Syscall;
import foal.kernel.task.Processes;
import foal.kernel.task.Task;
import java.util.Optional;

/** System calls on descriptors. */
public final class DescriptorCalls {
    private static final int FD_CLOEXEC = 1;

    private final LockCalls locks;
    private final Processes processes;
    private final CallBuffer buffer = new CallBuffer();
    private final Struct number = new Struct(4);
    private final Struct owner = new Struct(FileOwner.SIZE);

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

    private static final ByNumber<FcntlCommand> FCNTL_COMMANDS = ByNumber.of(FcntlCommand.class);
    private static final ByNumber<IoctlRequest> IOCTL_REQUESTS = ByNumber.of(IoctlRequest.class);
    private static final ByNumber<Whence> ORIGINS = ByNumber.of(Whence.class);

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
        Optional<FcntlCommand> command = FCNTL_COMMANDS.find(cmd);
        if (file.isPath() && (command.isEmpty() || !command.get().isForPaths())) {
            return EBADF.result();
        }
        return command.isEmpty() ? EINVAL.result() : fcntl(task, table, fd, file, command.get(), arg);
    }

    private long fcntl(Task task, DescriptorTable table, int fd, OpenFile file, FcntlCommand command, long arg) {
        return switch (command) {
            case F_DUPFD, F_DUPFD_CLOEXEC -> arg < 0 || arg >= table.limit()
                    ? EINVAL.result() : duplicate(table, fd, (int) arg, command == FcntlCommand.F_DUPFD_CLOEXEC);
            case F_GETFD -> table.isCloseOnExec(fd) ? FD_CLOEXEC : 0;
            case F_SETFD -> {
                table.setCloseOnExec(fd, (arg & FD_CLOEXEC) != 0);
                yield 0;
            }
            case F_GETFL -> file.flags();
            case F_SETFL -> {
                file.setAsync(OpenFlag.O_ASYNC.in((int) arg), fd, processes);
                file.setStatusFlags((int) arg);
                yield 0;
            }
            case F_GETLK, F_OFD_GETLK -> locks.find(task, file, arg, command == FcntlCommand.F_OFD_GETLK);
            case F_SETLK, F_SETLKW -> locks.set(task, file, arg, false, command == FcntlCommand.F_SETLKW);
            case F_OFD_SETLK, F_OFD_SETLKW -> locks.set(task, file, arg, true, command == FcntlCommand.F_OFD_SETLKW);
            case F_SETOWN -> file.owner().set(task.process(), (int) arg, processes);
            case F_GETOWN -> file.owner().get(processes);
            case F_SETSIG -> file.owner().setSignal(arg);
            case F_GETSIG -> file.owner().signal();
            case F_SETOWN_EX -> task.memory().read(arg, owner)
                    ? file.owner().take(task.process(), owner, processes) : EFAULT.result();
            case F_GETOWN_EX -> {
                file.owner().put(owner, processes);
                yield task.memory().write(arg, owner) ? 0 : EFAULT.result();
            }
            case F_SETPIPE_SZ -> file.setCapacity((int) arg);
            case F_GETPIPE_SZ -> file.capacity();
            case F_ADD_SEALS, F_GET_SEALS -> seals(file, command == FcntlCommand.F_ADD_SEALS, arg);
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
        if (file == null) {
            return EBADF.result();
        }
        Optional<Whence> from = ORIGINS.find(whence);
        return from.isEmpty() ? EINVAL.result() : file.seek(offset, from.get());
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
        Optional<IoctlRequest> known = IOCTL_REQUESTS.find(request);
        return known.isEmpty() ? file.unknownIoctl() : switch (known.get()) {
            case FIONBIO -> setNonBlocking(task, file, argp);
            case FIOASYNC -> setAsync(task, file, fd, argp);
            case FIOCLEX, FIONCLEX -> {
                table.setCloseOnExec(fd, known.get() == IoctlRequest.FIOCLEX);
                yield 0;
            }
            default -> file.ioctl(task, known.get(), argp);
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
