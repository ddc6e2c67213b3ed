package foal.kernel.tty;

import static foal.kernel.syscall.Errno.EAGAIN;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.ENOTTY;

import foal.kernel.file.Dentry;
import foal.kernel.file.FileStatus;
import foal.kernel.file.IoctlRequest;
import foal.kernel.file.OpenFile;
import foal.kernel.file.PollEvent;
import foal.kernel.memory.Struct;
import foal.kernel.memory.UserBuffer;
import foal.kernel.task.Task;
import foal.kernel.task.WaitQueue;
import java.util.List;
import java.util.Optional;

/**
 * One of the host's standard streams as it is: a pipe, a file, or a terminal that the host looks after.
 *
 * <p>A read returns a line at the most, as a terminal's does, whatever pieces the input comes in: so what a
 * program sees depends on the input alone, not on when the host delivers it.
 *
 * <p>By the virtual clock, input that has not arrived yet is waited for, and meanwhile the machine and its time stand
 * still: as the program sees it, every line has been there all the time. So standard input is always ready for poll(2),
 * no timeout comes before it, and a read never fails with EAGAIN, for that would depend on the host's speed.
 */
final class HostStreamFile extends OpenFile {
    private static final int CHUNK = 1 << 16;

    private final HostStreams host;
    private final boolean isError;
    private final boolean isTerminal;
    private final WaitQueue inputCame;
    private final Dentry entry;
    private final List<WaitQueue> queues;
    private final byte[] chunk = new byte[CHUNK];

    /**
     * @param isError whether writes go to standard error instead of standard output
     * @param isTerminal whether programs are told that it is a terminal
     * @param inputCame is woken when there is input and nobody waits for it on the host's side
     * @param entry of the file that it is to programs
     */
    HostStreamFile(HostStreams host, boolean isError, boolean isTerminal, WaitQueue inputCame, Dentry entry, int flags) {
        super(flags);
        this.host = host;
        this.isError = isError;
        this.isTerminal = isTerminal;
        this.inputCame = inputCame;
        this.entry = entry;
        queues = List.of(inputCame);
    }

    @Override
    public long read(Task task, UserBuffer to) {
        int length = host.peekLine(chunk, (int) Math.min(to.remaining(), CHUNK));
        if (length == HostStreams.NOTHING_YET) {
            return isNonBlocking() ? EAGAIN.result() : task.waitOn(inputCame);
        }
        int given = to.give(chunk, 0, length);
        if (given == 0 && length > 0) {
            return EFAULT.result();
        }
        host.take(given);
        return given;
    }

    @Override
    public long write(Task task, UserBuffer from) {
        long total = 0;
        while (from.remaining() > 0) {
            int wanted = (int) Math.min(from.remaining(), CHUNK);
            int taken = from.take(chunk, 0, wanted);
            host.write(isError, chunk, taken);
            total += taken;
            if (taken < wanted) {
                return total == 0 ? EFAULT.result() : total;
            }
        }
        return total;
    }

    @Override
    public int poll(Task task) {
        return PollEvent.WRITABLE | (host.isReady() ? PollEvent.READABLE : 0);
    }

    @Override
    protected boolean tellsOwner() {
        return true;
    }

    @Override
    public List<WaitQueue> pollQueues(Task task) {
        return queues;
    }

    /** Programs may look at a terminal that the host looks after, but not change it. */
    @Override
    public long ioctl(Task task, IoctlRequest request, long argument) {
        if (!isTerminal) {
            return ENOTTY.result();
        }
        return switch (request) {
            case TCGETS -> task.memory().write(argument, new Termios().struct()) ? 0 : EFAULT.result();
            case TIOCGWINSZ -> task.memory().write(argument, WindowSize.STANDARD.put(new Struct(WindowSize.SIZE)))
                    ? 0 : EFAULT.result();
            default -> ENOTTY.result();
        };
    }

    @Override
    public Optional<Dentry> entry() {
        return Optional.of(entry);
    }

    @Override
    public FileStatus status() {
        return isTerminal
                ? new FileStatus(3, FileStatus.CHARACTER_DEVICE | 0620, 1, TerminalFile.CONSOLE, 0, 0)
                : entry.inode().status();
    }

    @Override
    public String description() {
        return isTerminal ? "/dev/console" : entry.path();
    }
}
