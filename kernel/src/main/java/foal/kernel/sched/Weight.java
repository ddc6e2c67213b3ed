package foal.kernel.sched;

import foal.kernel.task.Task;

/** How much of the hart a task is due, compared with others: a quarter more for each step of its nice value (sched(7)). */
final class Weight {
    /** The weight of a task with nice value 0. */
    static final long NORMAL = 1024;

    private static final int LEAST_NICE = -20, NICE_VALUES = 40;
    private static final long[] BY_NICE = new long[NICE_VALUES];

    static {
        for (int i = 0; i < NICE_VALUES; i++) {
            BY_NICE[i] = Math.round(NORMAL * StrictMath.pow(1.25, -(i + LEAST_NICE)));
        }
    }

    private Weight() {}

    /** From 15 to 88,818. */
    static long of(Task task) {
        return BY_NICE[task.scheduling().nice() - LEAST_NICE];
    }
}
