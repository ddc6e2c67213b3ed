package foal.kernel.task;

import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * All processes that there are, as a report on deadlocks sees them: who has which file open, who has which number. Each
 * question is answered for all tasks at once, so that a report on many does not cost the square of their number. It holds
 * for one moment: when a task has run, a new one is needed.
 */
public final class Population {
    private final Collection<Process> processes;
    private final Map<Predicate<Object>, List<Task>> holders = new IdentityHashMap<>();
    private final Map<Integer, Task> byNumber = new LinkedHashMap<>();
    private final Map<Object, List<Task>> byTable = new LinkedHashMap<>(); // threads share one, most often
    private final Map<Object, Set<Object>> byFile = new LinkedHashMap<>();

    public Population(Collection<Process> processes) {
        this.processes = processes;
    }

    Collection<Process> processes() {
        return processes;
    }

    /** The task of a number. */
    Optional<Task> find(int tid) {
        if (byNumber.isEmpty()) {
            processes.forEach(process -> process.tasks().forEach(task -> byNumber.put(task.tid(), task)));
        }
        return Optional.ofNullable(byNumber.get(tid));
    }

    /** The threads that have certain files open: the same list for the same question. */
    List<Task> holders(Predicate<Object> isUseful) {
        return holders.computeIfAbsent(isUseful, this::findHolders);
    }

    private List<Task> findHolders(Predicate<Object> isUseful) {
        if (byTable.isEmpty()) {
            processes.forEach(process -> process.tasks().forEach(
                    task -> byTable.computeIfAbsent(task.files().table(), _ -> new ArrayList<>()).add(task)));
            byTable.forEach((table, tasks) -> tasks.getFirst().files().forEachOpen(
                    file -> byFile.computeIfAbsent(file, _ -> new LinkedHashSet<>()).add(table)));
        }
        Set<Object> found = new LinkedHashSet<>();
        byFile.forEach((file, tables) -> {
            if (isUseful.test(file)) {
                found.addAll(tables);
            }
        });
        return found.stream().flatMap(table -> byTable.get(table).stream()).toList();
    }
}
