package foal.kernel.task;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All numbers in use. Processes and threads draw theirs from one range: the first thread of a process has the
 * process's own (credentials(7)).
 */
final class PidTable {
    static final int LAST = 32767;
    /** After the numbers have wrapped, low ones stay with long-lived processes. */
    private static final int FIRST_REUSED = 300;

    private final TreeMap<Integer, Process> processes = new TreeMap<>();
    private final TreeMap<Integer, Task> tasks = new TreeMap<>();
    /** The members of each process group, by number. */
    private final Map<Integer, TreeMap<Integer, Process>> groups = new HashMap<>();
    /** How many processes each session has. */
    private final Map<Integer, Integer> sessions = new HashMap<>();
    private int last;
    private boolean wrapped;

    /** The number that the next process or thread will get, or 0 if there are too many. */
    int next() {
        for (int tried = 0; tried < LAST; tried++) {
            wrapped |= last == LAST;
            last = last == LAST ? FIRST_REUSED : last + 1;
            if (!wrapped || !isInUse(last)) {
                return last;
            }
        }
        return 0;
    }

    /** Whether it is that of a thread, a process, a group or a session: the latter two outlive the process that had it first. */
    boolean isInUse(int number) {
        return processes.containsKey(number) || tasks.containsKey(number) || groups.containsKey(number)
                || sessions.containsKey(number);
    }

    void add(Process process) {
        processes.put(process.pid(), process);
        join(process);
    }

    void remove(Process process) {
        processes.remove(process.pid());
        leave(process);
    }

    /** Puts a process of the table into a group and a session. */
    void move(Process process, int group, int session) {
        leave(process);
        process.setGroup(group);
        process.setSession(session);
        join(process);
    }

    private void join(Process process) {
        groups.computeIfAbsent(process.group(), _ -> new TreeMap<>()).put(process.pid(), process);
        sessions.merge(process.session(), 1, Integer::sum);
    }

    private void leave(Process process) {
        groups.computeIfPresent(process.group(), (_, members) -> {
            members.remove(process.pid());
            return members.isEmpty() ? null : members;
        });
        sessions.computeIfPresent(process.session(), (_, count) -> count == 1 ? null : count - 1);
    }

    /** The processes of a group, zombies included, by number. */
    Collection<Process> group(int group) {
        TreeMap<Integer, Process> members = groups.get(group);
        return members == null ? List.of() : members.values();
    }

    /** How many threads there are. */
    int tasks() {
        return tasks.size();
    }

    void add(Task task) {
        tasks.put(task.tid(), task);
    }

    void remove(Task task) {
        tasks.remove(task.tid());
    }

    /** All processes, zombies included, by number. */
    Collection<Process> processes() {
        return processes.values();
    }

    Optional<Process> process(int pid) {
        return Optional.ofNullable(processes.get(pid));
    }

    /** The thread of that number, if it has not ended. */
    Optional<Task> task(int tid) {
        return Optional.ofNullable(tasks.get(tid));
    }
}
