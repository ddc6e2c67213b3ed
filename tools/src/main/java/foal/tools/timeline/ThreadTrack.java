package foal.tools.timeline;

import foal.kernel.task.Task;
import foal.kernel.time.Timers;
import foal.kernel.trace.CallText;
import foal.tools.timeline.TraceEvents.Track;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The track of one thread: its calls, and what they wait for. */
final class ThreadTrack {
    private static final String STOPPED = "stopped", SIGNAL = "waits for a signal", TIME = "waits for time to pass";

    private final TraceEvents events;
    private final Task task;
    private Track track;
    private String name = "";

    private Optional<CallText> call = Optional.empty();
    /** When the last event of the track was, which the next may not precede. */
    private long time;

    private boolean isWaiting;
    private long waitsSince;
    private final Set<String> purposes = new LinkedHashSet<>();
    private String otherPurpose = "";

    ThreadTrack(TraceEvents events, Task task) {
        this.events = events;
        this.task = task;
        track = new Track(task.pid(), task.tid());
    }

    Task task() {
        return task;
    }

    Track track() {
        return track;
    }

    boolean isInCall() {
        return call.isPresent();
    }

    /** The thread, and its process if it is the first, may have another name, or in an execve another number. */
    void rename() {
        Track now = new Track(task.pid(), task.tid());
        if (!name.equals(task.name()) || !track.equals(now)) {
            track = now;
            name = task.name();
            events.nameThread(track, name);
            if (task.tid() == task.pid()) {
                events.nameProcess(track, name);
            }
        }
    }

    void instant(long now, String what, Map<String, String> arguments) {
        events.instant(track, now, what, arguments);
    }

    // ---- calls -----------------------------------------------------------------------------------------------------

    void enter(CallText text, long now) {
        call = Optional.of(text);
        time = Math.max(time, now - 1); // its ecall has been executed
        events.begin(track, time, text.name());
    }

    void leave(long now, long result) {
        call.ifPresent(text -> end(now, text.beginning() + text.remainder(task, result) + ")", text.result(task, result)));
    }

    /** The call ends without a result. */
    void leave(long now, String result) {
        call.ifPresent(text -> end(now, text.beginning() + (text.isWhole() ? ")" : " ..."), result));
    }

    private void end(long now, String text, String result) {
        time = Math.max(time, now);
        events.end(track, time, call.orElseThrow().name(), Map.of("call", text, "result", result));
        call = Optional.empty();
    }

    // ---- waiting ---------------------------------------------------------------------------------------------------

    /** The task has got another state, or waits for one thing more. */
    void changed(Task.State before, long now) {
        boolean waits = task.state() == Task.State.BLOCKED || task.state() == Task.State.STOPPED;
        if (isWaiting && !(waits && before == task.state())) {
            writeWait(now);
        }
        if (waits && !isWaiting) {
            isWaiting = true;
            waitsSince = now;
            purposes.clear();
        }
        if (waits && !task.queues().isEmpty()) {
            purposes.add(task.queues().getLast().purpose());
        } else if (waits) {
            otherPurpose = task.state() == Task.State.STOPPED ? STOPPED : task.call().deadline() == Timers.NEVER ? SIGNAL : TIME;
        }
    }

    private void writeWait(long now) {
        isWaiting = false;
        if (now > waitsSince) {
            events.slice(track, waitsSince, now, purposes.isEmpty() ? otherPurpose : "waits for " + String.join(" or ", purposes));
        }
    }

    void endOfRun(long now) {
        if (isWaiting) {
            writeWait(now);
        }
        leave(now, "never: the run is over");
    }
}
