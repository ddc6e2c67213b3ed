package foal.kernel.task;

import static foal.kernel.syscall.Errno.EAGAIN;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINTR;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.ENOSYS;
import static foal.kernel.syscall.Errno.ETIMEDOUT;

import foal.cpu.PageTable;
import foal.cpu.PhysicalMemory;
import foal.kernel.memory.Mapping;
import foal.kernel.time.Clock;
import foal.kernel.time.Timers;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/**
 * Futexes: words in memory on which tasks wait (futex(2)). The kernel keeps nothing but the waiters; programs
 * enter it only when a lock is contended.
 *
 * <p>Invariant: a waiter is in the queue of its key exactly while its task is in a futex call and nobody has woken
 * it. So a task that finds itself in no queue was woken, whatever else has happened meanwhile: no wake-up is lost.
 */
public final class Futexes {
    /** The bit set of an operation that has none. */
    static final int ALL_BITS = -1;

    /**
     * What names a futex. A private one: its address space, as satp has it, and its address there. A shared one:
     * the physical address, in space 0; but if its memory is not shared, the same as a private one with an odd
     * address, so that private and shared operations on one word do not meet, as on Linux.
     */
    private record Key(long space, long address) {}

    /** A task's place in a queue; each task has one, since it waits for one futex at a time. */
    static final class Waiter {
        private final Task task;
        private final WaitQueue queue = new WaitQueue("a futex", this::findOwner);
        private Optional<Key> key = Optional.empty();
        private long address;
        private int bits;

        Waiter(Task task) {
            this.task = task;
        }

        private void findOwner(Task waiter, Wakers.Candidates found) {
            FutexOwner.find(waiter, address, key.filter(it -> it.space() == 0).isEmpty(), found);
        }
    }

    private final PhysicalMemory memory;
    private final Clock clock;
    private final Map<Key, ArrayDeque<Waiter>> futexes = new HashMap<>();

    public Futexes(PhysicalMemory memory, Clock clock) {
        this.memory = memory;
        this.clock = clock;
    }

    // ---- waiting -----------------------------------------------------------------------------------------------

    /**
     * Waits if a word has the value that is expected.
     *
     * @param bits which wake-ups to listen to: those that have one of these bits
     */
    long await(Task task, long address, boolean isPrivate, int expected, int bits) {
        Waiter waiter = task.futexWaiter();
        if (task.isRerun()) {
            return goOn(task, waiter);
        }
        if (address % 4 != 0) {
            return EINVAL.result();
        }
        Optional<Key> key = key(task, address, isPrivate);
        long word = task.memory().physicalWord(address);
        if (key.isEmpty() || word == 0) {
            return EFAULT.result();
        }
        if (memory.getInt(word) != expected) {
            return EAGAIN.result();
        }
        waiter.bits = bits;
        waiter.address = address;
        enqueue(waiter, key.get());
        return task.waitOn(waiter.queue);
    }

    /** The task runs again: woken by FUTEX_WAKE, which took it out of its queue; by its timeout; or by a signal. */
    private long goOn(Task task, Waiter waiter) {
        if (waiter.key.isEmpty()) {
            return 0;
        }
        boolean hasTimeout = task.deadline() != Timers.NEVER;
        if (hasTimeout && clock.monotonic() >= task.deadline()) {
            forget(task);
            return ETIMEDOUT.result();
        }
        if (!task.isInterrupted()) {
            return task.waitOn(waiter.queue);
        }
        forget(task);
        // With a timeout it is not made again: what would be left of that is not known any more.
        return hasTimeout ? EINTR.result() : task.waitOn(waiter.queue);
    }

    private void enqueue(Waiter waiter, Key key) {
        waiter.key = Optional.of(key);
        futexes.computeIfAbsent(key, _ -> new ArrayDeque<>(2)).addLast(waiter);
    }

    /** A task waits for nothing any more: it goes on, or it has ended. */
    void forget(Task task) {
        Waiter waiter = task.futexWaiter();
        if (waiter.key.isPresent()) {
            ArrayDeque<Waiter> queue = futexes.get(waiter.key.get());
            queue.remove(waiter);
            dropIfEmpty(waiter.key.get(), queue);
            waiter.key = Optional.empty();
        }
    }

    private void dropIfEmpty(Key key, ArrayDeque<Waiter> queue) {
        if (queue.isEmpty()) {
            futexes.remove(key);
        }
    }

    // ---- waking ------------------------------------------------------------------------------------------------

    /** Wakes the tasks that have waited longest at an address, at most that many but at least one. @return how many */
    long wake(Task task, long address, boolean isPrivate, int most, int bits) {
        if (address % 4 != 0) {
            return EINVAL.result();
        }
        Optional<Key> key = key(task, address, isPrivate);
        return key.isEmpty() ? EFAULT.result() : wake(key.get(), most, bits);
    }

    private int wake(Key key, int most, int bits) {
        ArrayDeque<Waiter> queue = futexes.get(key);
        if (queue == null) {
            return 0;
        }
        int woken = 0;
        for (Iterator<Waiter> i = queue.iterator(); i.hasNext() && woken < Math.max(most, 1); ) {
            Waiter waiter = i.next();
            if ((waiter.bits & bits) != 0) {
                i.remove();
                waiter.key = Optional.empty();
                waiter.task.wake();
                woken++;
            }
        }
        dropIfEmpty(key, queue);
        return woken;
    }

    /** Wakes some waiters and lets others wait at another address instead. @return how many of both */
    long requeue(Task task, long address, boolean isPrivate, int mostWoken, int mostMoved, long target,
            Optional<Integer> expected) {
        if (mostWoken < 0 || mostMoved < 0 || address % 4 != 0 || target % 4 != 0) {
            return EINVAL.result();
        }
        Optional<Key> from = key(task, address, isPrivate);
        Optional<Key> to = key(task, target, isPrivate);
        if (from.isEmpty() || to.isEmpty()) {
            return EFAULT.result();
        }
        if (expected.isPresent()) {
            long word = task.memory().physicalWord(address);
            if (word == 0) {
                return EFAULT.result();
            }
            if (memory.getInt(word) != expected.get()) {
                return EAGAIN.result();
            }
        }
        int woken = mostWoken == 0 ? 0 : wake(from.get(), mostWoken, ALL_BITS);
        return woken + move(from.get(), to.get(), target, mostMoved);
    }

    private int move(Key from, Key to, long target, int most) {
        ArrayDeque<Waiter> queue = futexes.get(from);
        if (queue == null) {
            return 0;
        }
        if (from.equals(to)) {
            return Math.min(most, queue.size());
        }
        int moved = 0;
        while (moved < most && !queue.isEmpty()) {
            Waiter waiter = queue.pollFirst();
            waiter.address = target;
            enqueue(waiter, to);
            moved++;
        }
        dropIfEmpty(from, queue);
        return moved;
    }

    /**
     * Changes the word at a second address, wakes those who wait at the first and, if the word's old value fulfils a
     * condition, those at the second.
     */
    long wakeOp(Task task, long address, boolean isPrivate, int most, long second, int mostAtSecond, WakeOp operation) {
        if (address % 4 != 0 || second % 4 != 0) {
            return EINVAL.result();
        }
        Optional<Key> key = key(task, address, isPrivate);
        Optional<Key> secondKey = key(task, second, isPrivate);
        if (key.isEmpty() || secondKey.isEmpty()) {
            return EFAULT.result();
        }
        if (!operation.isOperation()) {
            return ENOSYS.result();
        }
        long word = task.memory().physicalWord(second);
        if (word == 0) {
            return EFAULT.result();
        }
        int before = memory.getInt(word);
        if (!task.memory().writeInt(second, operation.apply(before))) {
            return EFAULT.result();
        }
        if (!operation.isComparison()) {
            return ENOSYS.result();
        }
        int woken = wake(key.get(), most, ALL_BITS);
        return operation.holds(before) ? woken + wake(secondKey.get(), mostAtSecond, ALL_BITS) : woken;
    }

    /** The name of the futex at an aligned address; none for EFAULT. */
    private static Optional<Key> key(Task task, long address, boolean isPrivate) {
        if (address < 0 || address >= PageTable.USER_END) {
            return Optional.empty();
        }
        long space = task.process().space().satp();
        if (isPrivate) {
            return Optional.of(new Key(space, address));
        }
        long physical = task.memory().physicalWord(address);
        if (physical == 0) {
            return Optional.empty();
        }
        boolean shared = task.process().space().find(address).map(Mapping::shared).orElse(false);
        return Optional.of(shared ? new Key(0, physical) : new Key(space, address | 1));
    }
}
