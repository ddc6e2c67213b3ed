package foal.kernel.task;

import foal.kernel.file.DescriptorTable;
import foal.kernel.file.OpenFile;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Who could wake a task that waits on a queue: what reports on deadlocks go by. It is asked for only when one is made,
 * looks at what the kernel keeps anyway, and changes nothing.
 */
public interface Wakers {
    /** Any task can: what is waited for has a name that all may use. */
    Wakers ANYONE = (_, found) -> found.anyone();
    /** What wakes is no task, but time or the host. */
    Wakers OUTSIDE = (_, found) -> found.outside();

    /** Adds to the candidates those who could wake a task. */
    void find(Task waiter, Candidates found);

    /** Those can who have certain files open. */
    static Wakers holders(Predicate<OpenFile> isUseful) {
        return (_, found) -> found.holders(isUseful);
    }

    /** Those who could wake a task, as they are found. */
    final class Candidates {
        private final Collection<Process> all;
        private final Set<Task> tasks = new LinkedHashSet<>();
        private boolean isAnyone;
        private boolean isOutside;

        /** @param all processes that there are */
        public Candidates(Collection<Process> all) {
            this.all = all;
        }

        /** This one could. */
        public void task(Task task) {
            tasks.add(task);
        }

        /** Every thread of a process could. */
        public void process(Process process) {
            tasks.addAll(process.tasks());
        }

        /** The thread of that number could, if there is one. */
        public void thread(int tid) {
            lookup(tid).ifPresent(tasks::add);
        }

        /** The thread of that number, which is no candidate by that. */
        Optional<Task> lookup(int tid) {
            return all.stream().flatMap(process -> process.tasks().stream()).filter(task -> task.tid() == tid).findFirst();
        }

        /** Those who have certain files open could. */
        public void holders(Predicate<OpenFile> isUseful) {
            for (Process process : all) {
                DescriptorTable seen = null; // most often all threads have the same
                boolean isHolder = false;
                for (Task task : process.tasks()) {
                    isHolder = task.descriptors() == seen ? isHolder : task.descriptors().holds(isUseful);
                    seen = task.descriptors();
                    if (isHolder) {
                        tasks.add(task);
                    }
                }
            }
        }

        /** The threads of certain processes could. */
        public void processes(Predicate<Process> isUseful) {
            all.stream().filter(isUseful).forEach(this::process);
        }

        /** Any task could. */
        public void anyone() {
            isAnyone = true;
        }

        /** Something could that is no task. */
        public void outside() {
            isOutside = true;
        }

        public Set<Task> tasks() {
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
