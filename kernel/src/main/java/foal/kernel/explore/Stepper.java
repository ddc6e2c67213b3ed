package foal.kernel.explore;

import foal.kernel.task.Scheduler;
import foal.kernel.task.Task;
import foal.kernel.trace.CodePlace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * A {@link Script} that shows, instruction by instruction, what tasks do just before and just after its switches. It decides as
 * the script does: the timer interrupts more often, but each time the same task goes on.
 */
final class Stepper implements Scheduler {
    /** Instructions that are shown before a switch, and after one. */
    private static final int SHOWN = 16;

    private final Scheduler script;
    private final Consumer<Step> steps;
    private final Map<Integer, TreeSet<Long>> switches = new HashMap<>();
    private final Map<Task, Long> executed = new HashMap<>();
    private Optional<Task> chosen = Optional.empty();
    private Optional<Task> timed = Optional.empty();
    private long leftToShow;

    Stepper(List<Switch> script, Consumer<Step> steps) {
        this.script = new Script(script);
        this.steps = steps;
        for (Switch one : script) {
            switches.computeIfAbsent(one.from(), _ -> new TreeSet<>()).add(one.at());
        }
    }

    /** Instructions until something is to be shown: 0 now, or {@link Long#MAX_VALUE} for never. */
    private long untilShown(Task task) {
        if (leftToShow > 0) {
            return 0;
        }
        long now = executed.getOrDefault(task, 0L);
        TreeSet<Long> of = switches.get(task.tid());
        Long next = of == null ? null : of.higher(now);
        return next == null ? Long.MAX_VALUE : Math.max(0, next - SHOWN - now);
    }

    @Override
    public void ran(Task task, long user, long system) {
        executed.merge(task, user, Long::sum);
        leftToShow = Math.max(0, leftToShow - user);
        script.ran(task, user, system);
    }

    @Override
    public void ready(Task task, Reason reason) {
        script.ready(task, reason);
    }

    @Override
    public Optional<Task> next() {
        Optional<Task> before = chosen;
        boolean isSwitch = before.isPresent() && isAtSwitch(before.get());
        chosen = script.next();
        if (!chosen.equals(before)) {
            leftToShow = isSwitch ? SHOWN : 0;
        }
        return chosen;
    }

    private boolean isAtSwitch(Task task) {
        TreeSet<Long> of = switches.get(task.tid());
        return of != null && of.contains(executed.getOrDefault(task, 0L));
    }

    @Override
    public void remove(Task task) {
        script.remove(task);
    }

    @Override
    public int readyCount() {
        return script.readyCount();
    }

    @Override
    public long quantum(Task task) {
        timed = Optional.of(task);
        long until = untilShown(task);
        if (until == 0) {
            steps.accept(new Step(task.tid(), task.name(), CodePlace.of(task.process(), task.registers().pc())));
        }
        return Math.min(script.quantum(task), Math.max(1, until));
    }

    @Override
    public boolean wantsTimerSet() {
        return script.wantsTimerSet() || !timed.equals(chosen);
    }

    @Override
    public void ended(Task task) {
        script.ended(task);
    }
}
