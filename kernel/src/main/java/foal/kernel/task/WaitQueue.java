package foal.kernel.task;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Tasks that wait for the same thing to happen, in the order in which they came. The one mechanism for blocking:
 * a handler that cannot go on returns {@code task.waitOn(queue)}; whoever makes the thing happen calls
 * {@link #wakeAll()} or {@link #wakeOne()}, and the handlers run again and look for themselves, as after
 * {@code sleep} and {@code wakeup} in a classical kernel.
 */
public final class WaitQueue {
    private final String purpose;
    private final Wakers wakers;
    private final ArrayDeque<Task> waiting = new ArrayDeque<>(2);
    private final Set<Runnable> watchers = new LinkedHashSet<>(0);
    private Optional<Runnable[]> told = Optional.empty();

    /** @param purpose what the tasks wait for, to complete the sentence "pid 3 waits for …" */
    public WaitQueue(String purpose) {
        this(purpose, Wakers.ANYONE);
    }

    /** @param wakers who may call {@link #wakeAll()} or {@link #wakeOne()} */
    public WaitQueue(String purpose, Wakers wakers) {
        this.purpose = purpose;
        this.wakers = wakers;
    }

    public String purpose() {
        return purpose;
    }

    public Wakers wakers() {
        return wakers;
    }

    public boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Wakes every waiting task. */
    public void wakeAll() {
        while (!waiting.isEmpty()) {
            waiting.peekFirst().wake();
        }
        tellWatchers();
    }

    /** Wakes the task that has waited longest, if there is one. */
    public void wakeOne() {
        if (!waiting.isEmpty()) {
            waiting.peekFirst().wake();
        }
        tellWatchers();
    }

    /** Calls a watcher at every wake-up from now on. It does not sleep here: epoll(7) uses it. */
    public void watch(Runnable watcher) {
        watchers.add(watcher);
        told = Optional.empty();
    }

    /** Ends {@link #watch}. */
    public void unwatch(Runnable watcher) {
        watchers.remove(watcher);
        told = Optional.empty();
    }

    /** Whether there is a watcher. */
    public boolean isWatched() {
        return !watchers.isEmpty();
    }

    private void tellWatchers() {
        if (watchers.isEmpty()) {
            return;
        }
        // A watcher may add or remove watchers here, so the loop runs over a copy, which is renewed after each change.
        Runnable[] all = told.orElseGet(() -> watchers.toArray(Runnable[]::new));
        told = Optional.of(all);
        for (Runnable watcher : all) {
            watcher.run();
        }
    }

    /** The tasks that wait. */
    Collection<Task> waiting() {
        return Collections.unmodifiableCollection(waiting);
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
