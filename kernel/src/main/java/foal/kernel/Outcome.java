package foal.kernel;

import foal.kernel.deadlock.Wait;
import foal.kernel.task.ExitStatus;
import java.util.List;

/** How a run ended. */
public sealed interface Outcome {
    /** The first program ended. @param survivors processes that were then killed, each with its command */
    record Ended(ExitStatus status, List<String> survivors) implements Outcome {}

    /** No task could ever run again. @param waiting what each task waited for */
    record Deadlock(List<Wait> waiting) implements Outcome {}

    /** The run was stopped from outside by {@link Kernel#requestStop()}. */
    record Stopped() implements Outcome {}
}
