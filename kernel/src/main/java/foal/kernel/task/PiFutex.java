package foal.kernel.task;

/**
 * A lock with priority inheritance that somebody waits for. The kernel knows its owner, and lends it the urgency of the
 * first who waits. So between an urgent task and a lock that a humble one holds comes no third: the classical inversion,
 * which had Mars Pathfinder restart itself in 1997, lasts as long as the lock is held and no longer.
 *
 * <p>Whoever waits may itself own locks that others wait for. Then what it is lent goes on along the chain, from owner to
 * owner, up to one that waits for no lock: {@link #urgencyChanged}. No chain is a circle, as {@link #leadsTo} is asked
 * before anyone waits.
 *
 * <p>Invariants: the owner lives, has this among the {@linkplain Task#heldLocks locks that it holds} and is lent its
 * urgency; each in the queue has it as the {@linkplain FutexWaiter#lock lock that it waits for}; between calls somebody
 * does.
 */
final class PiFutex implements Loan {
    /** Links of the longest chain, as in Linux: so that no lock is the price of walking through all there are. */
    private static final int LONGEST_CHAIN = 1024;

    private final FutexKey key;
    private final FutexQueue waiters = new FutexQueue();
    private Task owner;

    PiFutex(FutexKey key, Task owner) {
        this.key = key;
        this.owner = owner;
    }

    FutexKey key() {
        return key;
    }

    Task owner() {
        return owner;
    }

    boolean isWaitedFor() {
        return !waiters.isEmpty();
    }

    /** The waiter that gets the lock next: the most urgent, and among equals the first. There must be one. */
    FutexWaiter first() {
        return waiters.first();
    }

    @Override
    public int urgency() {
        return waiters.first().task.scheduling().urgency();
    }

    /** Whether its owner waits, perhaps through others, for a task: then that one must not wait for it. */
    boolean leadsTo(Task task) {
        PiFutex lock = this;
        for (int links = 0; lock != null && links < LONGEST_CHAIN; links++) {
            if (lock.owner == task) {
                return true;
            }
            lock = FutexWaiter.lockOf(lock.owner);
        }
        return lock != null;
    }

    // ---- who waits ---------------------------------------------------------------------------------------------

    /** A task waits from now on. */
    void add(FutexWaiter waiter) {
        boolean isFirst = waiters.isEmpty();
        waiters.add(waiter, waiter.task.scheduling().urgency());
        waiter.lock = this;
        if (isFirst) {
            startLending();
        }
        owner.countLoans();
    }

    /** A task waits no longer, and has not got the lock. */
    void remove(FutexWaiter waiter) {
        waiters.remove(waiter);
        waiter.lock = null;
        if (waiters.isEmpty()) {
            stopLending();
        }
        owner.countLoans();
    }

    /** Gives the lock to the first who waits. @return whether somebody still waits for it */
    boolean handOver() {
        FutexWaiter next = waiters.first();
        Task before = owner;
        stopLending();
        waiters.remove(next);
        next.lock = null;
        owner = next.task;
        if (!waiters.isEmpty()) {
            startLending();
        }
        before.countLoans();
        owner.countLoans();
        return !waiters.isEmpty();
    }

    private void startLending() {
        owner.memoryRelease().heldLocks().add(this);
        owner.scheduling().borrow(this);
    }

    private void stopLending() {
        owner.memoryRelease().heldLocks().remove(this);
        owner.scheduling().repay(this);
    }

    // ---- chains ------------------------------------------------------------------------------------------------

    /** A task is more or less urgent than before: whom it waits for is lent as much, and so on along the chain. */
    static void urgencyChanged(Task task) {
        Task next = task;
        while (next.call().kept() instanceof FutexWaiter waiter && waiter.lock != null && waiter.lock.passOn(waiter)) {
            next = waiter.lock.owner;
        }
    }

    /** @return whether the owner's urgency has changed with that of one who waits */
    private boolean passOn(FutexWaiter waiter) {
        int urgency = owner.scheduling().urgency();
        waiters.change(waiter, waiter.task.scheduling().urgency());
        if (owner.scheduling().mostLent() != owner.scheduling().lent()) {
            owner.changeUrgency(owner.scheduling()::countLoans);
        }
        return owner.scheduling().urgency() != urgency;
    }
}
