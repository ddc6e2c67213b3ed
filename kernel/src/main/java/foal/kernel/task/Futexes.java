package foal.kernel.task;

import static foal.kernel.syscall.Errno.EAGAIN;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINTR;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.ENOSYS;
import static foal.kernel.syscall.Errno.ETIMEDOUT;

import foal.cpu.PhysicalMemory;
import foal.kernel.time.Clock;
import foal.kernel.time.Timers;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

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
    /** How many places there can be for those who wait for several futexes: each takes some of the host's memory. */
    private static final int MOST_PLACES = 1 << 16;

    private final PhysicalMemory memory;
    private final Clock clock;
    private final Map<FutexKey, FutexQueue> futexes = new HashMap<>();
    private final Consumer<FutexWaiter> leaving = this::leave;
    private final PiFutexes locks;
    private int places;

    public Futexes(PhysicalMemory memory, Clock clock) {
        this.memory = memory;
        this.clock = clock;
        locks = new PiFutexes(clock, futexes::containsKey);
    }

    /** The futexes that have an owner. */
    PiFutexes locks() {
        return locks;
    }

    // ---- waiting -----------------------------------------------------------------------------------------------

    /**
     * Waits if a word has the value that is expected.
     *
     * @param bits which wake-ups to listen to: those that have one of these bits
     */
    long await(Task task, long address, boolean isPrivate, int expected, int bits) {
        return task.call().kept() instanceof FutexWaiter waiter ? goOn(task, waiter)
                : await(new FutexWaiter(task, address, bits), isPrivate, expected);
    }

    /** Has a waiter take its place at its address and sleep, if the word there has the value that is expected. */
    long await(FutexWaiter waiter, boolean isPrivate, int expected) {
        if (waiter.address % 4 != 0) {
            return EINVAL.result();
        }
        Optional<FutexKey> key = FutexKey.of(waiter.task, waiter.address, isPrivate);
        long word = waiter.task.memory().physicalWord(waiter.address);
        if (key.isEmpty() || word == 0) {
            return EFAULT.result();
        }
        if (memory.getInt(word) != expected) {
            return EAGAIN.result();
        }
        enqueue(waiter, key.get());
        return waiter.block();
    }

    /** The task runs again: woken by FUTEX_WAKE, which took it out of its queue; by its timeout; or by a signal. */
    private long goOn(Task task, FutexWaiter waiter) {
        if (waiter.key.isEmpty()) {
            return 0;
        }
        if (isLate(task)) {
            return ETIMEDOUT.result();
        }
        // With a timeout it is not made again: what would be left of that is not known any more.
        return task.call().isInterrupted() && task.call().deadline() != Timers.NEVER ? EINTR.result() : waiter.block();
    }

    /** Whether the time of a task's call is over. */
    boolean isLate(Task task) {
        return task.call().deadline() != Timers.NEVER && clock.monotonic() >= task.call().deadline();
    }

    /** Gives a waiter its place in the queue of a futex. */
    void enqueue(FutexWaiter waiter, FutexKey key) {
        waiter.key = Optional.of(key);
        waiter.leaving = leaving;
        // What the task was lent may be taken back while it waits: its own urgency counts.
        futexes.computeIfAbsent(key, _ -> new FutexQueue()).add(waiter, waiter.task.scheduling().ownUrgency());
    }

    /** Takes places for several futexes, for one task. @return false if there are too many in all */
    boolean takePlaces(int count) {
        if (places + count > MOST_PLACES) {
            return false;
        }
        places += count;
        return true;
    }

    void giveBackPlaces(int count) {
        places -= count;
    }

    /** The first who waits for a futex, if it has no owner; null if nobody does. */
    FutexWaiter first(FutexKey key) {
        FutexQueue queue = futexes.get(key);
        return queue == null ? null : queue.first();
    }

    /** Whether somebody waits for a futex without an owner. */
    boolean hasWaiters(FutexKey key) {
        return futexes.containsKey(key);
    }

    /** Takes a waiter out of its queue, unless it has been woken. */
    void leave(FutexWaiter waiter) {
        if (waiter.key.isPresent()) {
            FutexQueue queue = futexes.get(waiter.key.get());
            queue.remove(waiter);
            dropIfEmpty(waiter.key.get(), queue);
            waiter.key = Optional.empty();
            waiter.mutex = Optional.empty();
        }
    }

    private void dropIfEmpty(FutexKey key, FutexQueue queue) {
        if (queue.isEmpty()) {
            futexes.remove(key);
        }
    }

    // ---- waking ------------------------------------------------------------------------------------------------

    /** Wakes the first of those who wait at an address, at most so many but at least one. @return how many */
    long wake(Task task, long address, boolean isPrivate, int most, int bits) {
        if (address % 4 != 0) {
            return EINVAL.result();
        }
        Optional<FutexKey> key = FutexKey.of(task, address, isPrivate);
        return key.isEmpty() ? EFAULT.result() : wake(key.get(), most, bits);
    }

    /** @return how many it has woken; an error if there is one that is not to be woken but to be given a lock */
    private long wake(FutexKey key, int most, int bits) {
        FutexQueue queue = futexes.get(key);
        if (queue == null) {
            return locks.isWaitedFor(key) ? EINVAL.result() : 0;
        }
        int woken = 0;
        FutexWaiter next;
        for (FutexWaiter waiter = queue.first(); waiter != null && woken < Math.max(most, 1); waiter = next) {
            next = waiter.next;
            if (waiter.mutex.isPresent()) {
                return EINVAL.result();
            }
            if ((waiter.bits & bits) != 0) {
                queue.remove(waiter);
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
        Optional<FutexKey> from = FutexKey.of(task, address, isPrivate);
        Optional<FutexKey> to = FutexKey.of(task, target, isPrivate);
        if (from.isEmpty() || to.isEmpty()) {
            return EFAULT.result();
        }
        long refusal = expected.isPresent() ? compare(task, address, expected.get()) : 0;
        if (refusal != 0) {
            return refusal;
        }
        long woken = mostWoken == 0 ? 0 : wake(from.get(), mostWoken, ALL_BITS);
        return woken < 0 ? woken : woken + move(from.get(), to.get(), target, mostMoved);
    }

    /** Whether a word is as expected. @return 0 or an error */
    long compare(Task task, long address, int expected) {
        long word = task.memory().physicalWord(address);
        return word == 0 ? EFAULT.result() : memory.getInt(word) != expected ? EAGAIN.result() : 0;
    }

    private int move(FutexKey from, FutexKey to, long target, int most) {
        FutexQueue queue = futexes.get(from);
        if (queue == null) {
            return 0;
        }
        if (from.equals(to)) {
            return Math.min(most, queue.size());
        }
        int moved = 0;
        while (moved < most && !queue.isEmpty()) {
            FutexWaiter waiter = queue.first();
            waiter.key = Optional.of(to);
            waiter.address = target;
            futexes.computeIfAbsent(to, _ -> new FutexQueue()).move(waiter, queue);
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
        Optional<FutexKey> key = FutexKey.of(task, address, isPrivate);
        Optional<FutexKey> secondKey = FutexKey.of(task, second, isPrivate);
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
        long woken = wake(key.get(), most, ALL_BITS);
        if (woken < 0 || !operation.holds(before)) {
            return woken;
        }
        long more = wake(secondKey.get(), mostAtSecond, ALL_BITS);
        return more < 0 ? more : woken + more;
    }
}
