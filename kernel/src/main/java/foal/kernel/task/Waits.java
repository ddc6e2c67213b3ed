package foal.kernel.task;

import foal.kernel.time.Timers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a blocked task waits for: queues to be woken, a time, or both. Invariant: it is in each queue that it has here, once. */
final class Waits {
    private final Task task;
    private final Timers timers;
    private final List<WaitQueue> queues = new ArrayList<>(2);
    /** The same for a task that stands in no queue, because whoever wakes it knows it; otherwise null. */
    private WaitQueue reason;
    private Optional<Timers.Timer> alarm = Optional.empty();

    Waits(Task task, Timers timers) {
        this.task = task;
        this.timers = timers;
    }

    void add(WaitQueue queue) {
        queue.add(task);
        queues.add(queue);
    }

    void setReason(WaitQueue what) {
        reason = what;
    }

    /** Wakes the task at a time, if that ever comes and none is set yet. */
    void setAlarm(long deadline) {
        if (deadline != Timers.NEVER && alarm.isEmpty()) {
            alarm = Optional.of(timers.at(deadline, task::wake));
        }
    }

    /** Wakes the task at another time. */
    void renewAlarm(long deadline) {
        cancelAlarm();
        setAlarm(deadline);
    }

    private void cancelAlarm() {
        if (alarm.isPresent()) {
            alarm.get().cancel();
            alarm = Optional.empty();
        }
    }

    /** It waits for nothing any more. */
    void clear() {
        if (!queues.isEmpty()) {
            queues.forEach(queue -> queue.remove(task));
            queues.clear();
        }
        reason = null;
        cancelAlarm();
    }

    /** What it waits for. */
    List<WaitQueue> queues() {
        return reason == null ? queues : List.of(reason);
    }
}
