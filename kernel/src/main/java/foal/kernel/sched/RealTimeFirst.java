package foal.kernel.sched;

import foal.kernel.task.Scheduler;
import foal.kernel.task.SchedulingParameters;
import foal.kernel.task.Task;
import java.util.Optional;

/**
 * The real-time classes of sched(7), before any other policy: a task of SCHED_FIFO or SCHED_RR runs before all
 * that are in neither, and among them the one of the highest priority. SCHED_RR tasks of one priority take turns, a
 * SCHED_FIFO task goes on until it blocks or yields.
 */
public final class RealTimeFirst implements Scheduler {
    private final Scheduler others;
    private boolean othersSetTimer;
    private final long quantum;
    private final PriorityQueues realTime = new PriorityQueues(RealTimeFirst::level);

    /**
     * @param others the policy for all other tasks
     * @param quantum instructions after which the next SCHED_RR task has its turn, at least 1
     */
    public RealTimeFirst(Scheduler others, long quantum) {
        this.others = others;
        this.quantum = quantum;
    }

    private static boolean isRealTime(Task task) {
        return level(task) <= SchedulingParameters.LEAST_REAL_TIME_URGENCY;
    }

    private static int level(Task task) {
        return task.scheduling().urgency();
    }

    @Override
    public void ready(Task task, Reason reason) {
        if (!isRealTime(task)) {
            others.ready(task, reason);
        } else if (reason == Reason.PREEMPTED || reason == Reason.TIMER && !task.scheduling().takesTurns()) {
            realTime.addFirst(task);
        } else {
            realTime.addLast(task);
        }
    }

    @Override
    public Optional<Task> next() {
        return realTime.size() > 0 ? realTime.poll() : others.next();
    }

    @Override
    public void remove(Task task) {
        if (isRealTime(task)) {
            realTime.remove(task);
        } else {
            others.remove(task);
        }
    }

    @Override
    public int readyCount() {
        return realTime.size() + others.readyCount();
    }

    @Override
    public long quantum(Task chosen) {
        othersSetTimer = !isRealTime(chosen);
        return othersSetTimer ? others.quantum(chosen) : quantum;
    }

    @Override
    public boolean wantsTimerSet() {
        return othersSetTimer && others.wantsTimerSet();
    }

    @Override
    public boolean preempts(Task running) {
        return realTime.hasMoreUrgentThan(level(running)) || !isRealTime(running) && others.preempts(running);
    }

    @Override
    public void ran(Task task, long user, long system) {
        if (!isRealTime(task)) {
            others.ran(task, user, system);
        }
    }

    @Override
    public void ended(Task task) {
        others.ended(task);
    }
}
