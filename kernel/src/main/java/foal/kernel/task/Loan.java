package foal.kernel.task;

/**
 * Urgency that a task is lent while it keeps others from going on: priority inheritance. Such a loan comes with a lock that
 * the task holds, or from the policy {@code PriorityInheritance}, which looks at everything that tasks wait for.
 */
public interface Loan {
    /** What is lent now, as {@link SchedulingParameters#urgency()} counts it. */
    int urgency();
}
