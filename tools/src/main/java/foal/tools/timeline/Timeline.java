package foal.tools.timeline;

import foal.kernel.syscall.SystemCall;
import foal.kernel.task.Event;
import foal.kernel.task.Task;
import foal.kernel.time.Clock;
import foal.kernel.trace.CallText;
import foal.kernel.trace.SignalText;
import foal.tools.cli.Failure;
import foal.tools.timeline.TraceEvents.Track;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Makes a timeline of the events of a run: on the track of each hart who runs; on that of each thread its calls, within them what
 * they wait for, and its signals; arrows from who wakes to who is woken; and how many tasks are ready to run.
 *
 * <p>A call that does not wait takes one nanosecond of the virtual clock, that of its {@code ecall}.
 */
public final class Timeline implements Consumer<Event>, AutoCloseable {
    /** The number of the process that the harts belong to: that of the kernel's own, which has no program. */
    private static final int MACHINE = 1;
    /** Numbers of the harts' tracks begin here, beyond those of threads. */
    private static final int FIRST_HART = 1_000_000_000;
    private static final Track READY = new Track(MACHINE, MACHINE);
    private static final String WAKES = "wakes";

    private final TraceEvents events;
    private final Clock clock;
    private final Map<Task, ThreadTrack> threads = new LinkedHashMap<>();
    private final Map<Integer, HartTrack> harts = new TreeMap<>();
    /** The task that runs, or has just died. */
    private Optional<Task> actor = Optional.empty();
    /** Threads that have ended, and when. */
    private final Map<ThreadTrack, Long> dying = new LinkedHashMap<>();
    private long arrows;

    private long ready;
    private long readyWritten = -1;
    private long readySince;

    /** What a hart does. */
    private static final class HartTrack {
        final Track track;
        Optional<Task> task = Optional.empty();
        String name = "";
        long since;
        /** When the task has left, if it has: should it come back at once, the slice goes on. */
        long until;
        boolean isRunning;

        HartTrack(Track track) {
            this.track = track;
        }
    }

    private Timeline(TraceEvents events, Clock clock) {
        this.events = events;
        this.clock = clock;
        events.nameProcess(READY, "harts");
    }

    /** Opens a file for the timeline. What it held before is gone. @param clock of the machine */
    public static Timeline open(Path file, Clock clock) throws Failure {
        return new Timeline(TraceEvents.open(file), clock);
    }

    @Override
    public void accept(Event event) {
        Task task = event.task();
        long now = clock.monotonic();
        ThreadTrack thread = threads.computeIfAbsent(task, it -> new ThreadTrack(events, it));
        switch (event) {
            case Event.Created _ -> thread.rename();
            case Event.CallEntered(_, SystemCall call) -> thread.enter(new CallText(call, task), now);
            case Event.CallBlocked _ -> { }
            case Event.CallReturned(_, _, long result) -> {
                thread.leave(now, result);
                thread.rename();
            }
            case Event.CallRestarts _ -> thread.leave(now, "to be made again");
            case Event.UnknownCall _ -> thread.instant(now, CallText.unknown(task) + ")", Map.of());
            case Event.SignalDelivered(_, var info) ->
                    thread.instant(now, SignalText.name(info.signal()), Map.of("info", SignalText.info(info)));
            case Event.SignalIgnored _, Event.ProgramReplaced _, Event.Waited _ -> { }
            case Event.Stopped(_, int signal) -> thread.instant(now, "stopped by " + SignalText.name(signal), Map.of());
            case Event.StateChanged(_, Task.State before) -> changed(thread, before, now);
            case Event.Exited(_, var status) -> {
                thread.instant(now, SignalText.end(status), Map.of());
                dying.put(thread, now);
            }
        }
    }

    /** Those who have died wake others with their last call, which is over when another task runs. */
    private void bury() {
        dying.forEach((thread, time) -> {
            thread.leave(time, "never");
            threads.remove(thread.task());
        });
        dying.clear();
    }

    private void changed(ThreadTrack thread, Task.State before, long now) {
        Task task = thread.task();
        Task.State state = task.state();
        count((state == Task.State.RUNNABLE ? 1 : 0) - (before == Task.State.RUNNABLE ? 1 : 0), now);
        if (before == Task.State.RUNNING) {
            stop(task, now);
        }
        thread.changed(before, now);
        if (before == Task.State.BLOCKED && state == Task.State.RUNNABLE) {
            actor.map(threads::get)
                    .filter(waker -> waker != thread && waker.isInCall() && thread.isInCall() && dying.getOrDefault(waker, now) == now)
                    .ifPresent(waker -> events.arrow(waker.track(), thread.track(), now, ++arrows, WAKES));
        }
        if (state == Task.State.RUNNING) {
            run(task, now);
        }
    }

    // ---- harts -----------------------------------------------------------------------------------------------------

    private void run(Task task, long now) {
        bury();
        actor = Optional.of(task);
        int number = task.scheduling().hart();
        HartTrack hart = harts.computeIfAbsent(number, this::newHart);
        boolean goesOn = hart.task.equals(actor) && hart.until == now && hart.name.equals(name(task));
        if (!goesOn) {
            write(hart);
            hart.task = actor;
            hart.name = name(task);
            hart.since = now;
        }
        hart.isRunning = true;
    }

    private static String name(Task task) {
        return task.name() + " " + task.tid();
    }

    private HartTrack newHart(int number) {
        HartTrack hart = new HartTrack(new Track(MACHINE, FIRST_HART + number));
        events.nameThread(hart.track, "hart " + number);
        return hart;
    }

    private void stop(Task task, long now) {
        if (task.state() != Task.State.DEAD) {
            actor = Optional.empty();
        }
        for (HartTrack hart : harts.values()) {
            if (hart.isRunning && hart.task.orElseThrow() == task) {
                hart.isRunning = false;
                hart.until = now;
            }
        }
    }

    /** Writes the slice of a hart's task, which is over. */
    private void write(HartTrack hart) {
        if (hart.task.isPresent() && hart.until > hart.since) {
            events.slice(hart.track, hart.since, hart.until, hart.name);
        }
        hart.task = Optional.empty();
    }

    // ---- how many are ready ----------------------------------------------------------------------------------------

    private void count(int more, long now) {
        if (now != readySince) {
            writeReady();
            readySince = now;
        }
        ready += more;
    }

    private void writeReady() {
        if (ready != readyWritten) {
            events.counter(READY, readySince, "ready to run", ready);
            readyWritten = ready;
        }
    }

    /** Ends what is not over, and closes the file. */
    @Override
    public void close() {
        long now = clock.monotonic();
        writeReady();
        for (HartTrack hart : harts.values()) {
            hart.until = hart.isRunning ? now : hart.until;
            write(hart);
        }
        bury();
        threads.values().forEach(thread -> thread.endOfRun(now));
        events.close();
    }
}
