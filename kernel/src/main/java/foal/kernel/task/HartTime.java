package foal.kernel.task;

/** For how long a task has had a hart, in nanoseconds of the monotonic clock. */
public final class HartTime {
    private static final long NOT_RUNNING = -1;

    private final Task task;
    private final Scheduler scheduler;
    private long cpuTime;
    /** The part of {@link #cpuTime} that the kernel took to serve the task, and how much of that since it got its hart. */
    private long systemTime;
    private long systemTimeSince;
    private long runningSince = NOT_RUNNING;
    private long ranUntil;

    /** @param scheduler is told how long the task has run */
    HartTime(Task task, Scheduler scheduler) {
        this.task = task;
        this.scheduler = scheduler;
    }

    /** Nanoseconds for which the task has had a hart. */
    public long cpuTime(long now) {
        return runningSince == NOT_RUNNING ? cpuTime : cpuTime + now - runningSince;
    }

    /** The part of {@link #cpuTime} in which the task ran its own instructions. */
    public long userTime(long now) {
        return cpuTime(now) - systemTime;
    }

    /** How many of these nanoseconds the kernel took to serve the task. */
    public long systemTime() {
        return systemTime;
    }

    /** Charges the running task for the time that the kernel takes to serve it. */
    public void chargeSystem(long nanoseconds) {
        systemTime += nanoseconds;
        systemTimeSince += nanoseconds;
    }

    /** The task has been given a hart. */
    public void startRunning(long now) {
        runningSince = now;
        systemTimeSince = 0;
    }

    /** Whether time has passed since the task was given its hart. */
    public boolean hasRun(long now) {
        return now != runningSince;
    }

    /** The task has lost its hart. */
    public void stopRunning(long now) {
        if (runningSince != NOT_RUNNING) {
            long ran = now - runningSince;
            scheduler.ran(task, ran - systemTimeSince, systemTimeSince);
            cpuTime += ran;
            runningSince = NOT_RUNNING;
        }
        ranUntil = now;
    }

    /** When the task last lost its hart, in nanoseconds of the monotonic clock: one that waits has waited since. */
    public long ranUntil() {
        return ranUntil;
    }
}
