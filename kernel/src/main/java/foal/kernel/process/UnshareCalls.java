package foal.kernel.process;

import static foal.kernel.process.CloneFlag.CLONE_FILES;
import static foal.kernel.process.CloneFlag.CLONE_FS;
import static foal.kernel.process.CloneFlag.CLONE_NEWCGROUP;
import static foal.kernel.process.CloneFlag.CLONE_NEWIPC;
import static foal.kernel.process.CloneFlag.CLONE_NEWNET;
import static foal.kernel.process.CloneFlag.CLONE_NEWNS;
import static foal.kernel.process.CloneFlag.CLONE_NEWPID;
import static foal.kernel.process.CloneFlag.CLONE_NEWUSER;
import static foal.kernel.process.CloneFlag.CLONE_NEWUTS;
import static foal.kernel.process.CloneFlag.CLONE_SIGHAND;
import static foal.kernel.process.CloneFlag.CLONE_SYSVSEM;
import static foal.kernel.process.CloneFlag.CLONE_THREAD;
import static foal.kernel.process.CloneFlag.CLONE_VM;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.ENOMEM;
import static foal.kernel.syscall.Errno.EPERM;

import foal.kernel.file.FilesOfTask;
import foal.kernel.syscall.Flags;
import foal.kernel.syscall.Syscall;
import foal.kernel.syscall.Topic;
import foal.kernel.task.Capability;
import foal.kernel.task.Process;
import foal.kernel.task.Task;

/** The system call that ends what clone began: the caller no longer shares something with others (unshare(2)). */
public final class UnshareCalls {
    private static final long OF_FILES = CloneFlag.set(CLONE_FILES, CLONE_FS, CLONE_SYSVSEM);
    /** What can only be had by being alone already. */
    private static final long OF_PROCESS = CloneFlag.set(CLONE_THREAD, CLONE_SIGHAND, CLONE_VM);
    /** The namespaces that only root may make. */
    private static final long NAMESPACES = CloneFlag.set(CLONE_NEWNS, CLONE_NEWCGROUP, CLONE_NEWUTS, CLONE_NEWIPC, CLONE_NEWPID,
            CLONE_NEWNET);

    @Syscall(nr = 97, doc = "stop sharing something with other tasks", topics = Topic.PROCESS,
            differs = "There are no namespaces: to ask for a new one fails with EINVAL, or with EPERM if the caller is not root. "
                    + "CLONE_SYSVSEM changes nothing, for adjustments belong to processes and are never shared between them.")
    public long unshare(Task task, @Flags(CloneFlag.class) long flags) {
        if ((flags & ~(OF_FILES | OF_PROCESS | NAMESPACES | CLONE_NEWUSER.value())) != 0) {
            return EINVAL.result();
        }
        Process process = task.process();
        boolean hasThreads = process.tasks().size() > 1;
        boolean isSharing = CLONE_VM.in(flags) && process.space().isShared()
                || (CLONE_VM.in(flags) || CLONE_SIGHAND.in(flags)) && process.actions().isShared();
        if ((flags & OF_PROCESS) != 0 && hasThreads || isSharing) {
            return EINVAL.result();
        }
        if ((flags & NAMESPACES) != 0 && !process.credentials().has(Capability.CAP_SYS_ADMIN)) {
            return EPERM.result();
        }
        if ((flags & NAMESPACES) != 0 || CLONE_NEWUSER.in(flags)) {
            return EINVAL.result();
        }
        if (CLONE_FILES.in(flags) && !task.mayUnshareDescriptors()) {
            return ENOMEM.result();
        }
        if (CLONE_FS.in(flags)) {
            FilesOfTask.of(task).unshareContext();
        }
        if (CLONE_FILES.in(flags)) {
            FilesOfTask.of(task).unshareDescriptors();
        }
        return 0;
    }
}
