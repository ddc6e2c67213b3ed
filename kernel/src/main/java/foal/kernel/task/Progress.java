package foal.kernel.task;

import foal.kernel.syscall.Result;

/**
 * How many bytes a call that can block in the middle has moved. Once it has moved some, it no longer fails and is not
 * interrupted: it returns how many.
 */
public final class Progress implements Kept {
    private long done;

    private Progress() {}

    /** What earlier runs of a task's handler have done; 0 in the first. */
    public static long of(Task task) {
        return task.call().kept() instanceof Progress progress ? progress.done : 0;
    }

    /**
     * What a handler returns that cannot do more now.
     *
     * @param done bytes that this run and the earlier ones have moved
     * @param obstacle why it stops: {@link Result#BLOCKED}, {@link Result#INTERRUPTED} or an error
     */
    public static long stop(Task task, long done, long obstacle) {
        if (done == 0) {
            return obstacle;
        }
        if (obstacle != Result.BLOCKED) {
            return done;
        }
        if (task.call().kept() instanceof Progress progress) {
            progress.done = done;
        } else {
            Progress progress = new Progress();
            progress.done = done;
            task.call().keep(progress);
        }
        return obstacle;
    }
}
