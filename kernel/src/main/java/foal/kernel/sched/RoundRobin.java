package foal.kernel.sched;

import foal.kernel.task.Task;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Round robin: one queue; the timer sends the running task to its end.
 *
 * <p>The timer's period varies by an eighth in either direction, drawn from the seed. With a period that never
 * varied, a short loop would be interrupted at the same instruction each time, and most interleavings would never
 * be seen.
 *
 * <p>For a task that is alone the timer comes later, since it would change nothing; as soon as there is another, it is
 * set anew.
 */
public final class RoundRobin implements Scheduler {
    /** How many times longer the timer waits if it can interrupt nobody for anybody. */
    private static final long ALONE = 100;

    private final ArrayDeque<Task> queue = new ArrayDeque<>();
    /** Whether the timer was set for a task that was alone. */
    private boolean timerIsFar;
    private final long shortest;
    private final long longest;
    private final SplittableRandom random;

    /** @param quantum mean instructions between timer interrupts, at least 1 */
    public RoundRobin(long quantum, long seed) {
        shortest = quantum - quantum / 8;
        longest = quantum + quantum / 8;
        random = new SplittableRandom(seed);
    }

    @Override
    public void ready(Task task, Reason reason) {
        if (reason == Reason.TIMER && timerIsFar) {
            queue.addFirst(task); // it has yet to begin its quantum
        } else {
            queue.addLast(task);
        }
    }

    @Override
    public Optional<Task> next() {
        return Optional.ofNullable(queue.pollFirst());
    }

    @Override
    public void remove(Task task) {
        queue.remove(task);
    }

    @Override
    public int readyCount() {
        return queue.size();
    }

    @Override
    public long quantum(Task chosen) {
        timerIsFar = queue.isEmpty();
        long quantum = shortest == longest ? shortest : random.nextLong(shortest, longest + 1);
        return timerIsFar && quantum < Long.MAX_VALUE / ALONE ? ALONE * quantum : quantum;
    }

    @Override
    public boolean wantsTimerSet() {
        return timerIsFar && !queue.isEmpty();
    }
}
