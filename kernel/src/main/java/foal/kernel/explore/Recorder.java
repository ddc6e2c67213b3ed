package foal.kernel.explore;

import foal.kernel.sched.WrappedPolicy;
import foal.kernel.task.Scheduler;
import foal.kernel.task.Task;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes down what a policy decides, as the {@link Script} that decides the same: of all decisions only those that a
 * script would not come to by itself.
 */
final class Recorder extends WrappedPolicy {
    private final Recording recording;
    private final Map<Task, Long> executed = new HashMap<>();
    /** What the queue of a script would hold. */
    private final ArrayDeque<Task> queue = new ArrayDeque<>();
    /** The task that has executed an instruction last, and what was decided since as a script would have it. */
    private Optional<Task> last = Optional.empty();
    private final List<Recording.Decision> unsaid = new ArrayList<>();
    private Optional<Recording.Preemption> preempted = Optional.empty();

    Recorder(Scheduler policy, Recording recording) {
        super(policy);
        this.recording = recording;
    }

    @Override
    public void ready(Task task, Reason reason) {
        if (reason == Reason.TIMER || reason == Reason.PREEMPTED) {
            queue.addFirst(task);
            preempted = Optional.of(new Recording.Preemption(task, task.registers().pc()));
        } else {
            queue.addLast(task);
        }
        policy.ready(task, reason);
    }

    @Override
    public Optional<Task> next() {
        Optional<Task> chosen = policy.next();
        if (chosen.isPresent()) {
            note(chosen.get());
            queue.remove(chosen.get());
        }
        preempted = Optional.empty();
        return chosen;
    }

    private void note(Task chosen) {
        if (last.isEmpty()) {
            return;
        }
        Switch made = new Switch(last.get().tid(), executed.get(last.get()), chosen.tid());
        Optional<Recording.Preemption> preemption = preempted.filter(one -> one.task() == last.get());
        unsaid.add(new Recording.Decision(made, preemption.isPresent(),
                preemption.filter(_ -> recording.withPlaces()).map(Recording.Preemption::place), last.get().name(), chosen.name()));
        if (chosen != queue.peekFirst()) {
            // Those before must be said too: a script takes what it is told about a place one by one.
            unsaid.forEach(recording::add);
            unsaid.clear();
        }
    }

    @Override
    public void remove(Task task) {
        queue.remove(task);
        policy.remove(task);
    }

    @Override
    public void ran(Task task, long user, long system) {
        if (user > 0) {
            executed.merge(task, user, Long::sum);
            last = Optional.of(task);
            unsaid.clear();
        }
        recording.ran(user, !queue.isEmpty());
        policy.ran(task, user, system);
    }
}
