package foal.kernel.task;

import static foal.kernel.syscall.Errno.EFAULT;

import foal.kernel.memory.Struct;
import foal.kernel.syscall.Data;
import foal.kernel.syscall.Out;
import foal.kernel.syscall.Symbolic;
import foal.kernel.syscall.Syscall;
import foal.kernel.time.Clock;

/** System calls that tell what processes have used (getrusage(2), times(2)). */
public final class UsageCalls {
    private static final long NANOS_PER_TICK = 10_000_000;
    private static final String DIFFERS = "By the host's clock all time is user time.";

    private final Clock clock;
    private final Struct usage = new Struct(Usage.SIZE);
    private final Struct times = new Struct(32);

    public UsageCalls(Clock clock) {
        this.clock = clock;
    }

    /** What getrusage(2) reports on. */
    public enum Whose implements Symbolic {
        RUSAGE_SELF(0), RUSAGE_CHILDREN(-1), RUSAGE_THREAD(1);

        private final int value;

        Whose(int value) {
            this.value = value;
        }

        @Override
        public long value() {
            return value;
        }
    }

    @Syscall(nr = 165, doc = "find out what the process, its children or the thread have used",
            differs = DIFFERS + " Of the rest, page faults and the most memory are counted, for a thread those of its process.")
    public long getrusage(Task task, Whose who, @Out(Data.RUSAGE) long usage) {
        long now = clock.monotonic();
        switch (who) {
            case RUSAGE_SELF -> Usage.put(this.usage, task.process().usage().cpuTime(now), task.process().usage().systemTime());
            case RUSAGE_CHILDREN -> Usage.put(this.usage, task.process().usage().childrenTime(),
                    task.process().usage().childrenSystemTime());
            case RUSAGE_THREAD -> Usage.put(this.usage, task.time().cpuTime(now), task.time().systemTime());
        }
        Usage.putMemory(this.usage, who == Whose.RUSAGE_CHILDREN
                ? task.process().usage().childrenMemory() : task.process().usage().memory());
        return task.memory().write(usage, this.usage) ? 0 : EFAULT.result();
    }

    @Syscall(nr = 153, doc = "get the time that the process and its children have used", differs = DIFFERS)
    public long times(Task task, @Out(Data.TMS) long buf) {
        long now = clock.monotonic();
        Process process = task.process();
        times.putLong(0, process.usage().userTime(now) / NANOS_PER_TICK)
                .putLong(8, process.usage().systemTime() / NANOS_PER_TICK)
                .putLong(16, (process.usage().childrenTime() - process.usage().childrenSystemTime()) / NANOS_PER_TICK)
                .putLong(24, process.usage().childrenSystemTime() / NANOS_PER_TICK);
        return buf == 0 || task.memory().write(buf, times) ? now / NANOS_PER_TICK : EFAULT.result();
    }
}
