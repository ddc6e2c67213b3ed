package foal.kernel;

import foal.kernel.deadlock.Wait;
import foal.kernel.deadlock.WaitForGraph;
import foal.kernel.debug.DebugControl;
import foal.kernel.exec.Program;
import foal.kernel.machine.Processor;
import foal.kernel.task.Process;
import foal.kernel.task.Processes;
import foal.kernel.task.Scheduler;
import foal.kernel.time.Clock;
import foal.kernel.time.Timers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The loop that runs the machine: a slice of instructions, then what has become due meanwhile, then the next slice; where
 * no task can run, a wait for what comes next.
 */
final class RunLoop {
    private final Processor processor;
    private final Processes processes;
    private final Scheduler scheduler;
    private final Timekeeping time;
    private final Clock clock;
    private final TimeSlice slice;
    private final HostEvents events;
    private final RunConditions conditions;
    private final Dispatcher dispatcher;
    private final RunningTask running;

    RunLoop(Processor processor, Processes processes, HostEvents events, RunConditions conditions, Dispatcher dispatcher,
            RunningTask running) {
        this.processor = processor;
        this.processes = processes;
        this.events = events;
        this.conditions = conditions;
        this.dispatcher = dispatcher;
        this.running = running;
        scheduler = processes.scheduler();
        time = conditions.time();
        clock = time.clock();
        slice = time.slice();
    }

    /** Runs until the first process has ended, nothing can happen any more, or a stop is requested. */
    Outcome run(Optional<DebugControl> debug) {
        events.begin();
        while (!events.isStopRequested() && !slice.isRunOver(clock.monotonic())) {
            if (conditions.isOver()) {
                return end();
            }
            if (dispatcher.preempt()) {
                runSlice();
            } else if (!conditions.isOver() && !idle(debug) && !isHelped(debug)) {
                List<Wait> waits = WaitForGraph.of(processes.all(), events::isStopRequested);
                return events.isStopRequested() ? new Outcome.Stopped() : new Outcome.Deadlock(waits);
            }
            time.expire();
            events.deliver();
        }
        return new Outcome.Stopped();
    }

    /** Lets the hart run until the timer interrupts it or no task can run. */
    private void runSlice() {
        long left = scheduler.quantum(running.get());
        do {
            processor.hart().run(slice.begin(left));
            long executed = processor.hart().takeRetired();
            clock.advance(executed);
            left -= executed;
        } while (left > 0 && isOnlyCut());
    }

    /** Whether the hart has stopped only to have its timer set again. */
    private boolean isOnlyCut() {
        return slice.isCut() && running.find().isPresent() && !conditions.isOver() && clock.monotonic() < slice.due();
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
        if (events.isPending()) {
            return true; // run() passes it on
        }
        long next = time.timers().next();
        if (next == Timers.NEVER && !events.couldWake()) {
            return false;
        }
        if (next != Timers.NEVER && !events.isAwaited()) {
            clock.skipTo(next);
        } else if (events.await(next == Timers.NEVER ? Long.MAX_VALUE : next - clock.monotonic())) {
            clock.skipTo(next);
        }
        return true;
    }

    private Outcome end() {
        Process first = conditions.first().orElseThrow();
        List<String> survivors = new ArrayList<>();
        for (Process process : new ArrayList<>(processes.all())) {
            if (process.isAlive() && process.pid() != Processes.INIT_PID) {
                survivors.add(process.pid() + " (" + Program.of(process).command() + ")");
            }
        }
        return new Outcome.Ended(first.exitStatus().orElseThrow(), survivors);
    }
}
