package foal.kernel.task;

import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.ENOMEM;
import static foal.kernel.syscall.Errno.ETIMEDOUT;

import foal.kernel.memory.Struct;
import foal.kernel.syscall.Data;
import foal.kernel.syscall.In;
import foal.kernel.syscall.OneOf;
import foal.kernel.syscall.Syscall;
import foal.kernel.time.Clock;
import foal.kernel.time.ClockId;
import foal.kernel.time.Timespec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The system call that waits for several futexes at a time, and tells which it was (futex_waitv(2)). */
public final class FutexVectorCalls {
    private static final int MOST_FUTEXES = 128;
    /** Of {@code struct futex_waitv}: a value, an address, flags and nothing. */
    private static final int VALUE = 0, ADDRESS = 8, FLAGS = 16, RESERVED = 20, SIZE = 24;
    /** The flags: how many bytes the word has, of which only 4 are supported, and FUTEX_PRIVATE_FLAG. */
    private static final int SIZE_OF_4 = 2, PRIVATE = 0x80;

    private final Futexes futexes;
    private final Clock clock;
    private final Struct element = new Struct(SIZE);
    private final Struct timespec = new Struct(16);
    // What is to be waited for, at each place.
    private final int[] expected = new int[MOST_FUTEXES];
    private final long[] address = new long[MOST_FUTEXES];
    private final boolean[] isPrivate = new boolean[MOST_FUTEXES];

    public FutexVectorCalls(Futexes futexes, Clock clock) {
        this.futexes = futexes;
        this.clock = clock;
    }

    @Syscall(nr = 449, doc = "wait for a change of any of several words in memory",
            differs = "All who wait can wait for 65536 futexes together; then it fails with ENOMEM.")
    public long futex_waitv(Task task, @In(Data.OPAQUE) long waiters, int nr_futexes, int flags, @In(Data.TIMESPEC) long timeout,
            @OneOf(ClockId.class) int clockid) {
        if (task.call().kept() instanceof FutexVector vector) {
            return goOn(task, vector);
        }
        if (flags != 0 || nr_futexes < 1 || nr_futexes > MOST_FUTEXES || waiters == 0) {
            return EINVAL.result();
        }
        long error = timeout == 0 ? 0 : setDeadline(task, timeout, clockid);
        for (int i = 0; error == 0 && i < nr_futexes; i++) {
            error = read(task, waiters + (long) i * SIZE, i);
        }
        for (int i = 0; error == 0 && i < nr_futexes; i++) {
            error = address[i] % 4 != 0 ? EINVAL.result() : key(task, i).isEmpty() ? EFAULT.result() : 0;
        }
        return error != 0 ? error : await(task, nr_futexes);
    }

    /** The time is absolute. @return 0 or an error */
    private long setDeadline(Task task, long timeout, int clockId) {
        boolean byWallClock = clockId == ClockId.CLOCK_REALTIME.value();
        if (!byWallClock && clockId != ClockId.CLOCK_MONOTONIC.value()) {
            return EINVAL.result();
        }
        if (!task.memory().read(timeout, timespec)) {
            return EFAULT.result();
        }
        long nanoseconds = Timespec.nanoseconds(timespec);
        if (nanoseconds == Timespec.INVALID) {
            return EINVAL.result();
        }
        if (byWallClock) {
            task.call().setWallClockDeadline(clock, nanoseconds);
        } else {
            task.call().setDeadline(Timespec.deadline(nanoseconds, 0));
        }
        return 0;
    }

    /** Reads what is to be waited for at one place. @return 0 or an error */
    private long read(Task task, long from, int i) {
        if (!task.memory().read(from, element)) {
            return EFAULT.result();
        }
        int flags = element.getInt(FLAGS);
        if ((flags & ~PRIVATE) != SIZE_OF_4 || element.getInt(RESERVED) != 0 || element.getLong(VALUE) >>> 32 != 0) {
            return EINVAL.result();
        }
        expected[i] = element.getInt(VALUE);
        address[i] = element.getLong(ADDRESS);
        isPrivate[i] = (flags & PRIVATE) != 0;
        return 0;
    }

    private Optional<FutexKey> key(Task task, int i) {
        return FutexKey.of(task, address[i], isPrivate[i]);
    }

    private long await(Task task, int count) {
        if (!futexes.takePlaces(count)) {
            return ENOMEM.result();
        }
        List<FutexWaiter> waiters = new ArrayList<>(count);
        task.call().keep(new FutexVector(waiters, () -> futexes.giveBackPlaces(count)));
        for (int i = 0; i < count; i++) {
            long refusal = futexes.compare(task, address[i], expected[i]);
            if (refusal != 0) {
                return refusal;
            }
            FutexWaiter waiter = new FutexWaiter(task, address[i], Futexes.ALL_BITS);
            futexes.enqueue(waiter, key(task, i).orElseThrow());
            waiters.add(waiter);
        }
        return FutexWaiter.sleep(task);
    }

    /** The task runs again: woken at one or more of the futexes, of which the last is told; or as after any wait. */
    private long goOn(Task task, FutexVector vector) {
        int woken = vector.lastWoken();
        return woken >= 0 ? woken : futexes.isLate(task) ? ETIMEDOUT.result() : FutexWaiter.sleep(task);
    }
}
