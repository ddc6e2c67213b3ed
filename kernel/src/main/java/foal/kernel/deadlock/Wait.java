package foal.kernel.deadlock;

import foal.kernel.syscall.SystemCall;
import foal.kernel.task.Population;
import foal.kernel.task.Process;
import foal.kernel.task.Task;
import foal.kernel.task.WaitQueue;
import foal.kernel.task.Wakers;
import foal.kernel.trace.CallStack;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a task waits for: a node of the wait-for graph with its edges, as it was when somebody looked.
 *
 * @param name of the task
 * @param reason completes "pid 2 …"
 * @param since when it waits, in nanoseconds of the monotonic clock
 * @param place where in its code it does
 * @param wakers the tids of those who could wake it, in no special order; where they are many, tasks that wait for the same
 *     share one list, which may name the task itself: that does not count
 * @param isOpen whether others could, who cannot be named
 */
public record Wait(int pid, int tid, String name, String reason, long since, CallStack place, List<Integer> wakers,
        boolean isOpen) {
    /** How many children are named of one who waits for all. */
    private static final int MOST_CHILDREN = 10;
    /** So many wakers are shared. */
    private static final int MANY = 20;

    /** What some tasks wait for. Any task of the machine may be the one that wakes them. */
    static Stream<Wait> of(Stream<Task> tasks, Population all) {
        Map<Collection<Task>, List<Integer>> shared = new IdentityHashMap<>();
        return tasks.map(task -> {
            Wakers.Candidates found = wakers(task, all);
            List<Integer> tids = found.tasks().size() >= MANY
                    ? shared.computeIfAbsent(found.tasks(), wakers -> wakers.stream().map(Task::tid).toList())
                    : found.tasks().stream().filter(waker -> waker != task).map(Task::tid).toList();
            return new Wait(task.pid(), task.tid(), task.name(), reason(task), task.time().ranUntil(), CallStack.of(task), tids,
                    found.isAnyone());
        });
    }

    /** The blocked tasks that only one other task can wake, each with that task. */
    public static Map<Task, Task> forOneTask(Collection<Process> processes) {
        Population all = new Population(processes);
        Map<Task, Task> waits = new LinkedHashMap<>();
        processes.stream().flatMap(process -> process.tasks().stream()).filter(task -> task.state() == Task.State.BLOCKED).forEach(task -> {
            Wakers.Candidates found = wakers(task, all);
            List<Task> others = found.tasks().stream().filter(other -> other != task).toList();
            if (others.size() == 1 && !found.isAnyone() && !found.isOutside()) {
                waits.put(task, others.getFirst());
            }
        });
        return waits;
    }

    static Wakers.Candidates wakers(Task task, Population all) {
        Wakers.Candidates found = new Wakers.Candidates(all);
        task.queues().forEach(queue -> queue.wakers().find(task, found));
        if (task.queues().isEmpty()) {
            found.anyone(); // it waits for a signal
        }
        return found;
    }

    /** Why a task does not run, to complete "pid 2 …". */
    public static String reason(Task task) {
        if (task.state() == Task.State.STOPPED) {
            return "is stopped and waits for SIGCONT";
        }
        String call = task.call().systemCall().map(SystemCall::name).orElse("no call");
        List<String> purposes = task.queues().stream().map(WaitQueue::purpose).distinct().toList();
        String purpose = purposes.isEmpty() ? "a signal" : String.join(" or ", purposes);
        String children = task.queues().contains(task.process().childChange()) ? " (" + children(task.process()) + ")" : "";
        return "is in " + call + " and waits for " + purpose + children;
    }

    private static String children(Process process) {
        int others = process.children().size() - MOST_CHILDREN;
        return process.children().stream().limit(MOST_CHILDREN).map(Process::pid).map(String::valueOf)
                .collect(Collectors.joining(", ")) + (others > 0 ? " and " + others + " more" : "");
    }

    /** The task, in words. */
    public String who() {
        return who(pid, tid, name);
    }

    static String who(int pid, int tid, String name) {
        return (tid == pid ? "" : "thread " + tid + " of ") + "pid " + pid + " (" + name + ")";
    }
}
