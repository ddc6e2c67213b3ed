package foal.kernel.explore;

import foal.kernel.task.Task;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Finds tasks that wait in a loop. One whose registers are all as they were before, while nothing in memory has changed
 * since, will do the same again and again until somebody else changes something.
 */
final class Spinning {
    private static final int REGISTERS = 32;

    private final Map<Task, Seen> seen = new HashMap<>();
    private final Map<Task, Long> waiting = new HashMap<>();
    private long changes;

    /** What a task's registers have been since the last change. */
    private static final class Seen {
        final Set<Long> registers = new HashSet<>();
        long changes;
    }

    /** Something has changed, in memory or in the kernel. */
    void changed() {
        changes++;
    }

    /** Whether a task that does not have the hart is where it has been before; then it waits for the next change. */
    boolean repeats(Task task) {
        Seen ofTask = seen.computeIfAbsent(task, _ -> new Seen());
        if (ofTask.changes != changes) {
            ofTask.registers.clear();
            ofTask.changes = changes;
        }
        boolean repeats = !ofTask.registers.add(registers(task));
        if (repeats) {
            waiting.put(task, changes);
        }
        return repeats;
    }

    private static long registers(Task task) {
        long hash = Precedence.mix(task.registers().pc(), task.registers().fcsr());
        for (int i = 0; i < REGISTERS; i++) {
            hash = Precedence.mix(Precedence.mix(hash, task.registers().x(i)), task.registers().f(i));
        }
        return hash;
    }

    /** Whether nothing has changed since a task was found to repeat itself. */
    boolean isWaiting(Task task) {
        Long since = waiting.get(task);
        return since != null && since == changes;
    }

    void forget(Task task) {
        seen.remove(task);
        waiting.remove(task);
    }
}
