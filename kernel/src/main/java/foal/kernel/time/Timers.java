package foal.kernel.time;

import java.util.TreeSet;

/** What is to happen at points of time to come. Those due at the same time happen in the order they were set. */
public final class Timers {
    /** A deadline that never comes. */
    public static final long NEVER = Long.MAX_VALUE;

    private final TreeSet<Timer> queue = new TreeSet<>();
    private long sequence;
    /** The deadline of the first in the queue: it is asked for in every trap. */
    private long next = NEVER;

    /** Something set to happen, which can be cancelled. */
    public final class Timer implements Comparable<Timer> {
        private final long deadline;
        private final long order;
        private final Runnable action;

        private Timer(long deadline, long order, Runnable action) {
            this.deadline = deadline;
            this.order = order;
            this.action = action;
        }

        /** Takes the timer back; does nothing if it has gone off. */
        public void cancel() {
            if (queue.remove(this)) {
                lookAgain();
            }
        }

        @Override
        public int compareTo(Timer other) {
            int byDeadline = Long.compare(deadline, other.deadline);
            return byDeadline != 0 ? byDeadline : Long.compare(order, other.order);
        }
    }

    /** Sets an action to happen at a time of the monotonic clock, in nanoseconds. */
    public Timer at(long deadline, Runnable action) {
        Timer timer = new Timer(deadline, sequence++, action);
        queue.add(timer);
        next = Math.min(next, deadline);
        return timer;
    }

    /** The time of the first action, or {@link #NEVER}. */
    public long next() {
        return next;
    }

    private void lookAgain() {
        next = queue.isEmpty() ? NEVER : queue.first().deadline;
    }

    /** Lets everything happen whose time has come. */
    public void expire(long now) {
        while (next <= now && !queue.isEmpty()) {
            Timer first = queue.pollFirst();
            lookAgain();
            first.action.run();
        }
    }
}
