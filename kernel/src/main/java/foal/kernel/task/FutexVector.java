package foal.kernel.task;

import java.util.List;

/** The places of a task that waits for several futexes at a time (futex_waitv(2)). */
record FutexVector(List<FutexWaiter> waiters, Runnable giveBack) implements Kept {
    /** The last of those at which the task has been woken; -1 if there is none. */
    int lastWoken() {
        int woken = waiters.size() - 1;
        while (woken >= 0 && waiters.get(woken).key.isPresent()) {
            woken--;
        }
        return woken;
    }

    @Override
    public void abandon() {
        waiters.forEach(FutexWaiter::abandon);
        giveBack.run();
    }
}
