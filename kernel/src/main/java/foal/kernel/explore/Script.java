package foal.kernel.explore;

import foal.kernel.task.Scheduler;
import foal.kernel.task.Task;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * For tests: does as it is told. At each of the given {@linkplain Switch switches} it takes the hart from one task and gives it
 * to another. In between it never preempts, and serves first who came first; only a task that spins for very long makes
 * room of itself. A switch whose task does not come to its place, or whose other task is not runnable then, is left out.
 *
 * <p>So a schedule is written with the few decisions that matter in it: what {@link Recorder} writes, and {@code foal explore}
 * shortens.
 */
public final class Script implements Scheduler {
    /** Instructions for which a task may have the hart while others wait: more than any policy for tests lets it. */
    private static final long PATIENCE = 50_000;

    private final Map<Place, ArrayDeque<Integer>> switches = new HashMap<>();
    private final Map<Integer, TreeSet<Long>> stops = new HashMap<>();
    private final Map<Task, Long> executed = new HashMap<>();
    private final ArrayDeque<Task> queue = new ArrayDeque<>();
    /** The task that has executed an instruction last. */
    private Optional<Task> last = Optional.empty();
    private Optional<Task> chosen = Optional.empty();
    private Optional<Task> timed = Optional.empty();
    private long turn;

    /** Where a task stands: after so many of its instructions. */
    private record Place(int tid, long at) {}

    public Script(List<Switch> script) {
        for (Switch one : script) {
            switches.computeIfAbsent(new Place(one.from(), one.at()), _ -> new ArrayDeque<>()).addLast(one.to());
            stops.computeIfAbsent(one.from(), _ -> new TreeSet<>()).add(one.at());
        }
    }

    private long executed(Task task) {
        return executed.getOrDefault(task, 0L);
    }

    @Override
    public void ran(Task task, long user, long system) {
        if (user > 0) {
            executed.merge(task, user, Long::sum);
            last = Optional.of(task);
        }
        turn += queue.isEmpty() ? 0 : user;
    }

    @Override
    public void ready(Task task, Reason reason) {
        boolean goesOn = (reason == Reason.TIMER || reason == Reason.PREEMPTED) && turn < PATIENCE;
        if (goesOn) {
            queue.addFirst(task);
        } else {
            queue.addLast(task);
        }
    }

    @Override
    public Optional<Task> next() {
        chosen = scripted().or(() -> Optional.ofNullable(queue.peekFirst()));
        chosen.ifPresent(queue::remove);
        if (!chosen.equals(last)) {
            turn = 0;
        }
        return chosen;
    }

    /** The task that the script wants now, if there is a word about this place in it. */
    private Optional<Task> scripted() {
        Optional<ArrayDeque<Integer>> wanted = last.map(task -> switches.get(new Place(task.tid(), executed(task))));
        if (wanted.isEmpty() || wanted.get().isEmpty()) {
            return Optional.empty();
        }
        int tid = wanted.get().removeFirst();
        return queue.stream().filter(task -> task.tid() == tid).findFirst();
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
    public long quantum(Task task) {
        timed = Optional.of(task);
        long patience = Math.max(1, PATIENCE - turn);
        TreeSet<Long> ahead = stops.get(task.tid());
        Long next = ahead == null ? null : ahead.higher(executed(task));
        return next == null ? patience : Math.min(patience, next - executed(task));
    }

    @Override
    public boolean wantsTimerSet() {
        return !timed.equals(chosen);
    }

    @Override
    public void ended(Task task) {
        queue.remove(task);
    }
}
