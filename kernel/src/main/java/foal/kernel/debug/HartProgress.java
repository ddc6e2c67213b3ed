package foal.kernel.debug;

import foal.cpu.Trap;
import foal.kernel.task.Task;
import java.util.Optional;

/** What a hart has been doing since it was halted last. */
final class HartProgress {
    private Optional<Task> running = Optional.empty();
    private long begunAt;
    private boolean faulted;

    /** A task goes on. */
    void begin(Task task, long pc) {
        running = Optional.of(task);
        begunAt = pc;
        faulted = false;
    }

    void note(Trap trap) {
        faulted |= trap instanceof Trap.PageFault;
    }

    /** The task that went on, if it has run an instruction since and lives: it has not yet run one that faulted. */
    Optional<Task> end(HaltedTasks halted) {
        Optional<Task> task = running.filter(it -> it.state() != Task.State.DEAD && !(faulted && halted.pc(it) == begunAt));
        running = Optional.empty();
        return task;
    }
}
