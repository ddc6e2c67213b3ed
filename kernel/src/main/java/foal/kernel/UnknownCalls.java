package foal.kernel;

import foal.kernel.task.Event;
import foal.kernel.task.Task;
import foal.kernel.task.Trace;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** Warns the user of calls whose number nothing handles: once for each number. */
final class UnknownCalls {
    private final Set<Long> seen = new HashSet<>();
    private final Trace trace;
    private final Consumer<String> warnings;

    UnknownCalls(Trace trace, Consumer<String> warnings) {
        this.trace = trace;
        this.warnings = warnings;
    }

    void note(Task task) {
        long number = task.call().number();
        if (trace.isWatched()) {
            trace.publish(new Event.UnknownCall(task, number));
        }
        if (seen.size() < 100 && seen.add(number)) {
            warnings.accept("pid " + task.pid() + " made system call " + number + ", which is not implemented (ENOSYS)");
        }
    }
}
