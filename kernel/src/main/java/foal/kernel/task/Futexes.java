package foal.kernel.task;

import static foal.kernel.syscall.Errno.EAGAIN;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.ENOSYS;
import static foal.kernel.syscall.Errno.ETIMEDOUT;

import foal.cpu.PhysicalMemory;
import foal.kernel.memory.Mapping;
import foal.kernel.memory.Struct;
import foal.kernel.syscall.Symbolic;
import foal.kernel.time.Clock;
import foal.kernel.time.Timers;
import foal.kernel.time.Timespec;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Futexes: words in memory on which tasks wait (futex(2)). The kernel keeps nothing but the waiters; programs
 * enter it only when a lock is contended.
 */
public final class Futexes {
    /** The bit set of an operation that has none. */
    public static final int ALL_BITS = -1;
    private static final int PRIVATE = 0x80, CLOCK_REALTIME = 0x100;

    /** The operations, each alone and with FUTEX_PRIVATE_FLAG, and the flag that goes with any of them. */
    public enum Operation implements Symbolic {
        FUTEX_WAIT(0), FUTEX_WAKE(1), FUTEX_WAIT_BITSET(9), FUTEX_WAKE_BITSET(10),
        FUTEX_WAIT_PRIVATE(0x80), FUTEX_WAKE_PRIVATE(0x81), FUTEX_WAIT_BITSET_PRIVATE(0x89), FUTEX_WAKE_BITSET_PRIVATE(0x8a),
        FUTEX_CLOCK_REALTIME(0x100);

        private final int value;

        Operation(int value) {
            this.value = value;
        }

        @Override
        public long value() {
            return value;
        }

        @Override
        public long mask() {
            return this == FUTEX_CLOCK_REALTIME ? value : ~FUTEX_CLOCK_REALTIME.value;
        }
    }

    /** A bit set that has a name. */
    public enum BitSet implements Symbolic {
        FUTEX_BITSET_MATCH_ANY;

        @Override
        public long value() {
            return Integer.toUnsignedLong(ALL_BITS);
        }
    }

    /** What names a futex: a place in an address space, or for shared memory a physical address. */
    private record Key(long space, long address) {}

    /** A task that waits. */
    private static final class Waiter {
        private final WaitQueue queue = new WaitQueue("a futex");
        private final int bits;

        Waiter(int bits) {
            this.bits = bits;
        }
    }

    private final PhysicalMemory memory;
    private final Clock clock;
    private final Struct timespec = new Struct(16);
    private final Map<Key, LinkedHashMap<Task, Waiter>> futexes = new HashMap<>();

    public Futexes(PhysicalMemory memory, Clock clock) {
        this.memory = memory;
        this.clock = clock;
    }

    long operate(Task task, long address, int operation, int value, long timeout, int bits) {
        return switch (operation & ~(PRIVATE | CLOCK_REALTIME)) {
            case 0 -> await(task, address, value, timeout, ALL_BITS, operation);
            case 1 -> wake(task, address, value, ALL_BITS);
            case 9 -> bits == 0 ? EINVAL.result() : await(task, address, value, timeout, bits, operation);
            case 10 -> bits == 0 ? EINVAL.result() : wake(task, address, value, bits);
            default -> ENOSYS.result();
        };
    }

    private long await(Task task, long address, int expected, long timeout, int bits, int operation) {
        if (address % 4 != 0) {
            return EINVAL.result();
        }
        Optional<Key> key = key(task, address);
        if (key.isEmpty()) {
            return EFAULT.result();
        }
        if (task.isRerun()) {
            return goOn(task, key.get());
        }
        if (timeout != 0) {
            if (!task.memory().read(timeout, timespec)) {
                return EFAULT.result();
            }
            long nanoseconds = Timespec.nanoseconds(timespec);
            if (nanoseconds == Timespec.INVALID) {
                return EINVAL.result();
            }
            boolean absolute = (operation & ~(PRIVATE | CLOCK_REALTIME)) != Operation.FUTEX_WAIT.value;
            boolean wallClock = (operation & CLOCK_REALTIME) != 0;
            long offset = !absolute ? clock.monotonic() : wallClock ? clock.monotonic() - clock.realtime() : 0;
            task.setDeadline(Timespec.deadline(nanoseconds, offset));
        }
        if (memory.getInt(task.memory().physicalWord(address)) != expected) {
            return EAGAIN.result();
        }
        Waiter waiter = new Waiter(bits);
        futexes.computeIfAbsent(key.get(), _ -> new LinkedHashMap<>()).put(task, waiter);
        return task.waitOn(waiter.queue);
    }

    /** The task was woken: by FUTEX_WAKE, which took it off the list; by its timeout; or by a signal. */
    private long goOn(Task task, Key key) {
        LinkedHashMap<Task, Waiter> waiters = futexes.get(key);
        if (waiters == null || !waiters.containsKey(task)) {
            return 0;
        }
        boolean timedOut = task.deadline() != Timers.NEVER && clock.monotonic() >= task.deadline();
        if (!timedOut && !task.isInterrupted()) {
            return task.waitOn(waiters.get(task).queue);
        }
        remove(key, task);
        return timedOut ? ETIMEDOUT.result() : task.waitForDeadline();
    }

    private void remove(Key key, Task task) {
        LinkedHashMap<Task, Waiter> waiters = futexes.get(key);
        waiters.remove(task);
        if (waiters.isEmpty()) {
            futexes.remove(key);
        }
    }

    /** Wakes up to {@code most} tasks that wait at an address. @return how many, or EFAULT */
    long wake(Task task, long address, int most, int bits) {
        if (address % 4 != 0) {
            return EINVAL.result();
        }
        Optional<Key> key = key(task, address);
        if (key.isEmpty()) {
            return EFAULT.result();
        }
        LinkedHashMap<Task, Waiter> waiters = futexes.get(key.get());
        int woken = 0;
        if (waiters != null) {
            for (Iterator<Waiter> i = waiters.values().iterator(); i.hasNext() && woken < Math.max(most, 1); ) {
                Waiter waiter = i.next();
                if ((waiter.bits & bits) != 0) {
                    i.remove();
                    waiter.queue.wakeOne();
                    woken++;
                }
            }
            if (waiters.isEmpty()) {
                futexes.remove(key.get());
            }
        }
        return woken;
    }

    /** A task has ended: it waits for nothing any more. */
    public void forget(Task task) {
        futexes.values().forEach(waiters -> waiters.remove(task));
        futexes.values().removeIf(Map::isEmpty);
    }

    private Optional<Key> key(Task task, long address) {
        long physical = task.memory().physicalWord(address);
        if (physical == 0) {
            return Optional.empty();
        }
        boolean shared = task.process().space().find(address).map(Mapping::shared).orElse(false);
        return Optional.of(shared ? new Key(0, physical) : new Key(task.process().space().satp(), address));
    }
}
