package foal.kernel.debug;

import foal.cpu.Hart;
import foal.kernel.task.Task;
import java.util.Optional;

/** Where the registers of tasks are while the machine stands still: those of the loaded one in its hart, others in their frames. */
final class HaltedTasks {
    private Optional<Hart> hart = Optional.empty();
    private Optional<Task> loaded = Optional.empty();
    private boolean isSaved;
    private boolean isChanged;

    /** A hart stands still that has a task's registers. */
    void halt(Hart halted, Task task) {
        hart = Optional.of(halted);
        loaded = Optional.of(task);
    }

    /** It goes on, with what has been changed. */
    void goOn() {
        if (hart.isPresent()) {
            if (isChanged) {
                hart.get().resume(loaded.get().registers());
            }
            hart.get().flushTlb(loaded.get().process().space().tlbGeneration());
        }
        hart = Optional.empty();
        loaded = Optional.empty();
        isSaved = false;
        isChanged = false;
    }

    private boolean isLoaded(Task task) {
        return loaded.isPresent() && loaded.get() == task;
    }

    /** The registers of a task that has not ended. */
    TaskRegisters registers(Task task) {
        boolean isLoaded = isLoaded(task);
        if (isLoaded && !isSaved) {
            hart.get().save(task.registers());
            isSaved = true;
        }
        return new TaskRegisters(task.registers(), () -> isChanged |= isLoaded);
    }

    long pc(Task task) {
        return isLoaded(task) && !isSaved ? hart.get().pc() : task.registers().pc();
    }
}
