package foal.kernel.debug;

import foal.cpu.DebugModule;
import foal.cpu.Hart;
import foal.cpu.Trap;
import foal.kernel.machine.Processor;
import foal.kernel.task.Event;
import foal.kernel.task.ExitStatus;
import foal.kernel.task.Process;
import foal.kernel.task.Processes;
import foal.kernel.task.Signal;
import foal.kernel.task.SignalInfo;
import foal.kernel.task.SignalTracer;
import foal.kernel.task.Task;
import foal.kernel.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the machine stand still for a {@link Debugger}, and does what that wants done. All but {@link #interrupt} is for the
 * machine's thread, while the machine stands still.
 *
 * <p>What happens within a trap is told of when that is over. Only signals are told of at once, because the debugger may hold them back.
 */
public final class DebugControl implements DebugModule, SignalTracer {
    /** Instructions after which the debugger's wish to interrupt is looked for. */
    private static final long FAR = 100_000;

    private final Debugger debugger;
    private final Processor processor;
    private final Processes processes;
    private final Clock clock;
    private final Machine machine;

    private final Breakpoints breakpoints = new Breakpoints();
    private final Watchpoints watchpoints = new Watchpoints();
    private final AttachedProcesses attached;
    private final Steps steps = new Steps();
    private boolean isLoneStep;
    /** Signals that the debugger wants to take effect, of which it is not told again. */
    private final Map<Task, Integer> signals = new HashMap<>();
    /** Where tasks stand that the debugger knows to stand there: a breakpoint at that place does not stop them again. */
    private final Map<Task, Long> known = new HashMap<>();
    private volatile boolean interruptWanted; // also set by other threads

    private final HaltedTasks halted = new HaltedTasks();
    private final HartProgress progress = new HartProgress();
    /** What the instruction accesses that the hart runs, if that is watched. */
    private Optional<Stop.Accessed> accessing = Optional.empty();

    /** The machine that is debugged, as far as a debugger has to do with it. */
    public interface Machine {
        /** The task that is loaded, if any. */
        Optional<Task> running();

        /** Ends a wait for what comes from the host. May be called by any thread. */
        void endWait();

        /** Whether the run is to be ended from outside. */
        boolean isStopping();
    }

    public DebugControl(Debugger debugger, Processor processor, Processes processes, Clock clock, Machine machine) {
        this.debugger = debugger;
        this.processor = processor;
        this.processes = processes;
        this.clock = clock;
        this.machine = machine;
        attached = new AttachedProcesses(machine::running, processor, breakpoints, watchpoints);
    }

    // ---- what happens ------------------------------------------------------------------------------------------

    @Override
    public long halted(Hart hart) {
        Task task = machine.running().orElseThrow();
        halted.halt(hart, task);
        noteProgress();
        Optional<Stop> stop = nextStop(task);
        while (stop.isPresent()) {
            tell(stop.get());
            stop = nextStop(task);
        }
        boolean isWatched = !watchpoints.isEmpty(task.process());
        accessing = isWatched ? watchpoints.next(task, halted.registers(task)) : Optional.empty();
        halted.goOn();
        progress.begin(task, hart.pc());
        return steps.contains(task) || isWatched ? 1 : FAR;
    }

    private void noteProgress() {
        Optional<Task> executed = progress.end(halted);
        if (executed.isEmpty()) {
            accessing = Optional.empty();
        } else {
            known.remove(executed.get());
            steps.executed(executed.get());
        }
    }

    private Optional<Stop> nextStop(Task task) {
        Optional<Stop> happened = attached.next();
        if (happened.isPresent()) {
            return happened;
        }
        Optional<Stop> accessed = accessing.map(it -> it);
        accessing = Optional.empty();
        return accessed.or(this::interruption).or(() -> stepped(task)).or(() -> atBreakpoint(task));
    }

    private Optional<Stop> interruption() {
        if (!interruptWanted || attached.isEmpty()) {
            return Optional.empty();
        }
        interruptWanted = false;
        return Optional.of(new Stop.Interrupted(someTask()));
    }

    /** The one that runs, or one that the debugger has. */
    private Task someTask() {
        return machine.running().filter(attached::contains).orElseGet(() -> attached.tasks().getFirst());
    }

    private Optional<Stop> stepped(Task task) {
        return steps.done(task, halted::pc).map(Stop.Stepped::new);
    }

    private Optional<Stop> atBreakpoint(Task task) {
        long pc = halted.pc(task);
        return breakpoints.isAt(task.process(), pc, isLoneStep && steps.contains(task)) && !Long.valueOf(pc).equals(known.get(task))
                ? Optional.of(new Stop.AtBreakpoint(task)) : Optional.empty();
    }

    private void tell(Stop stop) {
        if (!debugger.wants(this, stop)) {
            return;
        }
        interruptWanted = false; // it stands still
        steps.clear();
        isLoneStep = false;
        clock.halt();
        debugger.stopped(this, stop);
        clock.goOn();
        breakpoints.goOn(isLoneStep);
        stop.task().filter(task -> task.state() != Task.State.DEAD).ifPresent(task -> known.put(task, halted.pc(task)));
    }

    @Override
    public List<Long> breakpoints() {
        return breakpoints.addresses();
    }

    @Override
    public void trapped(Trap trap) {
        progress.note(trap);
    }

    /** The trace tells of beginnings and ends. */
    public void accept(Event event) {
        if (event instanceof Event.Exited(Task task, _)) {
            steps.forget(task);
            known.remove(task);
            signals.remove(task);
        }
        attached.accept(event);
    }

    @Override
    public Optional<SignalInfo> delivering(Task task, SignalInfo info) {
        if (Integer.valueOf(info.signal()).equals(signals.get(task))) {
            signals.remove(task);
            return Optional.of(info);
        }
        tellPending();
        Stop stop = new Stop.Signalled(task, info);
        if (!attached.contains(task) || !debugger.wants(this, stop)) {
            return Optional.of(info);
        }
        tell(stop);
        if (!attached.contains(task)) {
            return Optional.of(info); // it was let go, and its signal with it
        }
        Integer wanted = signals.remove(task);
        return wanted == null ? Optional.empty()
                : Optional.of(wanted == info.signal() ? info : SignalInfo.fromUser(wanted, task.process()));
    }

    private void tellPending() {
        for (Optional<Stop> stop = attached.next(); stop.isPresent(); stop = attached.next()) {
            tell(stop.get());
        }
    }

    /** No task can run at present: the debugger may want to look all the same. */
    public void idle() {
        tellPending();
        interruption().ifPresent(this::tell);
    }

    /**
     * The machine waits for the host, in the middle of a call.
     *
     * @return whether it need not wait any longer: a signal has come
     */
    public boolean lookWithinCall() {
        Task task = machine.running().orElseThrow();
        Optional<Stop> stop = interruption();
        if (stop.isPresent()) {
            if (!task.call().isRerun()) { // else its registers are in its frame
                halted.halt(processor.hart(), task);
            }
            tell(stop.get());
            halted.goOn();
        }
        return processes.signals().isDue(task);
    }

    /** Nothing can happen any more. */
    public void deadlocked() {
        if (!attached.isEmpty()) {
            tell(new Stop.Deadlocked(someTask()));
        }
    }

    /** The run is over: what is left is killed. */
    public void over() {
        tellPending();
        for (Process process : attached.all()) {
            if (attached.all().contains(process)) {
                attached.remove(process);
                tell(new Stop.Ended(process, new ExitStatus.Killed(Signal.SIGKILL.number())));
            }
        }
    }

    // ---- looking and changing ----------------------------------------------------------------------------------

    /** The processes that the debugger has, oldest first. */
    public List<Process> processes() {
        return attached.all();
    }

    /** The threads of these processes. */
    public List<Task> tasks() {
        return attached.tasks();
    }

    /** Lets a process go: it runs on as if there were no debugger. */
    public void detach(Process process) {
        attached.remove(process);
    }

    /** Lets all go, also those that are yet to be told of. */
    public void detach() {
        attached.removeAll();
    }

    /** Whether the run is to be ended, so that the debugger should not wait any longer. */
    public boolean isStopping() {
        return machine.isStopping();
    }

    /** The registers of a task that has not ended. */
    public TaskRegisters registers(Task task) {
        return halted.registers(task);
    }

    /** The breakpoints of a process, to be counted and changed. */
    public int breakpointCount(Process process) {
        return breakpoints.count(process);
    }

    public void addBreakpoint(Process process, long address) {
        breakpoints.add(process, address);
    }

    public void removeBreakpoint(Process process, long address) {
        breakpoints.remove(process, address);
    }

    public int watchpointCount() {
        return watchpoints.count();
    }

    /** @param length in bytes, at least 1 */
    public void watch(Process process, Watchpoints.Kind kind, long address, long length) {
        watchpoints.add(process, kind, address, length);
    }

    public void unwatch(Process process, Watchpoints.Kind kind, long address, long length) {
        watchpoints.remove(process, kind, address, length);
    }

    // ---- going on ----------------------------------------------------------------------------------------------

    /** When the machine goes on, it stands still as soon as that task has run an instruction. */
    public void step(Task task) {
        stepOutOf(task, 0, 0);
    }

    /** The same, when its pc is not in {@code [start, end)} any more. */
    public void stepOutOf(Task task, long start, long end) {
        steps.add(task, halted.pc(task), start, end);
        known.put(task, halted.pc(task));
    }

    /** Of what was said about going on, the steps are all: the debugger has not told the others to go on. */
    public void nothingElse() {
        isLoneStep = true;
    }

    /** A signal takes effect on the task: in place of the one that it has stopped for, if it has. @param signal from 1 to 64 */
    public void signal(Task task, int signal, boolean isStoppedForOne) {
        signals.put(task, signal);
        if (!isStoppedForOne) {
            processes.signals().send(task, SignalInfo.fromUser(signal, task.process()));
        }
    }

    /** A process ends as soon as the machine goes on. */
    public void kill(Process process) {
        processes.signals().send(process, SignalInfo.fromKernel(Signal.SIGKILL));
    }

    /** The machine is to stand still. May be called by any thread. */
    public void interrupt() {
        interruptWanted = true;
        machine.endWait();
    }
}
