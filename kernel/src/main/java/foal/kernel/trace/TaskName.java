package foal.kernel.trace;

import foal.kernel.task.Task;

/** A task, which may have ended meanwhile. */
public record TaskName(int pid, int tid, String name) {
    /** What a task is called at present. */
    public static TaskName of(Task task) {
        return new TaskName(task.pid(), task.tid(), task.name());
    }

    @Override
    public String toString() {
        return (tid == pid ? "pid " + pid : "thread " + tid + " of pid " + pid) + " (" + name + ")";
    }
}
