package foal.kernel.task;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Who could wake a task that waits on a queue. Reports on deadlocks go by it. It is asked for only when one is made,
 * looks at what the kernel keeps anyway, and changes nothing.
 */
public interface Wakers {
    /** Any task can: what is waited for has a name that all may use. */
    Wakers ANYONE = (_, found) -> found.anyone();
    /** What wakes is no task, but time or the host. */
    Wakers OUTSIDE = (_, found) -> found.outside();

    /** Adds to the candidates those who could wake a task. */
    void find(Task waiter, Candidates found);

    /** The tasks that could wake another, as they are found. */
    final class Candidates {
        private final Population all;
        private Collection<Task> tasks = List.of();
        private boolean ownsTasks;
        private boolean isAnyone;
        private boolean isOutside;

        public Candidates(Population all) {
            this.all = all;
        }

        /** This one could. */
        public void task(Task task) {
            addAll(List.of(task));
        }

        /** Every thread of a process could. */
        public void process(Process process) {
            addAll(process.tasks());
        }

        /** The thread of that number could, if there is one. */
        public void thread(int tid) {
            lookup(tid).ifPresent(this::task);
        }

        /** The thread of that number, which is no candidate by that. */
        Optional<Task> lookup(int tid) {
            return all.find(tid);
        }

        /** Tasks that have certain files open could. */
        public void holders(Predicate<Object> isUseful) {
            List<Task> holders = all.holders(isUseful);
            if (tasks.isEmpty()) {
                tasks = holders; // shared with all who wait for the same
            } else {
                addAll(holders);
            }
        }

        /** The threads of certain processes could. */
        public void processes(Predicate<Process> isUseful) {
            all.processes().stream().filter(isUseful).forEach(this::process);
        }

        /** Any task could. */
        public void anyone() {
            isAnyone = true;
        }

        /** Something could that is no task. */
        public void outside() {
            isOutside = true;
        }

        private void addAll(Collection<Task> more) {
            if (!ownsTasks) {
                tasks = new LinkedHashSet<>(tasks);
                ownsTasks = true;
            }
            tasks.addAll(more);
        }

        /** The tasks that were named, each once. Many candidates may share one list. */
        public Collection<Task> tasks() {
            return tasks;
        }

        public boolean isAnyone() {
            return isAnyone;
        }

        public boolean isOutside() {
            return isOutside;
        }
    }
}
