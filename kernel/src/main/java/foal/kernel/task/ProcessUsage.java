package foal.kernel.task;

import foal.kernel.memory.AddressSpace;
import foal.kernel.memory.MemoryUsage;
import foal.kernel.time.Timers;

/**
 * What a process has used of time and memory (getrusage(2)), with threads that have ended, and what its children have used that
 * have been waited for. Times are nanoseconds for which a thread has had a hart.
 */
public final class ProcessUsage {
    private final Process process;
    private long started;
    private long endedTasksTime;
    private long endedTasksSystemTime;
    private long childrenTime;
    private long childrenSystemTime;
    private long cpuDeadline = Timers.NEVER;
    /** What it had used of memory before it came to its present address space, and what others had used of that by then. */
    private MemoryUsage formerMemory = MemoryUsage.NONE;
    private MemoryUsage othersMemory;
    private MemoryUsage childrenMemory = MemoryUsage.NONE;

    ProcessUsage(Process process) {
        this.process = process;
        othersMemory = of(process.space());
    }

    private static MemoryUsage of(AddressSpace space) {
        return space == null ? MemoryUsage.NONE : space.residency().usage();
    }

    /** When the process was made, by the monotonic clock. */
    public long started() {
        return started;
    }

    void setStarted(long time) {
        started = time;
    }

    // ---- time --------------------------------------------------------------------------------------------------

    /** The time of all its threads. */
    public long cpuTime(long now) {
        long sum = endedTasksTime;
        for (Task task : process.tasks()) {
            sum += task.time().cpuTime(now);
        }
        return sum;
    }

    /** The part of {@link #cpuTime} in which they ran their own instructions. */
    public long userTime(long now) {
        return cpuTime(now) - systemTime();
    }

    /** The part that the kernel took to serve them. */
    public long systemTime() {
        long sum = endedTasksSystemTime;
        for (Task task : process.tasks()) {
            sum += task.time().systemTime();
        }
        return sum;
    }

    /** A thread has ended. */
    void ended(Task task, long now) {
        endedTasksSystemTime += task.time().systemTime();
        endedTasksTime += task.time().cpuTime(now);
    }

    /** The time of children that have been waited for, and theirs. */
    public long childrenTime() {
        return childrenTime;
    }

    /** The part of it that the kernel took to serve them. */
    public long childrenSystemTime() {
        return childrenSystemTime;
    }

    /** When the process must be looked at (RLIMIT_CPU), by its CPU time; {@link Timers#NEVER} if it need not be. */
    long cpuDeadline() {
        return cpuDeadline;
    }

    void setCpuDeadline(long nanoseconds) {
        cpuDeadline = nanoseconds;
    }

    // ---- memory ------------------------------------------------------------------------------------------------

    /** What it has used. Of a space that it shares with others, all use counts since it came to it. */
    public MemoryUsage memory() {
        return process.isAlive() ? formerMemory.plus(of(process.space()).since(othersMemory)) : formerMemory;
    }

    /** It is about to leave its memory for good. */
    void leavesMemory() {
        formerMemory = memory();
    }

    /** It is about to get another address space in place of its own. */
    void leavesMemoryFor(AddressSpace space) {
        leavesMemory();
        othersMemory = of(space);
    }

    /** What children have used that have been waited for, and theirs. */
    public MemoryUsage childrenMemory() {
        return childrenMemory;
    }

    /** A child has been waited for: counts what it has used, with its own children. */
    public void add(Process child) {
        ProcessUsage theirs = child.usage();
        childrenTime += theirs.cpuTime(0) + theirs.childrenTime;
        childrenSystemTime += theirs.systemTime() + theirs.childrenSystemTime;
        childrenMemory = childrenMemory.plus(theirs.memory().plus(theirs.childrenMemory));
    }
}
