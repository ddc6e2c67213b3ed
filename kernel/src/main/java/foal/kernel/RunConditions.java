package foal.kernel;

import foal.kernel.task.Process;
import foal.kernel.task.ResourceWatch;
import foal.kernel.task.Task;
import java.util.Optional;

/** When the run is over, and what may interrupt a task meanwhile. */
final class RunConditions {
    private final Timekeeping time;
    private final ResourceWatch watch;
    private final HostEvents events;
    private Optional<Process> first = Optional.empty();

    RunConditions(Timekeeping time, ResourceWatch watch, HostEvents events) {
        this.time = time;
        this.watch = watch;
        this.events = events;
    }

    Timekeeping time() {
        return time;
    }

    /** The run ends with that process. */
    void endWith(Process process) {
        first = Optional.of(process);
    }

    /** The process that the run ends with; empty before the boot. */
    Optional<Process> first() {
        return first;
    }

    /** Whether the machine is to stand still though there are tasks. */
    boolean isOver() {
        return events.isStopRequested() || first.isPresent() && !first.get().isAlive();
    }

    /** Whether a task that is alone can be left to run until it traps: no timer, no input and no end can want the hart. */
    boolean mayRunFreely() {
        return !time.isVirtual() && time.isIdle() && !events.canInterrupt() && !watch.limitsCpuTime() && !isOver();
    }

    /** The timer has interrupted a task, which may have used all of its CPU time. */
    void checkCpuTime(Task task) {
        watch.checkCpuTime(task);
    }
}
