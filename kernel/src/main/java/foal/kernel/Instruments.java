package foal.kernel;

import foal.cpu.MemoryWatch;
import foal.kernel.deadlock.DeadlockWatch;
import foal.kernel.deadlock.Wait;
import foal.kernel.debug.DebugControl;
import foal.kernel.debug.Debugger;
import foal.kernel.lockorder.LockOrderWatch;
import foal.kernel.race.RaceDetector;
import foal.kernel.task.Processes;
import foal.kernel.task.Task;
import foal.kernel.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What can be had watch a machine. Each is asked for before the boot. None changes the run, but for what a debugger is told to do. */
public final class Instruments {
    private final Hardware hardware;
    private final Processes processes;
    private final Clock clock;
    private final RunningTask running;
    private final HostEvents events;
    private Optional<DebugControl> debugger = Optional.empty();

    Instruments(Hardware hardware, Processes processes, Clock clock, RunningTask running, HostEvents events) {
        this.hardware = hardware;
        this.processes = processes;
        this.clock = clock;
        this.running = running;
        this.events = events;
    }

    /** Has deadlocks reported among some of the tasks. */
    public void watchDeadlocks(Consumer<List<Wait>> report) {
        processes.trace().watch(new DeadlockWatch(processes::all, report)::accept);
    }

    /**
     * Has data races looked for.
     *
     * @throws IllegalStateException if accesses to the hardware's memory cannot be watched
     */
    public RaceDetector detectRaces() {
        RaceDetector detector = new RaceDetector(memoryWatch());
        hardware.frames().watch(detector);
        processes.trace().watch(detector::accept);
        return detector;
    }

    /** Has circles in the order of locks looked for, under the same conditions. */
    public LockOrderWatch watchLockOrder() {
        LockOrderWatch order = new LockOrderWatch(memoryWatch(), hardware.processor()::hart);
        processes.trace().watch(order::accept);
        return order;
    }

    private MemoryWatch memoryWatch() {
        return hardware.watch().orElseThrow(() -> new IllegalStateException("nothing watches the memory"));
    }

    /** Has a debugger make the machine stand still. Instructions must be counted. */
    public DebugControl debug(Debugger wanting) {
        DebugControl control = new DebugControl(wanting, hardware.processor(), processes, clock, machine());
        hardware.processor().attach(control);
        processes.signals().traceBy(control);
        processes.trace().watch(control::accept);
        debugger = Optional.of(control);
        return control;
    }

    private DebugControl.Machine machine() {
        return new DebugControl.Machine() {
            @Override
            public Optional<Task> running() {
                return running.find();
            }

            @Override
            public void endWait() {
                events.requestHalt();
            }

            @Override
            public boolean isStopping() {
                return events.isStopRequested();
            }
        };
    }

    /** What the machine stands still for, if it does for anything. */
    Optional<DebugControl> debugger() {
        return debugger;
    }
}
