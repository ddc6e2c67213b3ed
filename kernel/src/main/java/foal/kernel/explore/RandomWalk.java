package foal.kernel.explore;

import foal.kernel.sched.RoundRobin;
import foal.kernel.task.Scheduler;
import foal.kernel.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * For tests: the timer may interrupt between any two instructions, and any runnable task may be next. Unlike
 * {@link RoundRobin} it tries orders that no fair policy would.
 */
public final class RandomWalk implements Scheduler {
    private final List<Task> ready = new ArrayList<>();
    private final long longest;
    private final SplittableRandom random;

    /** @param quantum mean instructions between timer interrupts, at least 1 */
    public RandomWalk(long quantum, long seed) {
        longest = Math.min(quantum, Long.MAX_VALUE / 4) * 2 - 1;
        random = new SplittableRandom(seed);
    }

    @Override
    public void ready(Task task, Reason reason) {
        ready.add(task);
    }

    @Override
    public Optional<Task> next() {
        return ready.isEmpty() ? Optional.empty() : Optional.of(ready.remove(random.nextInt(ready.size())));
    }

    @Override
    public void remove(Task task) {
        ready.remove(task);
    }

    @Override
    public int readyCount() {
        return ready.size();
    }

    @Override
    public long quantum(Task chosen) {
        return random.nextLong(1, longest + 1);
    }
}
