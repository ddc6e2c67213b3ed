package foal.kernel.ipc;

import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.EMFILE;
import static foal.kernel.syscall.Errno.ENFILE;

import foal.kernel.file.DescriptorTable;
import foal.kernel.file.OpenFile;
import foal.kernel.file.OpenFlag;
import foal.kernel.memory.Struct;
import foal.kernel.syscall.Data;
import foal.kernel.syscall.Flags;
import foal.kernel.syscall.Out;
import foal.kernel.syscall.Syscall;
import foal.kernel.syscall.Topic;
import foal.kernel.task.Signals;
import foal.kernel.task.Task;

/** The system call that makes a pipe; the rest is done with reads and writes. */
public final class PipeCalls {
    private static final long KNOWN_FLAGS =
            OpenFlag.O_CLOEXEC.value() | OpenFlag.O_NONBLOCK.value() | OpenFlag.O_DIRECT.value();
    /** Inode numbers of pipes begin here, apart from those of files. */
    private static final long FIRST_NUMBER = 1000;

    /** Pipes that there may be at a time: each takes 64 KiB of the host's memory. */
    private static final int MOST_PIPES = 8192;

    private final Signals signals;
    private int open;
    private final Struct pair = new Struct(8);
    private long made;

    public PipeCalls(Signals signals) {
        this.signals = signals;
    }

    @Syscall(nr = 59, doc = "make a pipe", topics = Topic.DESC)
    public long pipe2(Task task, @Out(Data.INT_PAIR) long pipefd,
            @Flags(value = OpenFlag.class, bitsOnly = true) int flags) {
        if ((flags & ~KNOWN_FLAGS) != 0) {
            return EINVAL.result();
        }
        if (open >= MOST_PIPES) {
            return ENFILE.result();
        }
        DescriptorTable table = task.process().descriptors();
        open++;
        Pipe pipe = new Pipe(FIRST_NUMBER + made++, signals, () -> open--);
        boolean closeOnExec = OpenFlag.O_CLOEXEC.in(flags);
        OpenFile writeEnd = pipe.writeEnd(flags);
        int readFd = table.add(pipe.readEnd(flags), closeOnExec);
        if (readFd < 0) {
            writeEnd.release();
            return EMFILE.result();
        }
        int writeFd = table.add(writeEnd, closeOnExec);
        if (writeFd < 0) {
            table.close(readFd);
            return EMFILE.result();
        }
        if (!task.memory().write(pipefd, pair.putInt(0, readFd).putInt(4, writeFd))) {
            table.close(readFd);
            table.close(writeFd);
            return EFAULT.result();
        }
        return 0;
    }
}
