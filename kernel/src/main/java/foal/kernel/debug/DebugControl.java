package foal.kernel.debug;

import foal.cpu.DebugModule;
import foal.cpu.Hart;
import foal.cpu.Trap;
import foal.kernel.exec.Program;
import foal.kernel.sched.Processor;
import foal.kernel.task.ExitStatus;
import foal.kernel.task.Process;
import foal.kernel.task.Processes;
import foal.kernel.task.Signal;
import foal.kernel.task.SignalInfo;
import foal.kernel.task.SignalTracer;
import foal.kernel.task.Task;
import foal.kernel.time.Clock;
import foal.kernel.trace.Event;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Makes the machine stand still for a {@link Debugger}, and does what that wants done. All but {@link #interrupt} is for the
 * machine's thread, while the machine stands still.
 *
 * <p>What happens within a trap is put off until the trap is over and before any program runs an instruction: then each task
 * has its registers where they belong. Only signals are told of at once, because the debugger may hold them back.
 */
public final class DebugControl implements DebugModule, SignalTracer {
    /** Instructions after which the debugger's wish to interrupt is looked for. */
    private static final long FAR = 100_000;

    private final Debugger debugger;
    private final Processor processor;
    private final Processes processes;
    private final Clock clock;
    private final Supplier<Optional<Task>> current;
    private final Runnable wake;
    private final BooleanSupplier isStopping;

    /** The processes that the debugger has, each with the program that it is known to run. */
    private final Map<Process, Program> attached = new LinkedHashMap<>();
    private final Queue<Stop> pending = new ArrayDeque<>();
    private final Breakpoints breakpoints = new Breakpoints();
    private final Watchpoints watchpoints = new Watchpoints();
    private final Steps steps = new Steps();
    private boolean isLoneStep;
    /** Signals that the debugger wants to take effect, of which it is not told again. */
    private final Map<Task, Integer> signals = new HashMap<>();
    /** Where tasks stand that the debugger knows to stand there: a breakpoint at that place does not stop them again. */
    private final Map<Task, Long> known = new HashMap<>();
    private volatile boolean interruptWanted; // also set by other threads

    // What the hart has been doing since it was halted last.
    private Optional<Task> running = Optional.empty();
    private long begunAt;
    private boolean faulted;
    private Optional<Stop.Accessed> accessing = Optional.empty();

    // The hart that stands still outside of any trap, with a task loaded.
    private Optional<Hart> halted = Optional.empty();
    private boolean isSaved;
    private boolean isChanged;

    /**
     * @param current the task that is loaded, if any
     * @param wake ends a wait of the machine for what comes from the host
     * @param isStopping whether the run is to be ended from outside
     */
    public DebugControl(Debugger debugger, Processor processor, Processes processes, Clock clock, Supplier<Optional<Task>> current,
            Runnable wake, BooleanSupplier isStopping) {
        this.debugger = debugger;
        this.processor = processor;
        this.processes = processes;
        this.clock = clock;
        this.current = current;
        this.wake = wake;
        this.isStopping = isStopping;
    }

    // ---- what happens ------------------------------------------------------------------------------------------

    @Override
    public long halted(Hart hart) {
        Task task = current.get().orElseThrow();
        halted = Optional.of(hart);
        noteProgress();
        Optional<Stop> stop = nextStop(task);
        while (stop.isPresent()) {
            tell(stop.get());
            stop = nextStop(task);
        }
        boolean isWatched = !watchpoints.isEmpty(task.process());
        accessing = isWatched ? watchpoints.next(task, registers(task)) : Optional.empty();
        goOn(hart, task);
        running = Optional.of(task);
        begunAt = hart.pc();
        faulted = false;
        halted = Optional.empty();
        return steps.contains(task) || isWatched ? 1 : FAR;
    }

    /** What the debugger has changed comes to the hart. */
    private void goOn(Hart hart, Task task) {
        if (isChanged) {
            hart.resume(task.frame());
        }
        hart.flushTlb(task.process().space().tlbGeneration());
        isSaved = false;
        isChanged = false;
    }

    /** What has been run since the hart went on: an instruction that faulted has not. */
    private void noteProgress() {
        if (running.isEmpty()) {
            return;
        }
        Task task = running.get();
        running = Optional.empty();
        if (task.state() == Task.State.DEAD || faulted && pc(task) == begunAt) {
            accessing = Optional.empty();
            return;
        }
        known.remove(task);
        steps.executed(task);
    }

    private Optional<Stop> nextStop(Task task) {
        if (!pending.isEmpty()) {
            return Optional.of(pending.remove());
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
        return current.get().filter(task -> attached.containsKey(task.process()))
                .orElseGet(() -> attached.keySet().iterator().next().tasks().getFirst());
    }

    private Optional<Stop> stepped(Task task) {
        return steps.done(task, this::pc).map(Stop.Stepped::new);
    }

    private Optional<Stop> atBreakpoint(Task task) {
        long pc = pc(task);
        return breakpoints.isAt(task.process(), pc, isLoneStep && steps.contains(task)) && !Long.valueOf(pc).equals(known.get(task))
                ? Optional.of(new Stop.AtBreakpoint(task)) : Optional.empty();
    }

    private void tell(Stop stop) {
        steps.clear();
        isLoneStep = false;
        clock.halt();
        debugger.stopped(this, stop);
        clock.goOn();
        breakpoints.goOn(isLoneStep);
        stop.task().filter(task -> task.state() != Task.State.DEAD).ifPresent(task -> known.put(task, pc(task)));
    }

    @Override
    public List<Long> breakpoints() {
        return breakpoints.addresses();
    }

    @Override
    public void trapped(Trap trap) {
        faulted |= trap instanceof Trap.PageFault;
    }

    /** The trace tells of beginnings and ends. */
    public void accept(Event event) {
        switch (event) {
            case Event.Created(Task task) -> created(task);
            case Event.CallReturned(Task task, _, _) -> noteProgram(task);
            case Event.Exited(Task task, ExitStatus status) -> ended(task, status);
            default -> { }
        }
    }

    private void created(Task task) {
        Optional<Task> maker = current.get();
        if (maker.isEmpty()) {
            attached.put(task.process(), task.process().program());
            pending.add(new Stop.Begun(task));
        } else if (maker.get().process() != task.process() && attached.containsKey(maker.get().process())) {
            attached.put(task.process(), task.process().program());
            breakpoints.copy(maker.get().process(), task.process());
            put(new Stop.Forked(maker.get(), task.process()));
        }
    }

    private void noteProgram(Task task) {
        Process process = task.process();
        if (attached.containsKey(process) && attached.get(process) != process.program()) {
            attached.put(process, process.program());
            breakpoints.forget(process);
            watchpoints.forget(process);
            put(new Stop.Executed(task));
        }
    }

    private void ended(Task task, ExitStatus status) {
        steps.forget(task);
        known.remove(task);
        signals.remove(task);
        if (task.process().tasks().size() == 1 && attached.containsKey(task.process())) {
            detach(task.process());
            put(new Stop.Ended(task.process(), status));
        }
    }

    private void put(Stop stop) {
        pending.add(stop);
        processor.hart().halt();
    }

    @Override
    public Optional<SignalInfo> delivering(Task task, SignalInfo info) {
        if (Integer.valueOf(info.signal()).equals(signals.get(task))) {
            signals.remove(task);
            return Optional.of(info);
        }
        if (!attached.containsKey(task.process()) || !debugger.wantsSignal(task, info.signal())) {
            return Optional.of(info);
        }
        tellPending();
        if (!attached.containsKey(task.process())) {
            return Optional.of(info);
        }
        tell(new Stop.Signalled(task, info));
        if (!attached.containsKey(task.process())) {
            return Optional.of(info); // it was let go, and its signal with it
        }
        Integer wanted = signals.remove(task);
        return wanted == null ? Optional.empty()
                : Optional.of(wanted == info.signal() ? info : SignalInfo.fromUser(wanted, task.process()));
    }

    private void tellPending() {
        while (!pending.isEmpty()) {
            tell(pending.remove());
        }
    }

    /** No task can run at present: the debugger may want to look all the same. */
    public void idle() {
        tellPending();
        interruption().ifPresent(this::tell);
    }

    /**
     * The machine waits in the midst of a call, for the host.
     *
     * @return whether it need not wait any longer: a signal has come
     */
    public boolean lookWithinCall() {
        Task task = current.get().orElseThrow();
        Optional<Stop> stop = interruption();
        if (stop.isPresent()) {
            halted = Optional.of(processor.hart()).filter(_ -> !task.isRerun()); // else its registers are in its frame
            tell(stop.get());
            halted.ifPresent(hart -> goOn(hart, task));
            halted = Optional.empty();
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
        for (Process process : processes()) {
            if (attached.containsKey(process)) {
                detach(process);
                tell(new Stop.Ended(process, new ExitStatus.Killed(Signal.SIGKILL.number())));
            }
        }
    }

    // ---- looking and changing ----------------------------------------------------------------------------------

    /** The processes that the debugger has, oldest first. */
    public List<Process> processes() {
        return List.copyOf(attached.keySet());
    }

    /** The threads of these processes. */
    public List<Task> tasks() {
        return attached.keySet().stream().flatMap(process -> process.tasks().stream()).toList();
    }

    /** Lets a process go: it runs on as if there were no debugger. */
    public void detach(Process process) {
        attached.remove(process);
        breakpoints.forget(process);
        watchpoints.forget(process);
    }

    /** Lets all go, also those that are yet to be told of. */
    public void detach() {
        processes().forEach(this::detach);
        pending.clear();
    }

    /** Whether the run is to be ended, so that the debugger should not wait any longer. */
    public boolean isStopping() {
        return isStopping.getAsBoolean();
    }

    /** The registers of a task that has not ended. */
    public TaskRegisters registers(Task task) {
        boolean isLoaded = isLoaded(task);
        if (isLoaded && !isSaved) {
            halted.get().save(task.frame());
            isSaved = true;
        }
        return new TaskRegisters(task.frame(), () -> isChanged |= isLoaded);
    }

    private boolean isLoaded(Task task) {
        return halted.isPresent() && current.get().isPresent() && current.get().get() == task;
    }

    private long pc(Task task) {
        return isLoaded(task) && !isSaved ? halted.get().pc() : task.frame().pc();
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
        steps.add(task, pc(task), start, end);
        known.put(task, pc(task));
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
        wake.run();
    }
}
