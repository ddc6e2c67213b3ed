package foal.kernel;

import foal.cpu.Hart;
import foal.cpu.Trap;
import foal.cpu.TrapHandler;
import foal.kernel.dispatch.BoundCall;
import foal.kernel.machine.Processor;
import foal.kernel.task.Processes;
import foal.kernel.task.Scheduler;
import foal.kernel.task.Signals;
import foal.kernel.task.Task;
import foal.kernel.time.Clock;

/**
 * Where the kernel is entered and left: takes a trap, has it handled, and sends the hart on, with the same task or another. All of
 * it happens within the trap; the hart's run does not end unless no task can run.
 *
 * <p>Invariant: while the hart runs a program, the {@link RunningTask} is RUNNING and its registers are in the hart; those of all
 * other tasks are saved in the tasks.
 */
final class Dispatcher implements TrapHandler {
    private final Hardware hardware;
    private final Processor processor;
    private final RunningTask running;
    private final Scheduler scheduler;
    private final Signals signals;
    private final Clock clock;
    private final TimeSlice slice;
    private final RunConditions conditions;
    private final SystemCallPath calls;
    private final ExceptionHandler exceptions;

    Dispatcher(Hardware hardware, RunningTask running, Processes processes, RunConditions conditions, SystemCallPath calls,
            ExceptionHandler exceptions) {
        this.hardware = hardware;
        this.running = running;
        this.conditions = conditions;
        this.calls = calls;
        this.exceptions = exceptions;
        processor = hardware.processor();
        scheduler = processes.scheduler();
        signals = processes.signals();
        clock = conditions.time().clock();
        slice = conditions.time().slice();
    }

    // ---- traps -------------------------------------------------------------------------------------------------

    @Override
    public void trap(Hart hart, Trap trap) {
        Task task = running.get();
        running.trapped();
        boolean isCall = trap instanceof Trap.Syscall; // is charged when it has begun
        if (!isCall && !(trap instanceof Trap.IllegalInstruction illegal && ExceptionHandler.isCounterRead(illegal))) {
            running.charge();
        }
        switch (trap) {
            case Trap.Syscall _ -> calls.enter(task);
            case Trap.PageFault fault -> exceptions.pageFault(task, fault);
            case Trap.IllegalInstruction illegal -> exceptions.illegalInstruction(task, illegal);
            case Trap.Breakpoint(long pc) -> exceptions.breakpoint(task, pc);
            case Trap.Misaligned(long pc, long address, _) -> exceptions.misaligned(task, pc, address);
        }
        leave(task);
        if (scheduler.wantsTimerSet() || processor.isFree() && (scheduler.readyCount() > 0 || !conditions.mayRunFreely())) {
            hart.stop();
        } else if (slice.isTooLong()) {
            slice.cut();
            hart.stop();
        }
    }

    /** The trap has been handled: the task goes on, or another. */
    private void leave(Task task) {
        if (task.state() == Task.State.RUNNING && !task.isYielding() && !scheduler.preempts(task) && !signals.isDue(task)
                && !hardware.hasStaleCode()) {
            running.resume();
            return;
        }
        if (task.state() != Task.State.DEAD) {
            running.save();
        }
        long now = clock.monotonic();
        task.time().stopRunning(now);
        makeRoom(task);
        boolean goesOn = task.state() == Task.State.RUNNING && load(task, now);
        boolean hasEndedRun = task.state() == Task.State.DEAD && conditions.isOver();
        if (!goesOn && (hasEndedRun || !loadNext(now))) {
            running.clear();
            processor.hart().stop();
        }
    }

    /** Puts a task back among the runnable that could go on but does not want to or is not the most urgent. */
    private void makeRoom(Task task) {
        if (task.state() != Task.State.RUNNING) {
            return;
        }
        if (task.isYielding()) {
            task.makeRunnable(Scheduler.Reason.YIELDED);
        } else if (scheduler.preempts(task)) {
            task.makeRunnable(Scheduler.Reason.PREEMPTED);
        }
    }

    // ---- the timer ---------------------------------------------------------------------------------------------

    /**
     * The timer interrupts the running task, if that has not just been given the hart: the scheduler says who is next, and on which
     * hart.
     *
     * @return whether a task runs
     */
    boolean preempt() {
        long now = clock.monotonic();
        Task task = running.find().orElse(null);
        if (task != null && !task.time().hasRun(now) && processor.isAlone() && !processor.isFree()) {
            return true;
        }
        if (task != null) {
            processor.interrupt(task.registers());
            task.time().stopRunning(now);
            conditions.checkCpuTime(task);
            task.makeRunnable(Scheduler.Reason.TIMER);
        }
        boolean isLoaded;
        do {
            processor.choose(scheduler.nextHart(), scheduler.readyCount() == 1 && conditions.mayRunFreely());
            isLoaded = loadNext(now);
        } while (!isLoaded && scheduler.readyCount() > 0 && !conditions.isOver()); // another hart has tasks
        return isLoaded;
    }

    // ---- the next task -----------------------------------------------------------------------------------------

    /** Loads the task that the scheduler chooses. @param now as the clock had it in this trap @return false if there is none */
    private boolean loadNext(long now) {
        do {
            Task next = scheduler.next().orElse(null);
            if (next == null) {
                running.clear();
                return false;
            }
            next.setRunning();
            running.set(next);
            if (load(next, now)) {
                return true;
            }
        } while (!conditions.isOver());
        running.clear();
        return false;
    }

    /** Brings a task to where its program can go on, and loads it. @return false if it blocks, stops or dies first */
    private boolean load(Task task, long now) {
        if (task.call().systemCall().isPresent()) {
            calls.goOn(task, (BoundCall) task.call().systemCall().get());
        }
        if (signals.isDue(task)) {
            processor.disturb();
        }
        if (task.state() == Task.State.RUNNING) {
            signals.deliver(task);
        }
        if (task.state() != Task.State.RUNNING) {
            return false;
        }
        if (hardware.hasStaleCode()) {
            hardware.forgetStaleCode();
        }
        running.resume();
        task.time().startRunning(now);
        return true;
    }
}
