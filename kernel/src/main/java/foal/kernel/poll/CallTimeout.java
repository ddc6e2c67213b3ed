package foal.kernel.poll;

import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;

import foal.kernel.memory.Struct;
import foal.kernel.task.Task;
import foal.kernel.time.Clock;
import foal.kernel.time.Timers;
import foal.kernel.time.Timespec;

/** How long a call waits for descriptors at most: a {@code struct timespec}, in which some calls leave the rest. */
final class CallTimeout {
    private static final long NANOS = 1_000_000_000L;

    private final Clock clock;
    private final Struct timespec = new Struct(16);

    CallTimeout(Clock clock) {
        this.clock = clock;
    }

    /** Gives the call its deadline. @param address 0 for none @return 0 or an error */
    long begin(Task task, long address) {
        if (address == 0) {
            return 0;
        }
        if (!task.memory().read(address, timespec)) {
            return EFAULT.result();
        }
        long nanoseconds = Timespec.nanoseconds(timespec);
        if (nanoseconds == Timespec.INVALID) {
            return EINVAL.result();
        }
        beginAfter(task, nanoseconds);
        return 0;
    }

    /** The same with nanoseconds that do not stand in memory. */
    void beginAfter(Task task, long nanoseconds) {
        task.call().setDeadline(Timespec.deadline(nanoseconds, clock.monotonic()));
    }

    boolean isOver(Task task) {
        return clock.monotonic() >= task.call().deadline();
    }

    /** Writes what is left of the time; a bad address is no error, as on Linux. */
    void leaveRest(Task task, long address) {
        if (address == 0 || task.call().deadline() == Timers.NEVER || !task.memory().read(address, timespec)) {
            return;
        }
        boolean wasZero = timespec.getLong(0) == 0 && timespec.getLong(8) == 0;
        if (!wasZero) {
            long rest = Math.max(0, task.call().deadline() - clock.monotonic());
            task.memory().write(address, timespec.putLong(0, rest / NANOS).putLong(8, rest % NANOS));
        }
    }
}
