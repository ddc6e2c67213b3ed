package foal.kernel.task;

import static foal.kernel.syscall.Errno.EBADF;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.EMFILE;
import static foal.kernel.syscall.Errno.EPERM;
import static foal.kernel.syscall.Errno.ESRCH;

import foal.kernel.file.OpenFlag;
import foal.kernel.syscall.Address;
import foal.kernel.syscall.Fd;
import foal.kernel.syscall.Flags;
import foal.kernel.syscall.OneOf;
import foal.kernel.syscall.Rest;
import foal.kernel.syscall.Symbolic;
import foal.kernel.syscall.Syscall;
import foal.kernel.syscall.Topic;
import java.util.Optional;

/** System calls on descriptors that stand for processes (pidfd_open(2), pidfd_send_signal(2)). */
public final class PidFileCalls {
    private final Processes processes;

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
        int fd = task.descriptors().add(new PidFile(process.get(), readWrite | flags), true);
        return fd < 0 ? EMFILE.result() : fd;
    }

    @Syscall(nr = 424, doc = "send a signal to the process of a descriptor", topics = Topic.SIGNAL,
            differs = "Data of the caller's own (siginfo_t) cannot be sent: EINVAL.")
    public long pidfd_send_signal(Task task, @Fd int pidfd, @OneOf(value = Signal.class, rest = Rest.SIGNAL) int sig,
            @Address long info, int flags) {
        if (flags != 0) {
            return EINVAL.result();
        }
        Optional<PidFile> file = PidFile.of(task, pidfd);
        if (file.isEmpty()) {
            return EBADF.result();
        }
        if (info != 0 || sig < 0 || sig > Signal.LAST) {
            return EINVAL.result();
        }
        Process process = file.get().process();
        if (processes.find(process.pid()).filter(found -> found == process).isEmpty()) {
            return ESRCH.result();
        }
        if (!task.process().credentials().mayKill(process.credentials())) {
            return EPERM.result();
        }
        if (sig != 0) {
            processes.signals().send(process, SignalInfo.fromUser(sig, task.process()));
        }
        return 0;
    }
}
