package foal.kernel;

import foal.kernel.task.Task;
import foal.kernel.time.Clock;
import foal.kernel.time.Timers;

/**
 * The instructions that the hart is to run until the timer interrupts it, and the time that the kernel takes meanwhile.
 *
 * <p>A trap takes the kernel a fixed virtual time: the clock goes on, and the task is charged system time. The task's quantum
 * counts instructions alone, so it is the same whatever a call costs. But a slice that was to end just when something is due
 * would now end too late. Then it is cut: the hart stops, and runs what is left of the quantum with the timer set again.
 *
 * <p>All harts share one clock. It goes on by what any of them does, since they run in turns.
 */
final class TimeSlice {
    private final long callCost;
    private final Clock clock;
    private final Timers timers;
    /** What the clock says at the end of the slice, if there are no more traps. */
    private long end;
    private long timeLimit = Timers.NEVER;
    private boolean isCut;

    /** @param callCost nanoseconds that a trap takes; 0 by the host's clock, which goes on by itself */
    TimeSlice(long callCost, Clock clock, Timers timers) {
        this.callCost = callCost;
        this.clock = clock;
        this.timers = timers;
    }

    /** Ends the run when the clock has come so far. */
    void limitTime(long nanoseconds) {
        timeLimit = nanoseconds;
    }

    /** When the hart must be interrupted, whatever is left of the quantum. */
    long due() {
        return Math.min(timers.next(), timeLimit);
    }

    /** The time limit has come. */
    boolean isRunOver(long now) {
        return now >= timeLimit;
    }

    /** Begins a slice. @return its instructions, at least 1 and at most what is left of the quantum */
    long begin(long left) {
        long now = clock.monotonic();
        long length = Math.max(1, Math.min(left, due() - now));
        end = now + length;
        isCut = false;
        return length;
    }

    /** A task has entered the kernel. */
    void charge(Task task) {
        clock.advance(callCost);
        task.time().chargeSystem(callCost);
        end += callCost;
    }

    /** Whether something is due before the end of the slice. */
    boolean isTooLong() {
        return end > due();
    }

    /** The hart stops because the slice is too long. */
    void cut() {
        isCut = true;
    }

    /** Whether the hart has stopped for that alone. */
    boolean isCut() {
        return isCut;
    }
}
