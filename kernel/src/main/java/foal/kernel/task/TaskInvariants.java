package foal.kernel.task;

/**
 * What must hold of tasks and processes between two traps: the scheduler has the RUNNABLE tasks and no others; one task at most is
 * RUNNING; a task stands in wait queues only while it is BLOCKED, and a queue holds only such tasks; a process is alive exactly while
 * it has tasks; parents and children know each other.
 */
public final class TaskInvariants {
    private final Processes processes;

    public TaskInvariants(Processes processes) {
        this.processes = processes;
    }

    /** @return how much there was to look at @throws IllegalStateException if something does not hold */
    public int check() {
        int looked = 0, runnable = 0, running = 0;
        for (Process process : processes.all()) {
            check(process);
            for (Task task : process.tasks()) {
                check(process, task);
                runnable += task.state() == Task.State.RUNNABLE ? 1 : 0;
                running += task.state() == Task.State.RUNNING ? 1 : 0;
                looked++;
            }
            looked += 1 + process.children().size();
        }
        int ready = processes.scheduler().readyCount();
        require(ready == runnable, "the scheduler has " + ready + " tasks and " + runnable + " are RUNNABLE", processes);
        require(running <= 1, running + " tasks are RUNNING", processes);
        return looked;
    }

    private void check(Process process) {
        boolean isInit = process.pid() == Processes.INIT_PID;
        require(isInit || process.isAlive() != process.tasks().isEmpty(), "alive without tasks, or dead with some", process.pid());
        for (Process child : process.children()) {
            require(child.parent() == process, "a child has another parent", child.pid());
        }
        require(isInit || process.parent().children().contains(process), "the parent does not know it", process.pid());
    }

    private void check(Process process, Task task) {
        require(task.process() == process && processes.findTask(task.tid()).orElse(null) == task, "not found by its number", task);
        require(task.state() != Task.State.DEAD, "dead, and still in its process", task);
        require(task.state() == Task.State.BLOCKED || task.queues().isEmpty(), "waits though it is " + task.state(), task);
        for (WaitQueue queue : task.queues()) {
            for (Task waiting : queue.waiting()) {
                require(waiting.state() == Task.State.BLOCKED && waiting.queues().contains(queue), "in a queue by mistake", waiting);
            }
        }
    }

    private static void require(boolean holds, String otherwise, Object what) {
        if (!holds) {
            throw new IllegalStateException(otherwise + ": " + what);
        }
    }
}
