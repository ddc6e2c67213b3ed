package foal.kernel.task;

import java.util.Optional;

/** A task's place in the queue of a futex; each task has one, since it waits for one futex at a time. */
final class FutexWaiter {
    final Task task;
    /** Where the task sleeps: a queue of its own, as who wakes it chooses it by name. */
    final WaitQueue sleeper = new WaitQueue("a futex", this::findOwner);
    /** The futex it waits for; none if it waits for none, or has been woken. */
    Optional<FutexKey> key = Optional.empty();
    /** The same as an address of the task's. */
    long address;
    /** Which wake-ups it listens to. */
    int bits;

    // Kept by the FutexQueue that it stands in.
    int urgency;
    FutexWaiter previous;
    FutexWaiter next;

    FutexWaiter(Task task) {
        this.task = task;
    }

    private void findOwner(Task waiter, Wakers.Candidates found) {
        FutexOwner.find(waiter, address, key.filter(FutexKey::isShared).isEmpty(), found);
    }
}
