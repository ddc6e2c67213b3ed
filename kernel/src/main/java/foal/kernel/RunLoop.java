package foal.kernel;

import foal.kernel.deadlock.Wait;
import foal.kernel.deadlock.WaitForGraph;
import foal.kernel.debug.DebugControl;
import foal.kernel.exec.Program;
import foal.kernel.machine.Processor;
import foal.kernel.net.Network;
import foal.kernel.outside.Journal;
import foal.kernel.outside.Journal.Topic;
import foal.kernel.task.Process;
import foal.kernel.task.Processes;
import foal.kernel.task.ResourceWatch;
import foal.kernel.task.Scheduler;
import foal.kernel.time.Clock;
import foal.kernel.time.CpuTimers;
import foal.kernel.time.Timers;
import foal.kernel.tty.Console;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The loop that runs the machine: a slice of instructions, then what has become due meanwhile, then the next slice; where
 * no task can run, a wait for what comes next.
 */
final class RunLoop {
    private final boolean isVirtual;
    private final Processor processor;
    private final Clock clock;
    private final Timers timers;
    private final CpuTimers cpuTimers;
    private final Scheduler scheduler;
    private final Processes processes;
    private final ResourceWatch watch;
    private final Console console;
    private final Network network;
    private final Journal journal;
    private final HostEvents events;
    private final TimeSlice slice;

    private Optional<Process> first = Optional.empty();

    /** @param isVirtual whether the clock counts instructions */
    RunLoop(boolean isVirtual, Processor processor, Clock clock, Timers timers, CpuTimers cpuTimers, Scheduler scheduler,
            Processes processes, ResourceWatch watch, Console console, Network network, Journal journal, HostEvents events,
            TimeSlice slice) {
        this.isVirtual = isVirtual;
        this.processor = processor;
        this.clock = clock;
        this.timers = timers;
        this.cpuTimers = cpuTimers;
        this.scheduler = scheduler;
        this.processes = processes;
        this.watch = watch;
        this.console = console;
        this.network = network;
        this.journal = journal;
        this.events = events;
        this.slice = slice;
    }

    /** Ends the run when the clock has come so far. */
    void limitTime(long nanoseconds) {
        slice.limitTime(nanoseconds);
    }

    /** Ends the run with a process. */
    void endWith(Process process) {
        first = Optional.of(process);
    }

    /** Runs until the first process has ended, nothing can happen any more, or a stop is requested. */
    Outcome run(Dispatcher dispatcher, Optional<DebugControl> debug) {
        events.begin();
        while (!events.isStopRequested() && !slice.isRunOver(clock.monotonic())) {
            if (isOver()) {
                return end();
            }
            if (dispatcher.preempt()) {
                runSlice(dispatcher);
            } else if (!isOver() && !idle(debug) && !isHelped(debug)) {
                List<Wait> waits = WaitForGraph.of(processes.all(), events::isStopRequested);
                return events.isStopRequested() ? new Outcome.Stopped() : new Outcome.Deadlock(waits);
            }
            timers.expire(clock.monotonic());
            cpuTimers.expire();
            if (journal.happened(Topic.INPUT_CAME, events::takeInput)) {
                console.inputArrived();
            }
            network.pump();
        }
        return new Outcome.Stopped();
    }

    /** Lets the hart run until the timer interrupts it or no task can run. */
    private void runSlice(Dispatcher dispatcher) {
        long left = scheduler.quantum(dispatcher.current().orElseThrow());
        do {
            processor.hart().run(slice.begin(left));
            long executed = processor.hart().takeRetired();
            clock.advance(executed);
            left -= executed;
        } while (left > 0 && isOnlyCut(dispatcher));
    }

    /** Whether the hart has stopped only to have its timer set again. */
    private boolean isOnlyCut(Dispatcher dispatcher) {
        return slice.isCut() && dispatcher.current().isPresent() && !isOver() && clock.monotonic() < slice.due();
    }

    /** Before the run ends in a deadlock, a debugger can look at it. @return whether a task can run after all */
    private boolean isHelped(Optional<DebugControl> debug) {
        debug.ifPresent(DebugControl::deadlocked);
        return scheduler.readyCount() > 0;
    }

    /** No task can run: waits for what comes next. @return false if nothing can come */
    private boolean idle(Optional<DebugControl> debug) {
        if (debug.isPresent()) {
            events.forgetHalt();
            debug.get().idle();
        }
        if (journal.happened(Topic.INPUT_IS_PENDING, events::isInputPending)) {
            return true; // run() passes it on
        }
        long next = timers.next();
        boolean awaitsHost = network.awaitsHost();
        if (next == Timers.NEVER && !console.couldWake() && !awaitsHost) {
            return false;
        }
        if (!awaitsHost && !console.awaitsInput() && next != Timers.NEVER) {
            clock.skipTo(next);
            return true;
        }
        long patience = next == Timers.NEVER ? Long.MAX_VALUE : next - clock.monotonic();
        if (journal.happened(Topic.WAITED_IN_VAIN, () -> awaitsHost ? events.awaitNetwork(patience) : events.awaitInput(patience))) {
            clock.skipTo(next);
        }
        return true;
    }

    /** Whether a task that is alone can be left to run until it traps: no timer, no input and no end can want the hart. */
    boolean mayRunFreely() {
        return !isVirtual && timers.next() == Timers.NEVER && cpuTimers.isIdle() && !console.isInteractive()
                && !console.awaitsInput() && !network.awaitsHost() && !watch.limitsCpuTime() && !isOver();
    }

    /** Whether the machine is to stand still though there are tasks. */
    boolean isOver() {
        return events.isStopRequested() || first.isPresent() && !first.get().isAlive();
    }

    private Outcome end() {
        List<String> survivors = new ArrayList<>();
        for (Process process : new ArrayList<>(processes.all())) {
            if (process.isAlive() && process.pid() != Processes.INIT_PID) {
                survivors.add(process.pid() + " (" + Program.of(process).command() + ")");
            }
        }
        return new Outcome.Ended(first.orElseThrow().exitStatus().orElseThrow(), survivors);
    }
}
