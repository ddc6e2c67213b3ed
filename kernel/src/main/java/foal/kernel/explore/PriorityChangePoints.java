package foal.kernel.explore;

import foal.kernel.sched.PriorityQueues;
import foal.kernel.task.Scheduler;
import foal.kernel.task.Task;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * For tests: probabilistic concurrency testing (PCT). Tasks get random priorities, and always the highest runs. At
 * {@code depth − 1} instructions, drawn among {@code steps}, the task that runs gets the lowest priority of all so far.
 * Only instructions count that are executed while other tasks are runnable: elsewhere a change would change nothing.
 *
 * <p>A bug that needs {@code depth} things to happen in one order is met with a probability of at least
 * 1 / (n · steps^(depth − 1)) in each run of n tasks: far more often than by chance alone.
 *
 * <p>The paper's programs block where ours may spin. So a task that yields, or has had the hart for long without
 * blocking, gets the lowest priority too: else it would wait for ever for tasks that never run.
 *
 * <p>Source: Burckhardt, Kothari, Musuvathi, Nagarakatte, "A Randomized Scheduler with Probabilistic Guarantees of
 * Finding Bugs", ASPLOS 2010.
 */
public final class PriorityChangePoints implements Scheduler {
    /** Instructions for which a task may have the hart without blocking; more than a short program runs in all. */
    private static final long PATIENCE = 20_000;

    private final SplittableRandom random;
    private final long[] changePoints;
    private final Map<Task, Integer> levels = new HashMap<>();
    private final PriorityQueues queues = new PriorityQueues(this::level);
    private int passed;
    private int lowest;
    private long steps;
    private long turn;
    private boolean isAlone;
    private Optional<Task> last = Optional.empty();

    /**
     * @param depth of the bugs looked for, at least 1: the number of orderings that they need
     * @param length instructions that the program is thought to run, at least 1
     */
    public PriorityChangePoints(int depth, long length, long seed) {
        random = new SplittableRandom(seed);
        changePoints = random.longs(depth - 1L, 1, length + 1).sorted().toArray();
    }

    /** The lower the number the more urgent; those of new tasks are below 0, so that whoever sinks is after them. */
    private int level(Task task) {
        return levels.computeIfAbsent(task, _ -> random.nextInt(Integer.MIN_VALUE, 0));
    }

    private void sink(Task task) {
        levels.put(task, ++lowest);
    }

    @Override
    public void ran(Task task, long user, long system) {
        if (queues.size() > 0) {
            steps += user;
            turn += user;
        }
        boolean changes = passed < changePoints.length && steps >= changePoints[passed];
        if (changes) {
            passed = (int) Arrays.stream(changePoints).filter(point -> point <= steps).count();
        }
        if (changes || turn >= PATIENCE) {
            turn = 0;
            sink(task);
        }
    }

    @Override
    public void ready(Task task, Reason reason) {
        if (reason == Reason.YIELDED) {
            sink(task);
        }
        queues.addLast(task);
    }

    @Override
    public Optional<Task> next() {
        Optional<Task> chosen = queues.poll();
        turn = chosen.equals(last) ? turn : 0;
        last = chosen;
        return chosen;
    }

    @Override
    public void remove(Task task) {
        queues.remove(task);
    }

    @Override
    public int readyCount() {
        return queues.size();
    }

    @Override
    public long quantum(Task chosen) {
        isAlone = queues.size() == 0;
        long patience = PATIENCE - turn;
        return !isAlone && passed < changePoints.length ? Math.min(patience, changePoints[passed] - steps) : patience;
    }

    @Override
    public boolean wantsTimerSet() {
        return isAlone && queues.size() > 0;
    }

    @Override
    public boolean preempts(Task running) {
        return queues.hasMoreUrgentThan(level(running));
    }

    @Override
    public void ended(Task task) {
        levels.remove(task);
    }
}
