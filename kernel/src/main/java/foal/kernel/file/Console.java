package foal.kernel.file;

import static foal.kernel.syscall.Errno.EAGAIN;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.ENOTTY;

import foal.kernel.memory.Struct;
import foal.kernel.memory.UserBuffer;
import foal.kernel.task.Task;
import foal.kernel.task.WaitQueue;

/**
 * The console: descriptors 0 to 2 of the first program, which are the host's standard streams.
 *
 * <p>A read returns a line at the most, as a terminal's does, whatever pieces the input comes in: so what a
 * program sees depends on the input alone, not on when the host delivers it.
 */
public final class Console extends OpenFile {
    private static final int CHUNK = 1 << 16;
    private static final long DEVICE = 5 << 8 | 1;
    private static final int TERMIOS_SIZE = 36;

    private final HostStreams host;
    private final boolean isError;
    private final boolean isTerminal;
    private final WaitQueue inputCame;
    private final byte[] chunk = new byte[CHUNK];

    /**
     * @param isError whether writes go to standard error instead of standard output
     * @param isTerminal whether programs are told that it is a terminal
     * @param inputCame is woken when there is input and nobody waits for it on the host's side
     */
    public Console(HostStreams host, boolean isError, boolean isTerminal, WaitQueue inputCame) {
        super((int) OpenFlag.O_RDWR.value());
        this.host = host;
        this.isError = isError;
        this.isTerminal = isTerminal;
        this.inputCame = inputCame;
    }

    @Override
    public long read(Task task, UserBuffer to) {
        int length = host.readLine(chunk, (int) Math.min(to.remaining(), CHUNK));
        if (length == HostStreams.NOTHING_YET) {
            return isNonBlocking() ? EAGAIN.result() : task.waitOn(inputCame);
        }
        return to.give(chunk, 0, length) == length ? length : EFAULT.result();
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
    public long ioctl(Task task, int request, long argument) {
        if (!isTerminal) {
            return ENOTTY.result();
        }
        return switch (request) {
            case 0x5401 -> task.memory().write(argument, lineMode()) ? 0 : EFAULT.result();
            case 0x5413 -> task.memory().write(argument, new Struct(8).putShort(0, 24).putShort(2, 80)) ? 0 : EFAULT.result();
            default -> ENOTTY.result();
        };
    }

    /** {@code struct termios} of a terminal that edits lines and echoes, as the host's does (termios(3)). */
    private static Struct lineMode() {
        int echoAndLines = 0x8a3b;
        int translateNewline = 0x5;
        int crToNewline = 0x500;
        int baud38400With8Bits = 0xbf;
        return new Struct(TERMIOS_SIZE).putInt(0, crToNewline).putInt(4, translateNewline)
                .putInt(8, baud38400With8Bits).putInt(12, echoAndLines);
    }

    @Override
    public FileStatus status() {
        return isTerminal
                ? new FileStatus(3, FileStatus.CHARACTER_DEVICE | 0620, 1, DEVICE, 0, 0)
                : new FileStatus(3, FileStatus.FIFO | 0600, 1, 0, 0, 0);
    }

    @Override
    public String description() {
        return isTerminal ? "/dev/console" : "pipe:[3]";
    }
}
