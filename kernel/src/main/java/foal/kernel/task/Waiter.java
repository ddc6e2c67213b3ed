package foal.kernel.task;

import java.util.Collection;
import java.util.List;

/**
 * A task in a call that waits for another task to do something on its behalf. It stands in a line with those who want the
 * same; who makes it possible does it at once and gives the call its result, so that no third task can come between.
 * That is the other way to wait: at a {@link WaitQueue} whoever is woken looks for itself.
 */
public class Waiter implements Kept {
    private static final List<Waiter> NOWHERE = List.of();

    private final Task task;
    private final WaitQueue reason;
    private Collection<? extends Waiter> line = NOWHERE;

    /** @param reason says what it waits for, and by whom it is woken; nobody stands in that queue */
    public Waiter(Task task, WaitQueue reason) {
        this.task = task;
        this.reason = reason;
    }

    /** Gives a waiter its place at the end of a line, or where the line's order has it. @return the waiter */
    public static <W extends Waiter, V extends W> V join(Collection<W> line, V waiter) {
        Waiter joining = waiter;
        line.add(waiter);
        joining.line = line;
        return waiter;
    }

    /** Goes to the end of another line. */
    protected final <W extends Waiter> void moveTo(Collection<W> other, W self) {
        line.remove(this);
        join(other, self);
    }

    public final Task task() {
        return task;
    }

    /** Whether it can be served, for what a stopped task does not get: that one tries again when it goes on. */
    public final boolean isAttentive() {
        return task.state() != Task.State.STOPPED;
    }

    /** Has the task wait, in its first run or again. @return for its handler to return */
    public final long block() {
        task.call().keep(this);
        return task.waitFor(reason);
    }

    /** It has what it waited for, or never will. @param result of its call */
    public final void finish(long result) {
        line.remove(this);
        task.complete(result);
    }

    @Override
    public void abandon() {
        line.remove(this);
    }
}
