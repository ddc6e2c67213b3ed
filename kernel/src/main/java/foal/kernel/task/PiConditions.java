package foal.kernel.task;

import static foal.kernel.syscall.Errno.EAGAIN;
import static foal.kernel.syscall.Errno.EDEADLK;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.ETIMEDOUT;

import foal.kernel.syscall.Result;
import java.util.Optional;

/**
 * Condition variables whose mutex has priority inheritance (futex(2), FUTEX_WAIT_REQUEUE_PI and FUTEX_CMP_REQUEUE_PI): who is
 * woken at the condition waits for the mutex without having run in between, and can lend its urgency at once.
 */
final class PiConditions {
    private final Futexes futexes;
    private final PiFutexes locks;

    PiConditions(Futexes futexes) {
        this.futexes = futexes;
        locks = futexes.locks();
    }

    /** Waits at an address, if its word is as expected, until it is given the lock at another. */
    long await(Task task, long address, boolean isPrivate, int expected, long mutex) {
        if (task.call().kept() instanceof FutexWaiter waiter) {
            return goOn(task, waiter);
        }
        if (address == mutex || address % 4 != 0 || mutex % 4 != 0) {
            return EINVAL.result();
        }
        Optional<FutexKey> target = FutexKey.of(task, mutex, isPrivate);
        if (target.isEmpty()) {
            return EFAULT.result();
        }
        if (target.equals(FutexKey.of(task, address, isPrivate))) {
            return EINVAL.result();
        }
        FutexWaiter waiter = new FutexWaiter(task, address, Futexes.ALL_BITS);
        waiter.mutex = target;
        waiter.mutexAddress = mutex;
        return futexes.await(waiter, isPrivate, expected);
    }

    /** The task runs again though it was not given the lock, whether it waited for that already or for the condition. */
    private long goOn(Task task, FutexWaiter waiter) {
        if (waiter.lock != null) {
            // The word at the condition has changed by now: to make the call again would come to the same.
            return locks.goOn(waiter, EAGAIN.result());
        }
        return futexes.isLate(task) ? ETIMEDOUT.result() : task.call().isInterrupted() ? Result.RESTARTED : waiter.block();
    }

    /**
     * Gives the lock at an address to the first who waits for a condition, if it is free; and has others, or all, wait for
     * the lock.
     *
     * @param mostMoved how many are to wait for the lock beside that one
     * @return how many wait no longer for the condition, or an error
     */
    long requeue(Task task, long address, boolean isPrivate, int mostWoken, int mostMoved, long mutex, int expected) {
        if (mostWoken != 1 || mostMoved < 0 || address == mutex || address % 4 != 0 || mutex % 4 != 0) {
            return EINVAL.result();
        }
        Optional<FutexKey> from = FutexKey.of(task, address, isPrivate);
        Optional<FutexKey> to = FutexKey.of(task, mutex, isPrivate);
        if (from.isEmpty() || to.isEmpty()) {
            return EFAULT.result();
        }
        if (from.equals(to)) {
            return EINVAL.result();
        }
        long refusal = futexes.compare(task, address, expected);
        if (refusal != 0) {
            return refusal;
        }
        return futexes.hasWaiters(to.get()) || locks.isWaitedFor(from.get()) ? EINVAL.result() : move(from.get(), to, mostMoved);
    }

    private long move(FutexKey from, Optional<FutexKey> to, int mostMoved) {
        long done = 0;
        long most = mostMoved + 1L;
        for (FutexWaiter waiter = futexes.first(from); waiter != null && done < most; waiter = futexes.first(from)) {
            if (!waiter.mutex.equals(to)) {
                return EINVAL.result();
            }
            long refusal = give(waiter, to.get(), mostMoved > 0 ? FutexWord.WAITERS : 0);
            if (refusal != 0) {
                return refusal;
            }
            done++;
        }
        return done;
    }

    /** Gives a lock to one who waits for a condition, or has it wait for the lock. @return 0, or the error for which it stays */
    private long give(FutexWaiter waiter, FutexKey mutex, int mark) {
        long result = locks.take(waiter.task, waiter.mutexAddress, mutex, mark);
        if (result == PiFutexes.TAKEN) {
            futexes.leave(waiter);
            waiter.task.complete(0);
            return 0;
        }
        if (result != PiFutexes.HELD) {
            return result;
        }
        PiFutex lock = locks.find(waiter.task, waiter.mutexAddress, mutex);
        if (lock.leadsTo(waiter.task)) {
            return EDEADLK.result();
        }
        futexes.leave(waiter);
        locks.await(waiter, waiter.mutexAddress, lock);
        return 0;
    }
}
