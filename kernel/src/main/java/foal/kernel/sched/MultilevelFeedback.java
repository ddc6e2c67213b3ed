package foal.kernel.sched;

import foal.kernel.task.Scheduler;
import foal.kernel.task.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Multi-level feedback queue: learns from what a task has done whether it is interactive or computes.
 *
 * <p>A new task begins at level 0, the most urgent. When it has had the hart for its level's allotment, at once or
 * in many pieces, it sinks to the next, whose allotment is twice as long. Lest tasks at the bottom starve, or stay there when
 * their nature changes, all rise to level 0 from time to time.
 *
 * <p>Source: Arpaci-Dusseau, "Operating Systems: Three Easy Pieces", chapter 8, rules 1 to 5.
 */
public final class MultilevelFeedback implements Scheduler {
    private static final int LEVELS = 4;
    private static final int QUANTA_BETWEEN_BOOSTS = 100;

    private final long quantum;
    private final Map<Task, Place> places = new HashMap<>();
    private final PriorityQueues queues = new PriorityQueues(task -> place(task).level);
    private long untilBoost;

    /** Where a task stands. */
    private static final class Place {
        int level;
        long used;
    }

    /** @param quantum the allotment of level 0, in instructions, at least 1 */
    public MultilevelFeedback(long quantum) {
        this.quantum = Math.min(quantum, Long.MAX_VALUE >> 8);
        untilBoost = this.quantum * QUANTA_BETWEEN_BOOSTS;
    }

    private Place place(Task task) {
        return places.computeIfAbsent(task, _ -> new Place());
    }

    private long allotment(Place place) {
        return quantum << place.level;
    }

    @Override
    public void ran(Task task, long user, long system) {
        Place place = place(task);
        place.used += user + system;
        if (place.used >= allotment(place)) {
            place.used = 0;
            place.level = Math.min(place.level + 1, LEVELS - 1);
        }
        untilBoost -= user + system;
        if (untilBoost <= 0) {
            boost();
        }
    }

    private void boost() {
        untilBoost = quantum * QUANTA_BETWEEN_BOOSTS;
        List<Task> ready = new ArrayList<>();
        while (queues.size() > 0) {
            ready.add(queues.poll().orElseThrow());
        }
        for (Place place : places.values()) {
            place.level = 0;
            place.used = 0;
        }
        ready.forEach(queues::addLast);
    }

    @Override
    public void ready(Task task, Reason reason) {
        if (reason == Reason.PREEMPTED) {
            queues.addFirst(task);
        } else {
            queues.addLast(task);
        }
    }

    @Override
    public Optional<Task> next() {
        return queues.poll();
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
        Place place = place(chosen);
        return allotment(place) - place.used;
    }

    @Override
    public boolean preempts(Task running) {
        return queues.hasMoreUrgentThan(place(running).level);
    }

    @Override
    public void ended(Task task) {
        places.remove(task);
    }
}
