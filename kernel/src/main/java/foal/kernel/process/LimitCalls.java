package foal.kernel.process;

import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.EPERM;
import static foal.kernel.syscall.Errno.ESRCH;

import foal.kernel.file.DescriptorTable;
import foal.kernel.memory.Struct;
import foal.kernel.syscall.ByNumber;
import foal.kernel.syscall.Data;
import foal.kernel.syscall.In;
import foal.kernel.syscall.OneOf;
import foal.kernel.syscall.Out;
import foal.kernel.syscall.Syscall;
import foal.kernel.task.Capability;
import foal.kernel.task.Process;
import foal.kernel.task.Processes;
import foal.kernel.task.Resource;
import foal.kernel.task.ResourceLimits;
import foal.kernel.task.ResourceWatch;
import foal.kernel.task.Task;
import java.util.Optional;

/** System calls on the limits of resources (getrlimit(2), prlimit(2)). */
public final class LimitCalls {
    private static final ByNumber<Resource> RESOURCES = ByNumber.of(Resource.class);

    private final Processes processes;
    private final ResourceWatch watch;
    private final Struct limits = new Struct(16);

    public LimitCalls(Processes processes, ResourceWatch watch) {
        this.processes = processes;
        this.watch = watch;
    }

    @Syscall(nr = 261, doc = "read and change limits on resources",
            differs = "Enforced are those of CPU, FSIZE, CORE, STACK, NPROC, NOFILE and AS; others are kept and reported.")
    public long prlimit64(Task task, int pid, @OneOf(Resource.class) int resource, @In(Data.RLIMIT) long new_limit,
            @Out(Data.RLIMIT) long old_limit) {
        if (new_limit != 0 && !task.memory().read(new_limit, limits)) {
            return EFAULT.result();
        }
        long soft = limits.getLong(0), hard = limits.getLong(8);
        Optional<Process> asked = pid == 0 ? Optional.of(task.process()) : processes.findOfTask(pid);
        if (asked.isEmpty()) {
            return ESRCH.result();
        }
        Process process = asked.get();
        if (process != task.process() && !task.process().credentials().mayLimit(process.credentials())) {
            return EPERM.result();
        }
        Optional<Resource> known = RESOURCES.find(resource);
        if (known.isEmpty()) {
            return EINVAL.result();
        }
        Resource what = known.get();
        limits.putLong(0, process.limits().soft(what)).putLong(8, process.limits().hard(what));
        long error = new_limit == 0 ? 0 : change(task, process, what, soft, hard);
        if (error != 0) {
            return error;
        }
        return old_limit == 0 || task.memory().write(old_limit, limits) ? 0 : EFAULT.result();
    }

    @Syscall(nr = 163, doc = "read a limit on a resource")
    public long getrlimit(Task task, @OneOf(Resource.class) int resource, @Out(Data.RLIMIT) long rlim) {
        return rlim == 0 && RESOURCES.find(resource).isPresent() ? EFAULT.result() : prlimit64(task, 0, resource, 0, rlim);
    }

    @Syscall(nr = 164, doc = "change a limit on a resource")
    public long setrlimit(Task task, @OneOf(Resource.class) int resource, @In(Data.RLIMIT) long rlim) {
        return rlim == 0 ? EFAULT.result() : prlimit64(task, 0, resource, rlim, 0);
    }

    private long change(Task task, Process process, Resource resource, long soft, long hard) {
        if (Long.compareUnsigned(soft, hard) > 0) {
            return EINVAL.result();
        }
        boolean isTooMany = resource == Resource.RLIMIT_NOFILE && Long.compareUnsigned(hard, ResourceLimits.MOST_DESCRIPTORS) > 0;
        boolean raises = Long.compareUnsigned(hard, process.limits().hard(resource)) > 0;
        if (isTooMany || raises && !task.process().credentials().has(Capability.CAP_SYS_RESOURCE)) {
            return EPERM.result();
        }
        process.limits().set(resource, soft, hard);
        switch (resource) {
            case RLIMIT_NOFILE -> process.tasks().forEach(thread -> DescriptorTable.of(thread).setLimit((int) soft));
            case RLIMIT_CPU -> watch.limitCpuTime(process);
            case RLIMIT_AS, RLIMIT_STACK -> {
                if (process.isAlive()) { // a zombie has no memory
                    process.limits().applyTo(process.space());
                }
            }
            default -> { }
        }
        return 0;
    }
}
