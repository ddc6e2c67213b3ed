package foal.kernel.task;

import static foal.kernel.syscall.Errno.EAGAIN;
import static foal.kernel.syscall.Errno.EDEADLK;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.EPERM;
import static foal.kernel.syscall.Errno.ESRCH;
import static foal.kernel.syscall.Errno.ETIMEDOUT;
import static foal.kernel.task.FutexWord.OWNER;
import static foal.kernel.task.FutexWord.OWNER_DIED;
import static foal.kernel.task.FutexWord.WAITERS;

import foal.kernel.memory.Struct;
import foal.kernel.syscall.Result;
import foal.kernel.time.Clock;
import foal.kernel.time.Timers;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/**
 * Locks with priority inheritance (futex(2), FUTEX_LOCK_PI and so on). The word of such a lock has the thread id of its
 * owner, written by the program itself as long as nobody else wants the lock. The first who does comes to the kernel,
 * which marks the word, finds the owner by its number and lends it urgency: from then on the lock is a {@link PiFutex}.
 *
 * <p>It is never free while somebody waits. Who gives it back, or dies with it, gives it to the first who waits, and the
 * word has that one's number before anyone can look.
 *
 * <p>Source: L. Sha, R. Rajkumar, J. P. Lehoczky, "Priority Inheritance Protocols", IEEE Transactions on Computers 39 (1990).
 */
final class PiFutexes {
    /** Not results: the lock was taken, or belongs to another. */
    static final long TAKEN = 1, HELD = 2;

    private final Clock clock;
    /** Tells the living thread of a number. */
    private IntFunction<Optional<Task>> threads = _ -> Optional.empty();
    /** Whether somebody waits for a futex without an owner, that is for another thing than such a lock. */
    private final Predicate<FutexKey> isFutex;
    private final Map<FutexKey, PiFutex> locks = new HashMap<>();
    private final Consumer<FutexWaiter> leaving = this::leave;
    private final Struct word = new Struct(4);

    PiFutexes(Clock clock, Predicate<FutexKey> isFutex) {
        this.clock = clock;
        this.isFutex = isFutex;
    }

    /** Has owners found by their numbers. @param newThreads tells the living thread of a number */
    void findOwnersBy(IntFunction<Optional<Task>> newThreads) {
        threads = newThreads;
    }

    /** Whether somebody waits for such a lock there: then it is no futex without an owner. */
    boolean isWaitedFor(FutexKey key) {
        return locks.containsKey(key);
    }

    // ---- taking ------------------------------------------------------------------------------------------------

    /** FUTEX_LOCK_PI, FUTEX_LOCK_PI2. */
    long lock(Task task, long address, boolean isPrivate) {
        if (task.call().kept() instanceof FutexWaiter waiter) {
            return goOn(waiter, Result.RESTARTED); // its time is absolute, so that the call can be made again
        }
        if (address % 4 != 0) {
            return EINVAL.result();
        }
        Optional<FutexKey> key = FutexKey.of(task, address, isPrivate);
        long result = key.isEmpty() ? EFAULT.result() : take(task, address, key.get(), 0);
        if (result != HELD) {
            return result == TAKEN ? 0 : result;
        }
        PiFutex lock = find(task, address, key.get());
        if (lock.leadsTo(task)) {
            return EDEADLK.result();
        }
        FutexWaiter waiter = new FutexWaiter(task, address, Futexes.ALL_BITS);
        await(waiter, address, lock);
        return waiter.block();
    }

    /** FUTEX_TRYLOCK_PI: the kernel can take what the program cannot, if the owner has died. */
    long tryLock(Task task, long address, boolean isPrivate) {
        if (address % 4 != 0) {
            return EINVAL.result();
        }
        Optional<FutexKey> key = FutexKey.of(task, address, isPrivate);
        long result = key.isEmpty() ? EFAULT.result() : take(task, address, key.get(), 0);
        return result == TAKEN ? 0 : result == HELD ? EAGAIN.result() : result;
    }

    /**
     * Takes a lock for a task if it is free; else marks it as one that is waited for.
     *
     * @param mark {@link FutexWord#WAITERS} if the task, once it owns the lock, is to tell the kernel when it gives it back
     * @return {@link #TAKEN}, {@link #HELD} or an error
     */
    long take(Task task, long address, FutexKey key, int mark) {
        if (!task.memory().read(address, word)) {
            return EFAULT.result();
        }
        int value = word.getInt(0);
        int owner = value & OWNER;
        if (owner == task.tid()) {
            return EDEADLK.result();
        }
        PiFutex lock = locks.get(key);
        if (lock != null) {
            boolean isFree = owner == 0 && (value & OWNER_DIED) != 0;
            return isFree || owner == lock.owner().tid() ? HELD : EINVAL.result();
        }
        if (isFutex.test(key)) {
            return EINVAL.result();
        }
        if (owner == 0) {
            return task.memory().writeInt(address, value & OWNER_DIED | task.tid() | mark) ? TAKEN : EFAULT.result();
        }
        if (!task.memory().writeInt(address, value | WAITERS)) {
            return EFAULT.result();
        }
        return threads.apply(owner).isPresent() ? HELD : ESRCH.result();
    }

    /** The lock at an address of a task's that {@link #take} has just found to be held. */
    PiFutex find(Task task, long address, FutexKey key) {
        PiFutex lock = locks.get(key);
        if (lock == null) {
            task.memory().read(address, word);
            lock = new PiFutex(key, threads.apply(word.getInt(0) & OWNER).orElseThrow());
        }
        return lock;
    }

    /** Puts a task, whom its owner must not wait for, in the queue of a lock. */
    void await(FutexWaiter waiter, long address, PiFutex lock) {
        locks.put(lock.key(), lock);
        waiter.address = address;
        waiter.leaving = leaving;
        lock.add(waiter);
    }

    /**
     * The task runs again though nobody gave it the lock: its time is over, a signal has come, or it was stopped for a while.
     *
     * @param ifInterrupted what to return for a signal
     */
    long goOn(FutexWaiter waiter, long ifInterrupted) {
        Task task = waiter.task;
        boolean isLate = task.call().deadline() != Timers.NEVER && clock.monotonic() >= task.call().deadline();
        return isLate ? ETIMEDOUT.result() : task.call().isInterrupted() ? ifInterrupted : waiter.block();
    }

    private void leave(FutexWaiter waiter) {
        PiFutex lock = waiter.lock;
        lock.remove(waiter);
        if (!lock.isWaitedFor()) {
            locks.remove(lock.key());
        }
    }

    // ---- giving back -------------------------------------------------------------------------------------------

    /** FUTEX_UNLOCK_PI. */
    long unlock(Task task, long address, boolean isPrivate) {
        if (!task.memory().read(address, word)) {
            return EFAULT.result();
        }
        if ((word.getInt(0) & OWNER) != task.tid()) {
            return EPERM.result();
        }
        if (address % 4 != 0) {
            return EINVAL.result();
        }
        Optional<FutexKey> key = FutexKey.of(task, address, isPrivate);
        PiFutex lock = key.map(locks::get).orElse(null);
        if (key.isPresent() && isFutex.test(key.get()) || lock != null && lock.owner() != task) {
            return EINVAL.result();
        }
        int next = lock == null ? 0 : lock.first().task.tid() | WAITERS;
        if (key.isEmpty() || !task.memory().writeInt(address, next)) {
            return EFAULT.result();
        }
        if (lock != null) {
            handOver(lock, 0);
        }
        return 0;
    }

    private void handOver(PiFutex lock, long result) {
        Task next = lock.first().task;
        if (!lock.handOver()) {
            locks.remove(lock.key());
        }
        next.complete(result);
    }

    /** A thread ends, or execs: those who wait for what it owns get it, and see that its owner died. */
    void ended(Task task) {
        Deque<PiFutex> held = new ArrayDeque<>(task.memoryRelease().heldLocks());
        while (!held.isEmpty()) {
            PiFutex lock = held.pollLast();
            FutexWaiter next = lock.first();
            boolean isWritten = next.task.memory().writeInt(next.address, next.task.tid() | WAITERS | OWNER_DIED);
            handOver(lock, isWritten ? 0 : EFAULT.result());
        }
    }
}
