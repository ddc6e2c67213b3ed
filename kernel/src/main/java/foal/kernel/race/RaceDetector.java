package foal.kernel.race;

import foal.cpu.MemoryWatch;
import foal.kernel.file.DescriptorTable;
import foal.kernel.memory.FrameWatch;
import foal.kernel.syscall.SystemCall;
import foal.kernel.task.Event;
import foal.kernel.task.Process;
import foal.kernel.task.Task;
import foal.kernel.trace.CodeMap;
import foal.kernel.trace.TaskName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks for data races in a run: hears of accesses to memory from the CPU, and of what tasks do otherwise from the trace.
 * It changes nothing of the run.
 */
public final class RaceDetector implements MemoryWatch.Listener, FrameWatch {
    private final MemoryWatch watch;
    private final FastTrack fastTrack = new FastTrack(this::found);
    private final Synchronisation synchronisation = new Synchronisation();
    private final Findings findings = new Findings();
    private final Map<Task, Known> tasks = new HashMap<>();
    private final List<Known> byIndex = new ArrayList<>();
    /** What had happened before the ends of processes. */
    private final Map<Process, VectorClock> ends = new HashMap<>();

    /** The task that has the hart, or had it last. */
    private Known running;

    /** What is known of a task. */
    static final class Known {
        final Task task;
        final TaskClock clock;
        /** The program whose code it runs, also when it has ended. */
        final CodeMap code;
        String lastSynchronisation = "its beginning";
        long lastSynchronised;
        /** What its call receives from when it ends. */
        Optional<Object> object = Optional.empty();
        /** Whether it has been woken in its call, or been told of a child. */
        boolean hasLearned;
        long epoch;
        long time;

        Known(Task task, TaskClock clock) {
            this.task = task;
            this.clock = clock;
            code = new CodeMap(task.process());
        }

        TaskName who() {
            return TaskName.of(task);
        }
    }

    /** @param watch of the hardware that the run is on, which must not have begun */
    public RaceDetector(MemoryWatch watch) {
        this.watch = watch;
        watch.watchAccesses(this);
    }

    /** The races found so far, each pair of places in code once, in the order in which they were found. */
    public List<Race> races() {
        watch.flush();
        return findings.races();
    }

    // ---- what tasks do with memory -----------------------------------------------------------------------------

    @Override
    public void access(MemoryWatch.AccessKind kind, long physical, int size, long pc, long link, boolean acquires, boolean releases) {
        fastTrack.access(running.clock, kind, physical, size, pc, link, acquires, releases);
        if (releases || acquires) {
            synchronised("an atomic instruction", pc);
        }
    }

    @Override
    public void fence(boolean acquires, boolean releases) {
        fastTrack.fence(running.clock, acquires, releases);
        if (acquires || releases) {
            synchronised("a fence", 0);
        }
    }

    private void synchronised(String by, long pc) {
        running.lastSynchronisation = by;
        running.lastSynchronised = pc;
        renewEpoch();
    }

    @Override
    public void shared(long frame) {
        watch.watch(frame);
    }

    @Override
    public void renewed(long frame) {
        forget(frame);
    }

    @Override
    public void freed(long frame) {
        forget(frame);
        watch.unwatch(frame);
    }

    private void forget(long frame) {
        if (watch.isWatched(frame)) {
            fastTrack.forget(frame);
            watch.forgetFrame(frame);
        }
    }

    // ---- what they do otherwise --------------------------------------------------------------------------------

    /** Something has happened in the kernel. */
    public void accept(Event event) {
        watch.flush();
        if (event instanceof Event.Created(Task task)) {
            created(task);
        } else if (tasks.containsKey(event.task())) {
            ofKnownTask(event);
        }
        renewEpoch();
    }

    private void ofKnownTask(Event event) {
        switch (event) {
            case Event.StateChanged(Task task, Task.State before) -> changed(task, before);
            case Event.CallEntered(Task task, SystemCall call) -> entered(known(task), call);
            case Event.CallReturned(Task task, SystemCall call, _) -> returned(known(task), call);
            case Event.ProgramReplaced(Task task) -> watch.enter(task.process().space().satp());
            case Event.Waited(Task task, Process child) -> learns(known(task), ends.get(child));
            case Event.SignalDelivered(Task task, _) -> synchronisation.receives(known(task).clock, Synchronisation.SIGNALS);
            case Event.Exited(Task task, _) -> exited(known(task));
            default -> { }
        }
    }

    private Known known(Task task) {
        return tasks.get(task);
    }

    private void created(Task task) {
        Known made = new Known(task, new TaskClock(byIndex.size()));
        tasks.put(task, made);
        byIndex.add(made);
        if (running != null && isInCall(running)) {
            made.clock.acquire(running.clock.now);
            running.clock.advance();
            told(running, "the call that made task " + task.tid());
        }
        if (task.process().tasks().size() > 1 || task.process().space().isShared()) {
            task.process().space().shareWithTasks();
        }
    }

    private void changed(Task task, Task.State before) {
        if (task.state() == Task.State.RUNNING) {
            running = known(task);
            watch.enter(task.process().space().satp());
        } else if (before == Task.State.BLOCKED && task.state() == Task.State.RUNNABLE && running != null && running.task != task && isInCall(running)) {
            // It is woken by what the other does in its call.
            learns(known(task), running.clock.now);
            running.clock.advance();
            told(running, "the call that woke task " + task.tid());
        }
    }

    /** Whether what happens now is done by the task, and not by a timer that interrupts it. */
    private static boolean isInCall(Known actor) {
        return actor.task.call().systemCall().isPresent() && actor.task.state() != Task.State.BLOCKED;
    }

    private void entered(Known caller, SystemCall call) {
        running = caller;
        caller.object = synchronisation.object(caller.task, call);
        if (caller.object.isPresent() && synchronisation.begins(caller.clock, call, caller.object.get())) {
            caller.clock.advance();
            told(caller, call.name());
        }
    }

    private void returned(Known caller, SystemCall call) {
        caller.object.ifPresent(object -> synchronisation.ends(caller.clock, call, object));
        if (caller.object.isPresent() || caller.hasLearned) {
            told(caller, call.name());
        }
        caller.object = Optional.empty();
        caller.hasLearned = false;
    }

    /** In its call a task comes after what others have done. */
    private static void learns(Known caller, VectorClock from) {
        caller.clock.acquire(from);
        caller.hasLearned = true;
    }

    private void exited(Known known) {
        known.code.note();
        Task task = known.task;
        long address = task.memoryRelease().clearChildTid();
        if (address != 0) {
            long word = task.process().space().residency().physical(address);
            if (word != 0 && watch.isWatched(word)) {
                // The kernel will store 0 there, for those who join the thread.
                fastTrack.publish(known.clock, word, Integer.BYTES);
                watch.forget(word);
            }
        }
        if (task.process().tasks().size() == 1 || !DescriptorTable.of(task).isShared()) {
            synchronisation.closesAll(known.clock, DescriptorTable.of(task));
        }
        ends.computeIfAbsent(task.process(), _ -> new VectorClock()).join(known.clock.now);
        known.clock.advance();
        tasks.remove(task);
    }

    private static void told(Known task, String how) {
        task.lastSynchronisation = how;
        task.lastSynchronised = 0;
    }

    // ---- epochs ------------------------------------------------------------------------------------------------

    /** Tells the CPU's part who runs, and whether it has told anybody anything since. */
    private void renewEpoch() {
        if (running == null) {
            return;
        }
        long time = running.clock.epoch();
        if (running.epoch == 0 || running.time != time) {
            long epoch = watch.newEpoch();
            if (epoch == 1) {
                byIndex.forEach(known -> known.epoch = 0); // which were given out before
            }
            running.epoch = epoch;
            running.time = time;
        }
        watch.setEpoch(running.epoch);
    }

    // ---- findings ----------------------------------------------------------------------------------------------

    private void found(Location location, Location.Past earlier, boolean isEarlierStore, long physical, boolean isStore, long pc, long link) {
        Known first = byIndex.get(VectorClock.taskOf(earlier.epoch));
        if (findings.isKnown(earlier.pc, pc)) {
            return;
        }
        long address = running.task.process().space().residency().addressOf(physical).orElse(0L);
        Race race = new Race(access(first, isEarlierStore, earlier.pc, earlier.link), access(running, isStore, pc, link),
                running.code.place(address));
        findings.add(location, earlier.pc, pc, race);
    }

    private static Race.Access access(Known task, boolean isStore, long pc, long link) {
        return new Race.Access(task.who(), isStore, task.code.at(pc), task.code.at(link - 1), task.lastSynchronisation,
                task.lastSynchronised == 0 ? Optional.empty() : Optional.of(task.code.at(task.lastSynchronised)));
    }
}
