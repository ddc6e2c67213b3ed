package foal.kernel.task;

import java.util.Optional;
import java.util.function.Consumer;

/** A place in the queue of a futex, for a task in a call that waits there. */
final class FutexWaiter implements Kept {
    /** Why the task sleeps. Nobody stands in this queue, as who wakes a task chooses it by its place. */
    private static final WaitQueue REASON = new WaitQueue("a futex", FutexWaiter::findWakers);

    final Task task;
    /** Takes it out of the queue that it stands in, if it still does. Set with the place in that queue. */
    Consumer<FutexWaiter> leaving = _ -> { };
    /** The futex it waits for; none if it waits for none, or has been woken. */
    Optional<FutexKey> key = Optional.empty();
    /** The same as an address of the task's. */
    long address;
    /** The bits of the wake-ups that it listens to. */
    final int bits;

    /** The lock with priority inheritance that it waits for; null if it waits for none. */
    PiFutex lock;
    /** The lock that it wants to be given when it is woken (FUTEX_WAIT_REQUEUE_PI), and that as an address of the task's. */
    Optional<FutexKey> mutex = Optional.empty();
    long mutexAddress;

    // Kept by the FutexQueue that it stands in.
    int urgency;
    FutexWaiter previous;
    FutexWaiter next;

    FutexWaiter(Task task, long address, int bits) {
        this.task = task;
        this.address = address;
        this.bits = bits;
    }

    /** The lock with priority inheritance that a task waits for; null if it waits for none. */
    static PiFutex lockOf(Task task) {
        return task.call().kept() instanceof FutexWaiter waiter ? waiter.lock : null;
    }

    /** Has the task sleep, in the first run of its handler or again. @return for its handler to return */
    long block() {
        task.call().keep(this);
        return sleep(task);
    }

    /** Has a task sleep that keeps its place or places. @return for its handler to return */
    static long sleep(Task task) {
        return task.waitFor(REASON);
    }

    @Override
    public void abandon() {
        leaving.accept(this);
    }

    private static void findWakers(Task task, Wakers.Candidates found) {
        switch (task.call().kept()) {
            case FutexWaiter waiter -> waiter.findOwner(found);
            case FutexVector vector -> vector.waiters().forEach(waiter -> waiter.findOwner(found));
            default -> found.anyone();
        }
    }

    private void findOwner(Wakers.Candidates found) {
        if (lock != null) {
            found.task(lock.owner());
        } else {
            FutexOwner.find(task, address, key.filter(FutexKey::isShared).isEmpty(), found);
        }
    }
}
