package foal.kernel.process;

import static foal.kernel.syscall.Errno.EACCES;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.EPERM;
import static foal.kernel.syscall.Errno.ESRCH;

import foal.kernel.syscall.Syscall;
import foal.kernel.task.Process;
import foal.kernel.task.Processes;
import foal.kernel.task.Task;
import java.util.Optional;

/** System calls on process groups and sessions (credentials(7)). */
public final class GroupCalls {
    private final Processes processes;

    public GroupCalls(Processes processes) {
        this.processes = processes;
    }

    /** The process that an argument names, if only by the number of one of its threads: 0 is the caller. */
    private Optional<Process> self(Task task, int pid) {
        return pid == 0 ? Optional.of(task.process()) : processes.findOfTask(pid);
    }

    @Syscall(nr = 154, doc = "put a process into a process group")
    public long setpgid(Task task, int pid, int pgid) {
        if (pgid < 0 || pgid == 0 && pid < 0) {
            return EINVAL.result();
        }
        Optional<Process> found = self(task, pid);
        boolean ownOrChild = found.isPresent()
                && (found.get() == task.process() || found.get().parent() == task.process());
        if (!ownOrChild) {
            return ESRCH.result();
        }
        Process process = found.get();
        if (pid != 0 && pid != process.pid()) {
            return EINVAL.result(); // a thread is no member of a group by itself
        }
        if (process != task.process() && process.session() == task.process().session() && process.hasExecuted()) {
            return EACCES.result(); // another program must not be surprised by it
        }
        int group = pgid == 0 ? process.pid() : pgid;
        boolean groupIsThere = group == process.pid()
                || processes.hasInGroup(group, member -> member.session() == process.session());
        boolean leadsSession = process.session() == process.pid();
        if (leadsSession || process.session() != task.process().session() || !groupIsThere) {
            return EPERM.result();
        }
        processes.move(process, group, process.session());
        return 0;
    }

    @Syscall(nr = 155, doc = "get a process's group")
    public long getpgid(Task task, int pid) {
        return self(task, pid).map(process -> (long) process.group()).orElse(ESRCH.result());
    }

    @Syscall(nr = 156, doc = "get a process's session")
    public long getsid(Task task, int pid) {
        return self(task, pid).map(process -> (long) process.session()).orElse(ESRCH.result());
    }

    @Syscall(nr = 157, doc = "begin a session")
    public long setsid(Task task) {
        Process process = task.process();
        if (processes.hasInGroup(process.pid(), _ -> true)) {
            return EPERM.result();
        }
        processes.move(process, process.pid(), process.pid());
        process.setTerminal(Optional.empty());
        return process.pid();
    }
}
