package foal.kernel.debug;

import foal.kernel.task.Process;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The breakpoints of all processes.
 *
 * <p>A debugger takes them away while it has one task step over one, and relies on it that the others stand still meanwhile.
 * Here they may have to run first. So what was there before such a step remains in force for them until it is over.
 */
final class Breakpoints {
    private final Map<Process, TreeSet<Long>> present = new HashMap<>();
    private Map<Process, TreeSet<Long>> before = Map.of();
    private Optional<List<Long>> addresses = Optional.of(List.of());

    void add(Process process, long address) {
        if (present.computeIfAbsent(process, _ -> new TreeSet<>()).add(address)) {
            addresses = Optional.empty();
        }
    }

    void remove(Process process, long address) {
        TreeSet<Long> own = present.get(process);
        if (own != null && own.remove(address)) {
            addresses = Optional.empty();
        }
    }

    int count(Process process) {
        return present.containsKey(process) ? present.get(process).size() : 0;
    }

    /** A process is forked: its copy has the same. */
    void copy(Process from, Process to) {
        if (present.containsKey(from)) {
            present.put(to, new TreeSet<>(present.get(from)));
        }
    }

    void forget(Process process) {
        present.remove(process);
        if (before.containsKey(process)) {
            before = copy(before);
            before.remove(process);
        }
        addresses = Optional.empty();
    }

    /** The machine goes on. @param isLoneStep whether with a step of one task, for which some may have been taken away */
    void goOn(boolean isLoneStep) {
        if (!isLoneStep && !before.equals(present)) {
            before = copy(present);
            addresses = Optional.empty();
        }
    }

    private static Map<Process, TreeSet<Long>> copy(Map<Process, TreeSet<Long>> from) {
        Map<Process, TreeSet<Long>> copy = new HashMap<>();
        from.forEach((process, own) -> copy.put(process, new TreeSet<>(own)));
        return copy;
    }

    /** Whether a task of a process is to halt there. @param isStepping whether it is the one that steps */
    boolean isAt(Process process, long address, boolean isStepping) {
        return contains(present, process, address) || !isStepping && contains(before, process, address);
    }

    private static boolean contains(Map<Process, TreeSet<Long>> sets, Process process, long address) {
        TreeSet<Long> own = sets.get(process);
        return own != null && own.contains(address);
    }

    /** Where any process has one. */
    List<Long> addresses() {
        if (addresses.isEmpty()) {
            TreeSet<Long> all = new TreeSet<>();
            present.values().forEach(all::addAll);
            before.values().forEach(all::addAll);
            addresses = Optional.of(List.copyOf(all));
        }
        return addresses.get();
    }
}
