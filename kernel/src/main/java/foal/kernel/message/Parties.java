package foal.kernel.message;

import foal.kernel.syscall.Result;
import foal.kernel.task.Task;
import foal.kernel.task.WaitQueue;
import foal.kernel.task.Wakers;
import java.util.Arrays;
import java.util.function.Consumer;

/** The parties of some calls, by the number of their thread: how a handler that is run again finds its own. */
final class Parties {
    /** A table that grows with the highest number in use; null for a thread that has not been a party. */
    private Party[] byThread = new Party[64];
    /** What they wait for. None of them stands in this queue: a party wakes its own task. */
    private final WaitQueue reason;

    /** @param purpose what they wait for, and by whom they are woken, as for {@link WaitQueue} */
    Parties(String purpose, Wakers wakers) {
        reason = new WaitQueue(purpose, wakers);
    }

    /** The party that a thread has been, and may be again; null if there is none. */
    Party of(int tid) {
        return tid >= 0 && tid < byThread.length ? byThread[tid] : null;
    }

    /** How many there can be, at most. */
    int most() {
        return byThread.length;
    }

    /** Does something with each, in the order of their threads' numbers. */
    void forEach(Consumer<Party> action) {
        for (Party party : byThread) {
            if (party != null) {
                action.accept(party);
            }
        }
    }

    /** Blocks a task. @return for its handler to return */
    long block(Task task) {
        return task.waitFor(reason);
    }

    /** From now on a thread's party is this one. @return it */
    <P extends Party> P enter(P party) {
        int tid = party.task().tid();
        if (tid >= byThread.length) {
            byThread = Arrays.copyOf(byThread, Math.max(tid + 1, 2 * byThread.length));
        }
        byThread[tid] = party;
        return party;
    }

    /** What a handler returns when it is run again. It is run again only if nobody has come to serve its party. */
    long resume(Task task) {
        long result = task.waitFor(reason);
        return result == Result.BLOCKED ? result : giveUp(task, result);
    }

    /** A task's call ends without what it has waited for. @return the given result */
    long giveUp(Task task, long result) {
        of(task.tid()).leave();
        return result;
    }

    /** A thread has ended. */
    void ended(Task task) {
        Party party = of(task.tid());
        if (party != null) {
            byThread[task.tid()] = null;
            party.leave();
        }
    }
}
