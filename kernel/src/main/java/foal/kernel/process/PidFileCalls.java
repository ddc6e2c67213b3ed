package foal.kernel.process;

import static foal.kernel.syscall.Errno.EAGAIN;
import static foal.kernel.syscall.Errno.EBADF;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.EPERM;
import static foal.kernel.syscall.Errno.ESRCH;
import static foal.kernel.syscall.Order.SEND;

import foal.kernel.file.DescriptorTable;
import foal.kernel.file.OpenFile;
import foal.kernel.file.OpenFlag;
import foal.kernel.memory.Struct;
import foal.kernel.syscall.Data;
import foal.kernel.syscall.Fd;
import foal.kernel.syscall.Flags;
import foal.kernel.syscall.In;
import foal.kernel.syscall.OneOf;
import foal.kernel.syscall.Rest;
import foal.kernel.syscall.Symbolic;
import foal.kernel.syscall.Syscall;
import foal.kernel.syscall.Topic;
import foal.kernel.task.Process;
import foal.kernel.task.ProcessInode;
import foal.kernel.task.Processes;
import foal.kernel.task.Signal;
import foal.kernel.task.SignalInfo;
import foal.kernel.task.Task;
import java.util.Optional;

/** System calls on descriptors that stand for processes (pidfd_open(2), pidfd_send_signal(2)). */
public final class PidFileCalls {
    private final Processes processes;
    private final Struct siginfo = new Struct(SignalInfo.SIZE);

    public PidFileCalls(Processes processes) {
        this.processes = processes;
    }

    /** Flags of pidfd_open(2). */
    public enum PidFileFlag implements Symbolic {
        PIDFD_NONBLOCK;

        @Override
        public long value() {
            return OpenFlag.O_NONBLOCK.value();
        }
    }

    @Syscall(nr = 434, doc = "get a descriptor for a process", topics = Topic.DESC)
    public long pidfd_open(Task task, int pid, @Flags(PidFileFlag.class) int flags) {
        if ((flags & ~PidFileFlag.PIDFD_NONBLOCK.value()) != 0 || pid <= 0) {
            return EINVAL.result();
        }
        Optional<Process> process = processes.find(pid);
        if (process.isEmpty()) {
            // A thread has a number of this kind too, but none of its own to be opened.
            return processes.findTask(pid).isPresent() ? EINVAL.result() : ESRCH.result();
        }
        int readWrite = (int) OpenFlag.O_RDWR.value();
        return DescriptorTable.of(task).add(new PidFile(process.get(), readWrite | flags), true);
    }

    @Syscall(nr = 424, doc = "send a signal to the process of a descriptor", orders = SEND, by = Signal.class,
            topics = Topic.SIGNAL)
    public long pidfd_send_signal(Task task, @Fd int pidfd, @OneOf(value = Signal.class, rest = Rest.SIGNAL) int sig,
            @In(Data.SIGINFO) long info, int flags) {
        if (flags != 0) {
            return EINVAL.result();
        }
        Optional<Process> target = process(task, pidfd);
        if (target.isEmpty()) {
            return EBADF.result();
        }
        if (info != 0 && !task.memory().read(info, siginfo)) {
            return EFAULT.result();
        }
        if (sig < 0 || sig > Signal.LAST || info != 0 && siginfo.getInt(0) != sig) {
            return EINVAL.result();
        }
        Process process = target.get();
        if (info != 0 && process != task.process() && SignalInfo.isForgery(siginfo)) {
            return EPERM.result();
        }
        if (processes.find(process.pid()).filter(found -> found == process).isEmpty()) {
            return ESRCH.result();
        }
        if (!task.process().credentials().mayKill(process.credentials())) {
            return EPERM.result();
        }
        SignalInfo sent = info == 0 ? SignalInfo.fromUser(sig, task.process()) : SignalInfo.read(sig, siginfo);
        return sig == 0 || processes.signals().send(process, sent) ? 0 : EAGAIN.result();
    }

    /** The process that a descriptor stands for, be it of pidfd_open or of the directory in /proc. */
    private static Optional<Process> process(Task task, int fd) {
        Optional<Process> ofDirectory = DescriptorTable.of(task).get(fd).flatMap(OpenFile::entry)
                .filter(entry -> entry.inode() instanceof ProcessInode).flatMap(entry -> ((ProcessInode) entry.inode()).process());
        return PidFile.of(task, fd).map(PidFile::process).or(() -> ofDirectory);
    }
}
