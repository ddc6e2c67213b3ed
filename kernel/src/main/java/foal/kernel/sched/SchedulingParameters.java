package foal.kernel.sched;

/** How a task asks to be scheduled (sched(7)). Policies look at it if that is in their nature. */
public final class SchedulingParameters {
    /** Goes back to the default in what the task makes (SCHED_RESET_ON_FORK). */
    static final int RESET_ON_FORK = 0x4000_0000;

    private int policy;
    private int priority;
    private int nice;

    /** SCHED_OTHER and so on, perhaps with SCHED_RESET_ON_FORK. */
    public int policy() {
        return policy;
    }

    /** From 1 to 99 in a real-time policy, else 0. */
    public int priority() {
        return priority;
    }

    /** Whether tasks of the same real-time priority take turns: SCHED_RR rather than SCHED_FIFO. */
    boolean takesTurns() {
        return (policy & ~RESET_ON_FORK) == SchedulingCalls.ROUND_ROBIN;
    }

    /** From −20, the most favourable, to 19. */
    public int nice() {
        return nice;
    }

    void set(int newPolicy, int newPriority) {
        policy = newPolicy;
        priority = newPriority;
    }

    void setNice(int newNice) {
        nice = newNice;
    }

    /** Those of a task that has just been made. */
    public void inherit(SchedulingParameters maker) {
        boolean resets = (maker.policy & RESET_ON_FORK) != 0;
        policy = resets ? 0 : maker.policy;
        priority = resets ? 0 : maker.priority;
        nice = resets ? Math.max(0, maker.nice) : maker.nice;
    }
}
