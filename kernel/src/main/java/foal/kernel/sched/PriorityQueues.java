package foal.kernel.sched;

import foal.kernel.task.Task;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/** A queue of tasks for each level of urgency; the least number is the most urgent. */
final class PriorityQueues {
    private final ToIntFunction<Task> levelOf;
    private final TreeMap<Integer, ArrayDeque<Task>> queues = new TreeMap<>();
    private int size;

    /** @param levelOf must not change its answer while the task is in a queue */
    PriorityQueues(ToIntFunction<Task> levelOf) {
        this.levelOf = levelOf;
    }

    private ArrayDeque<Task> queueOf(Task task) {
        return queues.computeIfAbsent(levelOf.applyAsInt(task), _ -> new ArrayDeque<>());
    }

    void addFirst(Task task) {
        queueOf(task).addFirst(task);
        size++;
    }

    void addLast(Task task) {
        queueOf(task).addLast(task);
        size++;
    }

    /** Takes the first task of the most urgent level. */
    Optional<Task> poll() {
        if (size == 0) {
            return Optional.empty();
        }
        var most = queues.firstEntry();
        Task task = most.getValue().pollFirst();
        leave(most.getKey(), most.getValue());
        return Optional.of(task);
    }

    /** Takes a task out, wherever it is. @return whether it was there */
    boolean remove(Task task) {
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
    boolean hasMoreUrgentThan(int level) {
        return size > 0 && queues.firstKey() < level;
    }

    int size() {
        return size;
    }
}
