package foal.kernel.tty;

import static foal.kernel.syscall.Errno.EAGAIN;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.EIO;
import static foal.kernel.syscall.Errno.ENOTTY;

import foal.kernel.file.Dentry;
import foal.kernel.file.DescriptorTable;
import foal.kernel.file.FileStatus;
import foal.kernel.file.IoctlRequest;
import foal.kernel.file.IoctlRequest.FlushedQueue;
import foal.kernel.file.OpenFile;
import foal.kernel.file.OpenFlag;
import foal.kernel.file.Opened;
import foal.kernel.file.PollEvent;
import foal.kernel.memory.UserBuffer;
import foal.kernel.syscall.Errno;
import foal.kernel.task.Progress;
import foal.kernel.task.Signal;
import foal.kernel.task.Task;
import foal.kernel.task.WaitQueue;
import java.util.List;
import java.util.Optional;

/** The master of a pseudoterminal as an open file (ptmx(4), ioctl_tty(2)). */
final class PtyMaster extends OpenFile {
    private final Pty pty;
    private final Ptys all;
    private final Dentry entry;
    private final TerminalControl control;
    private final List<WaitQueue> queues;

    /** @param entry by which it was opened: /dev/ptmx */
    PtyMaster(Pty pty, Ptys all, Dentry entry, TerminalControl control, int flags) {
        super(flags);
        this.pty = pty;
        this.all = all;
        this.entry = entry;
        this.control = control;
        queues = List.of(pty.readable(), pty.writable());
    }

    Pty pty() {
        return pty;
    }

    @Override
    public Optional<Object> channel() {
        return Optional.of(pty);
    }

    /** Reads what the slave's programs have written, and echoes; what is left when they are gone, and then EIO. */
    @Override
    public long read(Task task, UserBuffer to) {
        if (pty.output().length() == 0) {
            if (pty.isSlaveClosed()) {
                return EIO.result();
            }
            return isNonBlocking() ? EAGAIN.result() : task.waitOn(pty.readable());
        }
        int given = pty.output().give(to);
        pty.outputTaken();
        return given == 0 ? EFAULT.result() : given;
    }

    /** Types keys. They wait for the slave if it is not open. */
    @Override
    public long write(Task task, UserBuffer from) {
        long done = Progress.of(task);
        from.skip(done);
        while (from.remaining() > 0) {
            long wanted = Math.min(from.remaining(), pty.keys().room());
            if (wanted == 0) {
                return Progress.stop(task, done, isNonBlocking() ? EAGAIN.result() : task.waitOn(pty.writable()));
            }
            int added = pty.keys().add(from);
            pty.keysAdded();
            done += added;
            if (added < wanted) {
                return Progress.stop(task, done, EFAULT.result());
            }
        }
        return done;
    }

    @Override
    public int poll(Task task) {
        return (pty.output().length() > 0 ? PollEvent.READABLE : 0) | (pty.keys().room() > 0 ? PollEvent.WRITABLE : 0)
                | (pty.isSlaveClosed() ? (int) PollEvent.POLLHUP.value() : 0);
    }

    @Override
    public List<WaitQueue> pollQueues(Task task) {
        return queues;
    }

    // ---- ioctl -------------------------------------------------------------------------------------------------

    /** Most requests are for the slave's terminal. The master is nobody's controlling terminal, and asks about any session. */
    @Override
    public long ioctl(Task task, IoctlRequest request, long argument) {
        return switch (request) {
            case TIOCGPTN -> put(task, argument, pty.number());
            case TIOCGPTLCK -> put(task, argument, pty.isLocked() ? 1 : 0);
            case TIOCSPTLCK -> setLocked(task, argument);
            case TIOCGPTPEER -> openSlave(task, (int) argument);
            case TIOCSIG -> signal(argument);
            case FIONREAD -> put(task, argument, pty.output().length());
            case TIOCGPGRP -> put(task, argument, pty.terminal().foreground());
            case TIOCGSID -> pty.terminal().session() == Terminal.NONE
                    ? ENOTTY.result() : put(task, argument, pty.terminal().session());
            case TIOCNOTTY -> ENOTTY.result();
            case TCFLSH -> flush(argument);
            default -> control.ioctl(pty.terminal(), task, request, argument);
        };
    }

    private static long put(Task task, long address, int value) {
        return task.memory().writeInt(address, value) ? 0 : EFAULT.result();
    }

    private long setLocked(Task task, long argument) {
        Optional<Integer> wanted = control.readInt(task, argument);
        wanted.ifPresent(value -> pty.setLocked(value != 0));
        return wanted.isPresent() ? 0 : EFAULT.result();
    }

    private long openSlave(Task task, int flags) {
        int free = DescriptorTable.of(task).lowestFree(0);
        if (free < 0) {
            return free;
        }
        return switch (pty.open(task, flags)) {
            case Opened.Failed(Errno errno) -> errno.result();
            case Opened.Ready(OpenFile file) -> DescriptorTable.of(task).add(file, OpenFlag.O_CLOEXEC.in(flags));
            case Opened.Waiting _ -> throw new IllegalStateException("the slave opens at once");
        };
    }

    private long signal(long number) {
        for (Signal signal : List.of(Signal.SIGINT, Signal.SIGQUIT, Signal.SIGTSTP)) {
            if (signal.number() == number) {
                pty.terminal().signalForeground(signal);
                return 0;
            }
        }
        return EINVAL.result();
    }

    /** Forgets what the slave has written, or what the master has. */
    private long flush(long queue) {
        if (queue < 0 || queue >= FlushedQueue.values().length) {
            return EINVAL.result();
        }
        if (queue != FlushedQueue.TCOFLUSH.value()) {
            pty.discard();
            pty.outputTaken();
        }
        if (queue != FlushedQueue.TCIFLUSH.value()) {
            pty.keys().clear();
            pty.terminal().discipline().discardInput();
            pty.writable().wakeAll();
        }
        return 0;
    }

    // ---- the rest ----------------------------------------------------------------------------------------------

    @Override
    protected void released() {
        all.remove(pty);
    }

    @Override
    public Optional<Dentry> entry() {
        return Optional.of(entry);
    }

    @Override
    public FileStatus status() {
        return entry.inode().status();
    }

    @Override
    public String description() {
        return entry.path();
    }
}
