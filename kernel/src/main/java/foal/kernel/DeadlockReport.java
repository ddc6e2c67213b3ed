package foal.kernel;

import foal.kernel.syscall.SystemCall;
import foal.kernel.task.Process;
import foal.kernel.task.Task;
import foal.kernel.task.WaitQueue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Says in words what each task waits for when none can go on. */
final class DeadlockReport {
    private DeadlockReport() {}

    static List<String> lines(Collection<Process> processes) {
        List<String> lines = new ArrayList<>();
        for (Process process : processes) {
            for (Task task : process.tasks()) {
                String thread = task.tid() == process.pid() ? "" : "thread " + task.tid() + " of ";
                lines.add(thread + "pid " + process.pid() + " (" + task.name() + ") " + reason(task));
            }
        }
        return lines;
    }

    private static String reason(Task task) {
        if (task.state() == Task.State.STOPPED) {
            return "is stopped and waits for SIGCONT";
        }
        String call = task.systemCall().map(SystemCall::name).orElse("no call");
        List<String> purposes = task.queues().stream().map(WaitQueue::purpose).distinct().toList();
        String purpose = purposes.isEmpty() ? "a signal" : String.join(" or ", purposes);
        String children = task.queues().contains(task.process().childChange())
                ? " (" + String.join(", ", task.process().children().stream().map(Process::pid).map(String::valueOf).toList()) + ")"
                : "";
        return "is in " + call + " and waits for " + purpose + children;
    }
}
