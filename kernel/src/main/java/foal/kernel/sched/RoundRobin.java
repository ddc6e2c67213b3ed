package foal.kernel.sched;

import foal.kernel.task.Scheduler;
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
 * set again.
 */
public final class RoundRobin implements Scheduler {
    /** How many times longer a quantum is for a task that is alone. */
    private static final long ALONE = 100;

    private final ArrayDeque<Task> queue = new ArrayDeque<>();
    /** Whether the timer was set for a task that was alone. */
    private boolean timerIsFar;
    private final long quantum;
    private final SplittableRandom random;

    /** @param quantum mean instructions between timer interrupts, at least 1 */
    public RoundRobin(long quantum, long seed) {
        this.quantum = quantum;
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
        return turn(quantum, timerIsFar, random);
    }

    /** The length of a turn. @param mean what turns last on average while tasks share the hart */
    static long turn(long mean, boolean isAlone, SplittableRandom random) {
        long deviation = Math.min(mean, Long.MAX_VALUE / 2) / 8;
        long turn = deviation == 0 ? mean : mean - deviation + random.nextLong(2 * deviation + 1);
        return isAlone && turn < Long.MAX_VALUE / ALONE ? ALONE * turn : turn;
    }

    @Override
    public boolean wantsTimerSet() {
        return timerIsFar && !queue.isEmpty();
    }
}
