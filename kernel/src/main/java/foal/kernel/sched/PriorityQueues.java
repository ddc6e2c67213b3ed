package foal.kernel.sched;

import foal.kernel.task.Task;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/** A queue of tasks for each level of urgency; the least number is the most urgent. */
public final class PriorityQueues {
    private final ToIntFunction<Task> levelOf;
    private final TreeMap<Integer, ArrayDeque<Task>> queues = new TreeMap<>();
    private int size;

    /** @param levelOf must not change its answer while the task is in a queue */
    public PriorityQueues(ToIntFunction<Task> levelOf) {
        this.levelOf = levelOf;
    }

    private ArrayDeque<Task> queueOf(Task task) {
        return queues.computeIfAbsent(levelOf.applyAsInt(task), _ -> new ArrayDeque<>());
    }

    void addFirst(Task task) {
        queueOf(task).addFirst(task);
        size++;
    }

    public void addLast(Task task) {
        queueOf(task).addLast(task);
        size++;
    }

    /** Takes the first task of the most urgent level. */
    public Optional<Task> poll() {
        if (size == 0) {
            return Optional.empty();
        }
        var most = queues.firstEntry();
        Task task = most.getValue().pollFirst();
        leave(most.getKey(), most.getValue());
        return Optional.of(task);
    }

    /** Takes a task out, wherever it is. @return whether it was there */
    public boolean remove(Task task) {
        int level = levelOf.applyAsInt(task);
        ArrayDeque<Task> queue = queues.get(level);
        if (queue == null || !queue.remove(task)) {
            return false;
        }
        leave(level, queue);
        return true;
    }

    private void leave(int level, ArrayDeque<Task> queue) {
        size--;
        if (queue.isEmpty()) {
            queues.remove(level);
        }
    }

    /** Whether there is a task more urgent than this level. */
    public boolean hasMoreUrgentThan(int level) {
        return size > 0 && queues.firstKey() < level;
    }

    public int size() {
        return size;
    }
}
