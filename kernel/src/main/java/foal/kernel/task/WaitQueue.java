package foal.kernel.task;

import java.util.ArrayDeque;

/**
 * Tasks that wait for the same thing to happen, in the order in which they came. The one mechanism for blocking:
 * a handler that cannot go on returns {@code task.waitOn(queue)}; whoever makes the thing happen calls
 * {@link #wakeAll()} or {@link #wakeOne()}, and the handlers run again and look for themselves, as after
 * {@code sleep} and {@code wakeup} in a classical kernel.
 */
public final class WaitQueue {
    private final String purpose;
    private final ArrayDeque<Task> waiting = new ArrayDeque<>(2);

    /** @param purpose what the tasks wait for, to complete the sentence "pid 3 waits for …" */
    public WaitQueue(String purpose) {
        this.purpose = purpose;
    }

    public String purpose() {
        return purpose;
    }

    public boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Wakes every waiting task. */
    public void wakeAll() {
        while (!waiting.isEmpty()) {
            waiting.peekFirst().wake();
        }
    }

    /** Wakes the task that has waited longest, if there is one. */
    public void wakeOne() {
        if (!waiting.isEmpty()) {
            waiting.peekFirst().wake();
        }
    }

    void add(Task task) {
        waiting.addLast(task);
    }

    void remove(Task task) {
        if (waiting.peekFirst() == task) {
            waiting.pollFirst();
        } else {
            waiting.remove(task);
        }
    }
}
