package foal.kernel.task;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A task's place in the queue of a futex. Each task has one, since it mostly waits for one futex at a time. */
final class FutexWaiter {
    private static final FutexWaiter[] NONE = {};

    final Task task;
    /** Where the task sleeps: a queue of its own, as who wakes it chooses it by name. */
    final WaitQueue sleeper = new WaitQueue("a futex", this::findOwner);
    /** The futex it waits for; none if it waits for none, or has been woken. */
    Optional<FutexKey> key = Optional.empty();
    /** The same as an address of the task's. */
    long address;
    /** The bits of the wake-ups that it listens to. */
    int bits;

    /** Whether that futex is the process's own. */
    boolean isPrivate;
    /** More such places, if the task waits for several futexes (futex_waitv(2)), and in this none. */
    FutexWaiter[] vector = NONE;

    /** The lock with priority inheritance that it waits for; null if it waits for none. */
    PiFutex lock;
    /** The locks that it owns and others wait for. */
    final List<PiFutex> held = new ArrayList<>(0);
    /** The lock that it wants to be given when it is woken (FUTEX_WAIT_REQUEUE_PI), and that as an address of the task's. */
    Optional<FutexKey> mutex = Optional.empty();
    long mutexAddress;

    // Kept by the FutexQueue that it stands in.
    int urgency;
    FutexWaiter previous;
    FutexWaiter next;

    FutexWaiter(Task task) {
        this.task = task;
    }

    /** Gives up the places for several futexes. */
    void dropVector() {
        vector = NONE;
    }

    private void findOwner(Task waiter, Wakers.Candidates found) {
        if (lock != null) {
            found.task(lock.owner());
            return;
        }
        if (vector.length > 0) {
            Arrays.stream(vector).forEach(one -> one.findOwner(waiter, found));
            return;
        }
        FutexOwner.find(waiter, address, key.filter(FutexKey::isShared).isEmpty(), found);
    }
}
