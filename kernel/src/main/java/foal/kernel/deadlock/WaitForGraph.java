package foal.kernel.deadlock;

import foal.kernel.task.Population;
import foal.kernel.task.Process;
import foal.kernel.task.Task;
import foal.kernel.task.Wakers;
import foal.kernel.time.Timers;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Who waits for whom. */
public final class WaitForGraph {
    private WaitForGraph() {}

    /**
     * What every task waits for, when none can run.
     *
     * @param all every process of the machine
     * @param isUnwanted whether nobody wants to know any more: then only a part is found
     */
    public static List<Wait> of(Collection<Process> all, BooleanSupplier isUnwanted) {
        Stream<Task> tasks = all.stream().flatMap(process -> process.tasks().stream()).takeWhile(_ -> !isUnwanted.getAsBoolean());
        return Wait.of(tasks, new Population(all)).toList();
    }

    /**
     * The tasks that are stuck if a given one is: it, those who could wake it, those who could wake these, and so on.
     *
     * @return empty if the task is not stuck, since one of them runs, or will of itself, or cannot be known
     */
    static Set<Task> stuckWith(Task first, Population all) {
        Set<Task> reached = new LinkedHashSet<>(Set.of(first));
        ArrayDeque<Task> left = new ArrayDeque<>(reached);
        while (!left.isEmpty()) {
            Task task = left.poll();
            Wakers.Candidates found = Wait.wakers(task, all);
            if (!waitsForOthers(task) || found.isAnyone() || found.isOutside()) {
                return Set.of();
            }
            found.tasks().stream().filter(reached::add).forEach(left::add);
        }
        return reached;
    }

    /** Whether nothing but other tasks can let it go on; with a timer, it could be set to send a signal. */
    private static boolean waitsForOthers(Task task) {
        return task.state() == Task.State.BLOCKED && task.call().deadline() == Timers.NEVER && task.process().timers().isEmpty();
    }

    /**
     * A circle in the graph. Every edge is followed once: first in depth, with the way that has led there in {@code path}.
     *
     * @return tids, each of which waits for the next, and the last for the first; empty if there is no circle
     */
    public static List<Integer> circle(List<Wait> waits) {
        Map<Integer, Wait> byTid = new HashMap<>();
        waits.forEach(wait -> byTid.put(wait.tid(), wait));
        Set<Integer> seen = new HashSet<>();
        Set<List<Integer>> followed = Collections.newSetFromMap(new IdentityHashMap<>()); // to the end, without a circle
        for (Wait start : waits) {
            LinkedHashMap<Integer, Iterator<Integer>> path = new LinkedHashMap<>();
            step(start, path, seen, followed);
            while (!path.isEmpty()) {
                Map.Entry<Integer, Iterator<Integer>> last = path.lastEntry();
                if (!last.getValue().hasNext()) {
                    followed.add(byTid.get(last.getKey()).wakers());
                    path.pollLastEntry();
                    continue;
                }
                int waker = last.getValue().next();
                boolean closes = path.containsKey(waker) && waker != last.getKey();
                if (closes) {
                    return path.keySet().stream().dropWhile(tid -> tid != waker).toList();
                }
                Optional.ofNullable(byTid.get(waker)).ifPresent(next -> step(next, path, seen, followed));
            }
        }
        return List.of();
    }

    /** Goes on to a task, unless it has been left already. */
    private static void step(Wait to, Map<Integer, Iterator<Integer>> path, Set<Integer> seen, Set<List<Integer>> followed) {
        if (seen.add(to.tid())) {
            path.put(to.tid(), followed.contains(to.wakers()) ? Collections.emptyIterator() : to.wakers().iterator());
        }
    }
}
