package foal.kernel.message;

import foal.kernel.syscall.Result;
import foal.kernel.task.Task;
import foal.kernel.task.WaitQueue;
import foal.kernel.task.Wakers;
import java.util.HashMap;
import java.util.Map;

/** The parties of some calls, by the number of their thread: how a handler that is run again finds its own. */
final class Parties {
    private final Map<Integer, Party> byThread = new HashMap<>();
    private final WaitQueue sleepers;

    /** @param purpose what they wait for, and by whom they are woken, as for {@link WaitQueue} */
    Parties(String purpose, Wakers wakers) {
        sleepers = new WaitQueue(purpose, wakers);
    }

    /** Blocks a party's task. @return for its handler to return */
    long block(Party party) {
        byThread.put(party.task().tid(), party);
        return resume(party.task());
    }

    /** What a handler is to return that is run again. */
    long resume(Task task) {
        Party party = byThread.get(task.tid());
        long result = party.result() == Party.WAITING ? task.waitOn(sleepers) : party.result();
        if (result != Result.BLOCKED) {
            ended(task);
        }
        return result;
    }

    /** The time of a task's call is over. @return what came of it meanwhile, or the given result */
    long giveUp(Task task, long otherwise) {
        Party party = byThread.get(task.tid());
        ended(task);
        return party.result() == Party.WAITING ? otherwise : party.result();
    }

    /** A thread, or its call, has ended. */
    void ended(Task task) {
        Party party = byThread.remove(task.tid());
        if (party != null) {
            party.leave();
        }
    }
}
