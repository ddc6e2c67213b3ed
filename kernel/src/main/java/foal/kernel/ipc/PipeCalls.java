package foal.kernel.ipc;

import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.ENFILE;

import foal.kernel.file.Dentry;
import foal.kernel.file.DescriptorTable;
import foal.kernel.file.FileTree;
import foal.kernel.file.OpenFile;
import foal.kernel.file.OpenFlag;
import foal.kernel.file.Opened;
import foal.kernel.memory.Struct;
import foal.kernel.syscall.About;
import foal.kernel.syscall.Data;
import foal.kernel.syscall.Flags;
import foal.kernel.syscall.Out;
import foal.kernel.syscall.Syscall;
import foal.kernel.syscall.Topic;
import foal.kernel.task.Task;

/** The system call that makes a pipe; the rest is done with reads and writes. */
@About(Topic.IPC)
public final class PipeCalls {
    private static final long KNOWN_FLAGS =
            OpenFlag.O_CLOEXEC.value() | OpenFlag.O_NONBLOCK.value() | OpenFlag.O_DIRECT.value();
    private final Pipes pipes;
    private final FileTree tree;
    private final Struct pair = new Struct(8);

    public PipeCalls(Pipes pipes, FileTree tree) {
        this.pipes = pipes;
        this.tree = tree;
    }

    @Syscall(nr = 59, doc = "make a pipe", topics = Topic.DESC)
    public long pipe2(Task task, @Out(Data.INT_PAIR) long pipefd,
            @Flags(value = OpenFlag.class, bitsOnly = true) int flags) {
        if ((flags & ~KNOWN_FLAGS) != 0) {
            return EINVAL.result();
        }
        if (!pipes.hasRoom(pipes.capacity())) {
            return ENFILE.result();
        }
        DescriptorTable table = DescriptorTable.of(task);
        Pipe pipe = pipes.make();
        Dentry entry = tree.newPipe(task, (_, name, mode) -> new Opened.Ready(pipe.end(name, mode)));
        boolean closeOnExec = OpenFlag.O_CLOEXEC.in(flags);
        OpenFile writeEnd = pipe.end(entry, flags | (int) OpenFlag.O_WRONLY.value());
        int readFd = table.add(pipe.end(entry, flags), closeOnExec);
        if (readFd < 0) {
            writeEnd.release();
            return readFd;
        }
        int writeFd = table.add(writeEnd, closeOnExec);
        if (writeFd < 0) {
            table.close(readFd);
            return writeFd;
        }
        if (!task.memory().write(pipefd, pair.putInt(0, readFd).putInt(4, writeFd))) {
            table.close(readFd);
            table.close(writeFd);
            return EFAULT.result();
        }
        return 0;
    }
}
