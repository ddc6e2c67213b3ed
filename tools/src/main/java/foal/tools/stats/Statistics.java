package foal.tools.stats;

import foal.kernel.task.Event;
import foal.kernel.task.Task;
import foal.kernel.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Watches a run and says how each task has spent it. The kernel does not see a lock that a program takes without a system
 * call, nor how often it looks at one in vain: programs with the spinning locks of userland/sync count that themselves. Of
 * others that spin it is seen who yields meanwhile.
 */
public final class Statistics {
    /** Who yields more often without any other call does nothing but wait. */
    private static final long MOST_YIELDS = 1000;

    private final Clock clock;
    private final long threshold;
    private final LockCounters counters = new LockCounters();
    private final Map<Task, TaskTimes> tasks = new LinkedHashMap<>();

    /** @param threshold nanoseconds of the machine's clock: who could run for longer and did not is said to starve */
    public Statistics(Clock clock, long threshold) {
        this.clock = clock;
        this.threshold = threshold;
    }

    /** Something has happened. */
    public void accept(Event event) {
        long now = clock.monotonic();
        TaskTimes times = tasks.computeIfAbsent(event.task(), task -> new TaskTimes(task, now, counters));
        switch (event) {
            case Event.StateChanged _ -> times.changed(now);
            case Event.CallEntered(_, var call) -> times.entered(call.name());
            case Event.CallBlocked(_, var call) -> times.blocked(call.name(), now);
            case Event.CallReturned(_, var call, _) -> times.returned(call.name(), now);
            case Event.CallRestarts(_, var call) -> times.returned(call.name(), now);
            case Event.Exited(Task task, _) -> task.call().systemCall().ifPresent(call -> times.returned(call.name(), now));
            case Event.Created _, Event.UnknownCall _, Event.SignalDelivered _, Event.SignalIgnored _, Event.Stopped _,
                    Event.ProgramReplaced _, Event.Waited _ -> { }
        }
    }

    /** The report at the end of the run, in lines. */
    public List<String> lines() {
        long now = clock.monotonic();
        List<String> lines = new ArrayList<>();
        lines.add("stats: the run took " + TaskTimes.millis(now) + " of the machine's time");
        tasks.forEach((task, times) -> {
            times.changed(now);
            task.call().systemCall().ifPresent(call -> times.returned(call.name(), now));
            lines.add("  " + times.who() + ": " + times.times());
            lines.add("    " + times.waits());
            if (!times.locks().equals(LockCounters.Counts.ZERO)) {
                lines.add("    locks: " + times.locks().acquisitions() + " acquisitions, " + times.locks().spins() + " spins");
            }
            if (times.longestReady() > threshold) {
                lines.add("    starving: it could have run for " + TaskTimes.millis(times.longestReady()) + " while others did");
            }
            if (times.mostYieldsInRow() > MOST_YIELDS) {
                lines.add("    spinning: it yielded " + times.mostYieldsInRow() + " times in a row and called for nothing else");
            }
        });
        return lines;
    }
}
