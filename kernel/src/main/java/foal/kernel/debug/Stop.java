package foal.kernel.debug;

import foal.kernel.task.ExitStatus;
import foal.kernel.task.Process;
import foal.kernel.task.SignalInfo;
import foal.kernel.task.Task;
import java.util.Optional;

/** Why the machine stands still. */
public sealed interface Stop {
    /** The task that it is about; none if its process has ended. */
    default Optional<Task> task() {
        return switch (this) {
            case Begun(Task who) -> Optional.of(who);
            case AtBreakpoint(Task who) -> Optional.of(who);
            case Stepped(Task who) -> Optional.of(who);
            case Accessed(Task who, _, _) -> Optional.of(who);
            case Signalled(Task who, _) -> Optional.of(who);
            case Forked(Task who, _) -> Optional.of(who);
            case Executed(Task who) -> Optional.of(who);
            case Interrupted(Task who) -> Optional.of(who);
            case Deadlocked(Task who) -> Optional.of(who);
            case Ended _ -> Optional.empty();
        };
    }

    /** The machine has been built, and the task is about to run the first instruction of all. */
    record Begun(Task who) implements Stop {}

    /** The task is about to run an instruction that has a breakpoint. */
    record AtBreakpoint(Task who) implements Stop {}

    /** The task has run the instruction that it was to run, or those of a range. */
    record Stepped(Task who) implements Stop {}

    /** The task's last instruction has accessed what is watched. @param address the first byte that it has accessed of that */
    record Accessed(Task who, Watchpoints.Kind kind, long address) implements Stop {}

    /** A signal is about to take effect on the task, which it does only if the debugger says so. */
    record Signalled(Task who, SignalInfo signal) implements Stop {}

    /** The task has made a process, which has not run yet and has the breakpoints of its maker. */
    record Forked(Task who, Process child) implements Stop {}

    /** The task runs a new program, of which nothing has been run yet; breakpoints are gone. */
    record Executed(Task who) implements Stop {}

    /** The debugger has asked for it. */
    record Interrupted(Task who) implements Stop {}

    /** Every task waits, and nothing can wake any of them: the run is about to end. */
    record Deadlocked(Task who) implements Stop {}

    /** A process has ended. */
    record Ended(Process process, ExitStatus status) implements Stop {}
}
