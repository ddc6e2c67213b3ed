package foal.kernel.debug;

import foal.kernel.exec.Program;
import foal.kernel.machine.Processor;
import foal.kernel.task.Event;
import foal.kernel.task.ExitStatus;
import foal.kernel.task.Process;
import foal.kernel.task.Task;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Supplier;

/**
 * The processes that a debugger has: the first, and what those fork that it has. What becomes of them is put off until the
 * trap in which it happens is over, and before any program runs an instruction: then each task has its registers where they
 * belong.
 */
final class AttachedProcesses {
    private final Supplier<Optional<Task>> current;
    private final Processor processor;
    private final Breakpoints breakpoints;
    private final Watchpoints watchpoints;
    /** Each with the program that it is known to run. */
    private final Map<Process, Program> programs = new LinkedHashMap<>();
    private final Queue<Stop> pending = new ArrayDeque<>();

    AttachedProcesses(Supplier<Optional<Task>> current, Processor processor, Breakpoints breakpoints, Watchpoints watchpoints) {
        this.current = current;
        this.processor = processor;
        this.breakpoints = breakpoints;
        this.watchpoints = watchpoints;
    }

    boolean contains(Task task) {
        return programs.containsKey(task.process());
    }

    boolean isEmpty() {
        return programs.isEmpty();
    }

    /** Oldest first. */
    List<Process> all() {
        return List.copyOf(programs.keySet());
    }

    List<Task> tasks() {
        return programs.keySet().stream().flatMap(process -> process.tasks().stream()).toList();
    }

    /** The debugger does not have it any more. */
    void remove(Process process) {
        programs.remove(process);
        breakpoints.forget(process);
        watchpoints.forget(process);
    }

    /** Nor any, and what has become of them is of no interest. */
    void removeAll() {
        all().forEach(this::remove);
        pending.clear();
    }

    /** What the debugger is to be told of next. */
    Optional<Stop> next() {
        return Optional.ofNullable(pending.poll());
    }

    void accept(Event event) {
        switch (event) {
            case Event.Created(Task task) -> created(task);
            case Event.CallReturned(Task task, _, _) -> noteProgram(task);
            case Event.Exited(Task task, ExitStatus status) -> ended(task, status);
            default -> { }
        }
    }

    private void created(Task task) {
        Optional<Task> maker = current.get();
        if (maker.isEmpty()) {
            programs.put(task.process(), Program.of(task.process()));
            pending.add(new Stop.Begun(task));
        } else if (maker.get().process() != task.process() && contains(maker.get())) {
            programs.put(task.process(), Program.of(task.process()));
            breakpoints.copy(maker.get().process(), task.process());
            put(new Stop.Forked(maker.get(), task.process()));
        }
    }

    private void noteProgram(Task task) {
        Process process = task.process();
        if (contains(task) && programs.get(process) != Program.of(process)) {
            programs.put(process, Program.of(process));
            breakpoints.forget(process);
            watchpoints.forget(process);
            put(new Stop.Executed(task));
        }
    }

    private void ended(Task task, ExitStatus status) {
        if (task.process().tasks().size() == 1 && contains(task)) {
            remove(task.process());
            put(new Stop.Ended(task.process(), status));
        }
    }

    private void put(Stop stop) {
        pending.add(stop);
        processor.hart().halt();
    }
}
