package foal.kernel.task;

import java.util.ArrayList;
import java.util.List;

/** How a task asks to be scheduled (sched(7)). Policies look at it if that is in their nature. */
public final class SchedulingParameters {
    /** Goes back to the default in what the task makes (SCHED_RESET_ON_FORK). */
    public static final int RESET_ON_FORK = 0x4000_0000;
    /** The {@link #urgency()} of the lowest real-time priority: a larger number is that of a task without one. */
    public static final int LEAST_REAL_TIME_URGENCY = 98;
    /** SCHED_RR. */
    public static final int ROUND_ROBIN = 2;
    /** Less urgent than any task is. */
    static final int NOTHING_LENT = 140;
    private static final int URGENCY_OF_NICE_0 = 120;

    private int policy;
    private int priority;
    private int nice;
    private final List<Loan> loans = new ArrayList<>(0);
    private int lent = NOTHING_LENT;
    private long harts = -1;
    private int hart;
    private Object account;

    /** SCHED_OTHER and so on, perhaps with SCHED_RESET_ON_FORK. */
    public int policy() {
        return policy;
    }

    /** From 1 to 99 in a real-time policy, else 0. */
    public int priority() {
        return priority;
    }

    /** Whether tasks of the same real-time priority take turns: SCHED_RR rather than SCHED_FIFO. */
    public boolean takesTurns() {
        return (policy & ~RESET_ON_FORK) == ROUND_ROBIN;
    }

    /** From −20, the most favourable, to 19. */
    public int nice() {
        return nice;
    }

    /** The task is lent something from now on; {@link #countLoans} is to be called. */
    public void borrow(Loan loan) {
        loans.add(loan);
    }

    /** A loan is over; {@link #countLoans} is to be called. */
    public void repay(Loan loan) {
        loans.remove(loan);
    }

    /** The greatest urgency that the task is lent now, as {@link #countLoans} would find it. */
    public int mostLent() {
        int most = NOTHING_LENT;
        for (Loan loan : loans) {
            most = Math.min(most, loan.urgency());
        }
        return most;
    }

    /** What the task was lent when it was last counted. */
    public int lent() {
        return lent;
    }

    /** Looks at what the task is lent: from now on it counts. The scheduler must not have the task meanwhile. */
    public void countLoans() {
        lent = mostLent();
    }

    /**
     * How urgent the task is by itself. As in Linux, less is more urgent: 0 to 98 for the real-time priorities 99 to 1, 100
     * to 139 for the nice values −20 to 19.
     */
    public int ownUrgency() {
        return priority > 0 ? LEAST_REAL_TIME_URGENCY + 1 - priority : URGENCY_OF_NICE_0 + nice;
    }

    /** How urgent the task is: by itself, or by what it was lent if that is more. */
    public int urgency() {
        return Math.min(ownUrgency(), lent);
    }

    /** Whether the task may run on a hart (sched_setaffinity(2)). */
    public boolean mayRunOn(int which) {
        return (harts >>> which & 1) != 0;
    }

    /** The harts that it may run on, a bit for each. */
    public long harts() {
        return harts;
    }

    public void setHarts(long newHarts) {
        harts = newHarts;
    }

    /** The hart that it runs on, has run on last, or waits for. */
    public int hart() {
        return hart;
    }

    public void setHart(int newHart) {
        hart = newHart;
    }

    /** What the policy remembers of the task, such as how much time it has had; null at first. */
    public Object account() {
        return account;
    }

    public void setAccount(Object newAccount) {
        account = newAccount;
    }

    public void set(int newPolicy, int newPriority) {
        policy = newPolicy;
        priority = newPriority;
    }

    public void setNice(int newNice) {
        nice = newNice;
    }

    /** Takes over what a new task inherits. */
    public void inherit(SchedulingParameters maker) {
        boolean resets = (maker.policy & RESET_ON_FORK) != 0;
        policy = resets ? 0 : maker.policy;
        priority = resets ? 0 : maker.priority;
        nice = resets ? Math.max(0, maker.nice) : maker.nice;
        harts = maker.harts;
        hart = maker.hart;
    }
}
