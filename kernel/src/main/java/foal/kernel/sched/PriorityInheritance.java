package foal.kernel.sched;

import foal.kernel.task.Loan;
import foal.kernel.task.Scheduler;
import foal.kernel.task.SchedulingParameters;
import foal.kernel.task.Task;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Priority inheritance: while a task waits for another, and for no one else, it lends that one its urgency, if it is the
 * greater, and whatever was lent to itself. So a task that keeps a favoured one from going on is kept by none that
 * is less favoured. For how the kernel comes to know who waits for whom, see {@link foal.kernel.task.Wakers}.
 *
 * <p>Source: L. Sha, R. Rajkumar, J. P. Lehoczky, "Priority Inheritance Protocols", IEEE Transactions on Computers 39 (1990).
 */
public final class PriorityInheritance extends WrappedPolicy {
    private final Supplier<Map<Task, Task>> waits;
    private Map<Task, Amount> lent = Map.of();
    private boolean isLending;

    /** What one task is lent by all who wait for it. */
    private record Amount(int urgency) implements Loan {}

    /**
     * @param policy goes by {@link SchedulingParameters#urgency()}
     * @param waits tells who waits for what only one other task can give, and which that is
     */
    public PriorityInheritance(Scheduler policy, Supplier<Map<Task, Task>> waits) {
        super(policy);
        this.waits = waits;
    }

    @Override
    public void blocked(Task task) {
        policy.blocked(task);
        lend();
    }

    @Override
    public void ready(Task task, Reason reason) {
        policy.ready(task, reason);
        if (reason == Reason.WOKEN) {
            lend();
        }
    }

    /** Computes again which task inherits what. */
    private void lend() {
        if (isLending) {
            return; // a task is only put elsewhere in the policy's queues
        }
        isLending = true;
        Map<Task, Amount> before = lent;
        lent = loans(waits.get());
        before.forEach((task, amount) -> {
            if (!amount.equals(lent.get(task))) {
                task.scheduling().repay(amount);
                task.countLoans();
            }
        });
        lent.forEach((task, amount) -> {
            if (!amount.equals(before.get(task))) {
                task.scheduling().borrow(amount);
                task.countLoans();
            }
        });
        isLending = false;
    }

    /** The greatest urgency that is lent to each task. A circle of tasks that wait for each other ends where nothing changes. */
    private static Map<Task, Amount> loans(Map<Task, Task> waits) {
        Map<Task, Amount> loans = new LinkedHashMap<>();
        waits.forEach((waiter, first) -> {
            int urgency = waiter.scheduling().ownUrgency();
            for (Task holder = first; holder != null && urgency < loans.getOrDefault(holder, new Amount(holder.scheduling().ownUrgency())).urgency();
                    holder = waits.get(holder)) {
                loans.put(holder, new Amount(urgency));
            }
        });
        return loans;
    }

    @Override
    public void ended(Task task) {
        policy.ended(task);
        lend();
    }
}
