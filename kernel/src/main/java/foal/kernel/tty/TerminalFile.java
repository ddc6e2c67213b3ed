package foal.kernel.tty;

import static foal.kernel.syscall.Errno.EAGAIN;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EIO;
import static foal.kernel.syscall.Errno.ENOTTY;
import static foal.kernel.tty.Termios.TOSTOP;
import static foal.kernel.tty.Termios.VMIN;
import static foal.kernel.tty.Termios.VTIME;

import foal.kernel.file.FileStatus;
import foal.kernel.file.IoctlRequest;
import foal.kernel.file.OpenFile;
import foal.kernel.file.PollEvent;
import foal.kernel.memory.UserBuffer;
import foal.kernel.syscall.Result;
import foal.kernel.task.Kept;
import foal.kernel.task.Progress;
import foal.kernel.task.Signal;
import foal.kernel.task.Task;
import foal.kernel.task.WaitQueue;
import foal.kernel.time.Clock;
import java.util.List;

/** A terminal as an open file. */
public sealed class TerminalFile extends OpenFile permits PtySlave {
    /** /dev/console. */
    static final long CONSOLE = 5 << 8 | 1;
    /** VTIME counts tenths of a second. */
    private static final long TENTH = 100_000_000;

    private final Terminal terminal;
    private final TerminalControl control;
    private final List<WaitQueue> queues;
    private final Clock clock;
    private final byte[] chunk;

    TerminalFile(Terminal terminal, TerminalControl control, int flags) {
        super(flags);
        this.terminal = terminal;
        this.control = control;
        clock = control.clock();
        chunk = control.chunk();
        queues = List.of(terminal.readable(), terminal.writable());
    }

    // ---- reading -----------------------------------------------------------------------------------------------

    @Override
    public long read(Task task, UserBuffer to) {
        long heldBack = terminal.holdBack(task, Signal.SIGTTIN);
        if (heldBack != 0) {
            return heldBack;
        }
        if (terminal.isHungUp()) {
            return 0;
        }
        boolean isRaw = !discipline().isCanonical();
        long wait = isRaw ? awaitBytes(task, to.remaining())
                : discipline().isReadable(1) ? 0 : await(task);
        return wait != 0 ? wait : isRaw && discipline().available() == 0 ? 0 : give(to);
    }

    private LineDiscipline discipline() {
        return terminal.discipline();
    }

    private long give(UserBuffer to) {
        int count = discipline().peek(chunk, (int) Math.min(to.remaining(), chunk.length));
        int given = to.give(chunk, 0, count);
        if (given == 0 && count > 0) {
            return EFAULT.result();
        }
        discipline().take(given);
        terminal.takeKeys(); // there is room again
        return given;
    }

    private long await(Task task) {
        return isNonBlocking() ? EAGAIN.result() : task.waitOn(terminal.readable());
    }

    /** How many bytes there were when a reader last looked: with VMIN and VTIME, more of them set the timer anew. */
    private record BytesSeen(int bytes) implements Kept {}

    /**
     * Waits in raw mode: with VMIN for so many bytes, or as many as there is room for, and with VTIME at most so long;
     * with both, so long after the last byte.
     *
     * @return 0 if the read is to give what there is
     */
    private long awaitBytes(Task task, long room) {
        int least = discipline().termios().character(VMIN);
        long time = discipline().termios().character(VTIME) * TENTH;
        int there = discipline().available();
        boolean hasEnough = there >= Math.min(Math.max(1, least), room);
        if (hasEnough || least == 0 && time == 0 || time != 0 && task.call().isRerun() && clock.monotonic() >= task.call().deadline()) {
            return 0;
        }
        if (isNonBlocking()) {
            return there > 0 ? 0 : EAGAIN.result();
        }
        int thereBefore = task.call().take() instanceof BytesSeen(int bytes) ? bytes : 0;
        boolean startsTimer = least == 0 ? !task.call().isRerun() : time != 0 && there > thereBefore;
        if (startsTimer) {
            task.call().setDeadline(clock.monotonic() + time);
        }
        if (time != 0 && there > 0) {
            task.call().keep(new BytesSeen(there));
        }
        long result = task.waitOn(terminal.readable());
        return result == Result.INTERRUPTED && there > 0 ? 0 : result;
    }

    // ---- writing -----------------------------------------------------------------------------------------------

    @Override
    public long write(Task task, UserBuffer from) {
        if (discipline().termios().local(TOSTOP)) {
            long heldBack = terminal.holdBack(task, Signal.SIGTTOU);
            if (heldBack != 0) {
                return heldBack;
            }
        }
        if (terminal.isHungUp()) {
            return EIO.result();
        }
        long done = Progress.of(task);
        from.skip(done);
        while (from.remaining() > 0) {
            int wanted = (int) Math.min(from.remaining(), Math.min(terminal.writableBytes(), chunk.length));
            if (wanted == 0) {
                return Progress.stop(task, done, isNonBlocking() ? EAGAIN.result() : task.waitOn(terminal.writable()));
            }
            int taken = from.take(chunk, 0, wanted);
            discipline().write(chunk, taken);
            done += taken;
            if (taken < wanted) {
                return Progress.stop(task, done, EFAULT.result());
            }
        }
        return done;
    }

    // ---- the rest ----------------------------------------------------------------------------------------------

    @Override
    public long ioctl(Task task, IoctlRequest request, long argument) {
        return terminal.isHungUp() ? EIO.result() : control.ioctl(terminal, task, request, argument);
    }

    @Override
    public long unknownIoctl() {
        return terminal.isHungUp() ? EIO.result() : ENOTTY.result();
    }

    @Override
    public int poll(Task task) {
        if (terminal.isHungUp()) {
            return PollEvent.READABLE | PollEvent.WRITABLE | (int) (PollEvent.POLLHUP.value() | PollEvent.POLLERR.value());
        }
        Termios termios = discipline().termios();
        int least = termios.character(VTIME) == 0 ? Math.max(1, termios.character(VMIN)) : 1;
        return (discipline().isReadable(least) ? PollEvent.READABLE : 0)
                | (terminal.writableBytes() == 0 ? 0 : PollEvent.WRITABLE);
    }

    @Override
    protected boolean tellsOwner() {
        return true;
    }

    /** Its output is never full. */
    @Override
    protected boolean hasLackedRoom() {
        return false;
    }

    @Override
    public List<WaitQueue> pollQueues(Task task) {
        return queues;
    }

    @Override
    public FileStatus status() {
        return new FileStatus(3, FileStatus.CHARACTER_DEVICE | 0620, 1, CONSOLE, 0, 0);
    }

    @Override
    public String description() {
        return "/dev/console";
    }
}
