package foal.kernel.process;

import static foal.kernel.syscall.Errno.ENOSYS;

import foal.kernel.syscall.Address;
import foal.kernel.syscall.Hex;
import foal.kernel.syscall.Result;
import foal.kernel.syscall.Syscall;
import foal.kernel.syscall.Topic;
import foal.kernel.task.ExitStatus;
import foal.kernel.task.Processes;
import foal.kernel.task.Task;

/** System calls that end tasks and tell who they are. */
public final class ProcessCalls {
    private final Processes processes;

    public ProcessCalls(Processes processes) {
        this.processes = processes;
    }

    @Syscall(nr = 93, doc = "end the calling thread", topics = Topic.PROCESS)
    public long exit(Task task, int status) {
        processes.exit(task, new ExitStatus.Exited(status & 0xff));
        return Result.NO_RETURN;
    }

    @Syscall(nr = 94, doc = "end the calling process", topics = Topic.PROCESS)
    public long exit_group(Task task, int status) {
        processes.exit(task.process(), new ExitStatus.Exited(status & 0xff));
        return Result.NO_RETURN;
    }

    @Syscall(nr = 96, doc = "say where to write 0 when the calling thread ends")
    public long set_tid_address(Task task, @Address long tidptr) {
        task.memoryRelease().setClearChildTid(tidptr);
        return task.tid();
    }

    @Syscall(nr = 124, doc = "let other tasks run")
    public long sched_yield(Task task) {
        task.yieldHart();
        return 0;
    }

    @Syscall(nr = 172, doc = "get the process's number")
    public long getpid(Task task) {
        return task.pid();
    }

    @Syscall(nr = 173, doc = "get the parent's number")
    public long getppid(Task task) {
        return task.process().parent().pid();
    }

    @Syscall(nr = 178, doc = "get the thread's number")
    public long gettid(Task task) {
        return task.tid();
    }

    @Syscall(nr = 293, doc = "register an area for restartable sequences",
            differs = "Fails with ENOSYS, which C libraries expect.")
    public long rseq(Task task, @Address long rseq, @Hex int rseq_len, @Hex int flags, @Hex int sig) {
        return ENOSYS.result();
    }
}
