package foal.kernel.deadlock;

import foal.kernel.syscall.SystemCall;
import foal.kernel.task.Task;
import foal.kernel.trace.CallStack;

/**
 * Where a task was when its machine was stopped.
 *
 * @param who in words
 * @param doing completes "pid 2 …"
 * @param place where in its code
 */
public record Whereabouts(String who, String doing, CallStack place) {
    /** Of a task whose registers are in its frame. */
    public static Whereabouts of(Task task) {
        return new Whereabouts(Wait.who(task.pid(), task.tid(), task.name()), doing(task), CallStack.of(task));
    }

    private static String doing(Task task) {
        String call = task.call().systemCall().map(SystemCall::name).map(name -> ", with " + name + " to end").orElse("");
        return switch (task.state()) {
            case RUNNING -> "runs" + call;
            case RUNNABLE -> "is ready to run" + call;
            case BLOCKED, STOPPED -> Wait.reason(task);
            case DEAD -> "has ended";
        };
    }
}
