package foal.kernel.sched;

import foal.kernel.task.Scheduler;
import foal.kernel.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Lottery: for each turn a ticket is drawn, and the task that holds it runs. Tasks hold tickets by nice value, so each
 * gets its share in the long run, and none starves, with no book-keeping at all.
 *
 * <p>Source: Waldspurger and Weihl, "Lottery Scheduling: Flexible Proportional-Share Resource Management", OSDI 1994.
 */
public final class Lottery implements Scheduler {
    private final List<Task> ready = new ArrayList<>();
    private final long quantum;
    private final SplittableRandom random;

    /** @param quantum instructions of a turn, at least 1 */
    public Lottery(long quantum, long seed) {
        this.quantum = quantum;
        random = new SplittableRandom(seed);
    }

    @Override
    public void ready(Task task, Reason reason) {
        ready.add(task);
    }

    @Override
    public Optional<Task> next() {
        if (ready.isEmpty()) {
            return Optional.empty();
        }
        long tickets = 0;
        for (Task task : ready) {
            tickets += Weight.of(task);
        }
        long drawn = random.nextLong(tickets);
        int winner = 0;
        while (drawn >= Weight.of(ready.get(winner))) {
            drawn -= Weight.of(ready.get(winner));
            winner++;
        }
        return Optional.of(ready.remove(winner));
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
        return quantum;
    }
}
