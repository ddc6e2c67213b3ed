package foal.kernel;

import foal.cpu.Hart;
import foal.kernel.machine.Processor;
import foal.kernel.task.Task;
import java.util.Optional;

/**
 * The task that the hart runs, and where its registers are: still in the hart, as a program's are when it traps, or saved in the
 * task. Whoever changes a register does it here and need not know which.
 */
final class RunningTask {
    private final Processor processor;
    private final Timekeeping time;
    private Task task; // null if there is none
    private boolean isSaved;

    RunningTask(Processor processor, Timekeeping time) {
        this.processor = processor;
        this.time = time;
    }

    /** The task, if there is one. */
    Optional<Task> find() {
        return Optional.ofNullable(task);
    }

    /** The task; there must be one. */
    Task get() {
        return task;
    }

    /** A task gets the hart; its registers are saved. */
    void set(Task next) {
        task = next;
        isSaved = true;
    }

    /** The hart has nothing to run. */
    void clear() {
        task = null;
    }

    /** The program has trapped: its registers are in the hart. */
    void trapped() {
        isSaved = false;
    }

    boolean isSaved() {
        return isSaved;
    }

    /** Puts the registers into the task, if they are not there yet. */
    void save() {
        if (!isSaved) {
            processor.hart().save(task.registers());
            isSaved = true;
        }
    }

    /** The registers in the hart are void: a system call has written others to the task (execve, rt_sigreturn, exit). */
    void wasReplaced() {
        isSaved = true;
    }

    /** Gives a system call's result to the program. */
    void setResult(long result) {
        setX(Hart.A0, result);
    }

    /** @param register from 1 to 31 */
    void setX(int register, long value) {
        if (isSaved) {
            task.registers().setX(register, value);
        } else {
            processor.hart().setX(register, value);
        }
    }

    /** The program is to go on at an address. */
    void setPc(long pc) {
        if (isSaved) {
            task.registers().setPc(pc);
        } else {
            processor.hart().setPc(pc);
        }
    }

    /** The kernel works for it: takes the time that a trap costs. */
    void charge() {
        time.slice().charge(task);
    }

    /** The task has lost the hart for the moment. */
    void pause() {
        task.time().stopRunning(time.clock().monotonic());
    }

    /** The program goes on. */
    void resume() {
        if (isSaved) {
            processor.resume(task.registers());
        }
        processor.hart().flushTlb(task.process().space().tlbGeneration());
    }
}
