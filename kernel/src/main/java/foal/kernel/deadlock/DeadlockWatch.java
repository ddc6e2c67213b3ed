package foal.kernel.deadlock;

import foal.kernel.task.Event;
import foal.kernel.task.Population;
import foal.kernel.task.Process;
import foal.kernel.task.Task;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Looks for deadlocks among some tasks while others still run: whenever a task has begun to wait, and when one has ended,
 * since it may have held what others wait for. A deadlock of all tasks is no concern of this: it ends the run.
 *
 * <p>A task that blocks is looked at when the next thing happens, since only then its registers are in its frame.
 */
public final class DeadlockWatch {
    private final Supplier<Collection<Process>> processes;
    private final Consumer<List<Wait>> report;
    private final Set<Task> toBeLookedAt = new LinkedHashSet<>();
    private final Set<Task> reported = new LinkedHashSet<>();

    /** @param report is given what the stuck tasks wait for; each task is reported once for each time that it waits */
    public DeadlockWatch(Supplier<Collection<Process>> processes, Consumer<List<Wait>> report) {
        this.processes = processes;
        this.report = report;
    }

    /** Something has happened. */
    public void accept(Event event) {
        if (event instanceof Event.Created || event instanceof Event.StateChanged) {
            List<Task> tasks = new ArrayList<>(toBeLookedAt);
            toBeLookedAt.clear();
            Population all = new Population(processes.get());
            tasks.stream().filter(task -> task != event.task()).forEach(task -> look(task, all));
        }
        if (event instanceof Event.StateChanged(Task task, _)) {
            switch (task.state()) {
                case BLOCKED -> toBeLookedAt.add(task);
                case DEAD -> {
                    reported.remove(task);
                    toBeLookedAt.remove(task);
                    processes.get().forEach(process -> process.tasks().stream()
                            .filter(other -> other.state() == Task.State.BLOCKED).forEach(toBeLookedAt::add));
                }
                case RUNNING -> reported.remove(task);
                case RUNNABLE, STOPPED -> { }
            }
        }
    }

    private void look(Task task, Population all) {
        if (task.state() != Task.State.BLOCKED || reported.contains(task)) {
            return;
        }
        Set<Task> stuck = WaitForGraph.stuckWith(task, all);
        boolean isEverybody = processes.get().stream().flatMap(process -> process.tasks().stream()).allMatch(stuck::contains);
        if (!stuck.isEmpty() && !isEverybody) {
            reported.addAll(stuck);
            report.accept(Wait.of(stuck.stream(), all).toList());
        }
    }
}
