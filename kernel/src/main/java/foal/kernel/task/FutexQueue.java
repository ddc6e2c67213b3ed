package foal.kernel.task;

/**
 * The tasks that wait for one futex, in the order in which they are woken: first the real-time tasks, by their priority;
 * then all others, whatever their nice values. Among equals, the one that came first is first. This is Linux's order.
 *
 * <p>A list whose links are in the waiters, so that anyone can leave it at once. To take a place costs as many steps as
 * there are real-time tasks before it, and one for a task that is none.
 */
final class FutexQueue {
    private FutexWaiter first;
    private FutexWaiter last;
    private int size;

    FutexWaiter first() {
        return first;
    }

    boolean isEmpty() {
        return first == null;
    }

    int size() {
        return size;
    }

    /**
     * Gives a waiter its place.
     *
     * @param urgency of its task, as {@link SchedulingParameters} counts it; all that are not of real time are alike here
     */
    void add(FutexWaiter waiter, int urgency) {
        waiter.urgency = Math.min(urgency, SchedulingParameters.LEAST_REAL_TIME_URGENCY + 1);
        insert(waiter);
    }

    /** Gives a place to one that has waited elsewhere, with the urgency that it had there. */
    void move(FutexWaiter waiter, FutexQueue from) {
        from.remove(waiter);
        insert(waiter);
    }

    /** The urgency of a waiter's task is another now. It keeps its place if that makes no difference here. */
    void change(FutexWaiter waiter, int urgency) {
        if (waiter.urgency != Math.min(urgency, SchedulingParameters.LEAST_REAL_TIME_URGENCY + 1)) {
            remove(waiter);
            add(waiter, urgency);
        }
    }

    private void insert(FutexWaiter waiter) {
        FutexWaiter follower = null;
        if (last != null && waiter.urgency < last.urgency) {
            follower = first;
            while (follower.urgency <= waiter.urgency) {
                follower = follower.next;
            }
        }
        FutexWaiter leader = follower == null ? last : follower.previous;
        link(leader, waiter);
        link(waiter, follower);
        size++;
    }

    void remove(FutexWaiter waiter) {
        link(waiter.previous, waiter.next);
        waiter.previous = null;
        waiter.next = null;
        size--;
    }

    /** Makes two neighbours; null stands for either end of the queue. */
    private void link(FutexWaiter leader, FutexWaiter follower) {
        if (leader == null) {
            first = follower;
        } else {
            leader.next = follower;
        }
        if (follower == null) {
            last = leader;
        } else {
            follower.previous = leader;
        }
    }
}
