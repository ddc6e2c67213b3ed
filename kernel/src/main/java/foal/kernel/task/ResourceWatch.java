package foal.kernel.task;

import foal.kernel.time.Clock;
import foal.kernel.time.Timers;

/** Holds users and processes to their limits on threads and on CPU time (getrlimit(2)). */
public final class ResourceWatch {
    private static final long NANOS = 1_000_000_000L;

    private final Processes processes;
    private final Clock clock;
    private boolean limitsCpuTime;

    public ResourceWatch(Processes processes, Clock clock) {
        this.processes = processes;
        this.clock = clock;
    }

    /** Whether a process's user has as many threads as there may be (RLIMIT_NPROC). Root always may have more. */
    public boolean hasTooManyTasks(Process process) {
        Credentials own = process.credentials();
        if (own.has(Capability.CAP_SYS_RESOURCE) || own.has(Capability.CAP_SYS_ADMIN) || own.realUser() == 0) {
            return false;
        }
        if (!process.limits().isBeyond(Resource.RLIMIT_NPROC, processes.taskCount() + 1L)) {
            return false; // as is usual, and takes no look at every process
        }
        long count = 0;
        for (Process other : processes.all()) {
            count += other.credentials().realUser() == own.realUser() ? other.tasks().size() : 0;
        }
        return process.limits().isBeyond(Resource.RLIMIT_NPROC, count + 1);
    }

    /** The limit on a process's CPU time has been set. */
    public void limitCpuTime(Process process) {
        process.usage().setCpuDeadline(process.limits().cpuTime());
        limitsCpuTime |= process.usage().cpuDeadline() != Timers.NEVER;
    }

    /** Whether a process might have to be interrupted because of its CPU time. */
    public boolean limitsCpuTime() {
        return limitsCpuTime;
    }

    /** The timer has interrupted a task: SIGXCPU for each second beyond the soft limit, and SIGKILL beyond the hard one. */
    public void checkCpuTime(Task task) {
        Process process = task.process();
        if (process.usage().cpuDeadline() == Timers.NEVER) {
            return;
        }
        long used = process.usage().cpuTime(clock.monotonic());
        if (used >= process.usage().cpuDeadline()) {
            boolean isLast = !process.limits().isBelowHard(Resource.RLIMIT_CPU, used / NANOS);
            processes.signals().send(process, SignalInfo.fromKernel(isLast ? Signal.SIGKILL : Signal.SIGXCPU));
            process.usage().setCpuDeadline((used / NANOS + 1) * NANOS);
        }
    }
}
