package foal.kernel;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;
import static foal.kernel.task.SignalInfo.BUS_ADRALN;
import static foal.kernel.task.SignalInfo.BUS_ADRERR;
import static foal.kernel.task.SignalInfo.ILL_ILLOPC;
import static foal.kernel.task.SignalInfo.SEGV_ACCERR;
import static foal.kernel.task.SignalInfo.SEGV_MAPERR;
import static foal.kernel.task.SignalInfo.TRAP_BRKPT;

import foal.cpu.Hart;
import foal.cpu.Trap;
import foal.cpu.TrapHandler;
import foal.kernel.dispatch.BoundCall;
import foal.kernel.dispatch.HandlerMistake;
import foal.kernel.dispatch.SyscallTable;
import foal.kernel.machine.Processor;
import foal.kernel.memory.AddressSpace;
import foal.kernel.memory.AddressSpace.FaultResult;
import foal.kernel.memory.FrameTable;
import foal.kernel.syscall.Errno;
import foal.kernel.syscall.Result;
import foal.kernel.syscall.SystemCall;
import foal.kernel.task.Event;
import foal.kernel.task.ResourceWatch;
import foal.kernel.task.Scheduler;
import foal.kernel.task.Signal;
import foal.kernel.task.SignalInfo;
import foal.kernel.task.Signals;
import foal.kernel.task.Task;
import foal.kernel.task.Trace;
import foal.kernel.time.Clock;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Where the kernel is entered and left: takes a trap, has it handled, and sends the hart on, with the same task or
 * another. All of it happens within the trap; the hart's engine is not left unless no task can run.
 *
 * <p>Invariant: while the hart runs a program, the {@code current} task is RUNNING and its registers are in the
 * hart; those of all other tasks are in their frames.
 */
final class Dispatcher implements TrapHandler {
    private static final int ECALL_SIZE = 4;
    private static final int CSR_CYCLE = 0xc00, CSR_LAST_COUNTER = 0xc1f;

    private final SyscallTable table;
    private final Processor processor;
    private final Scheduler scheduler;
    private final Signals signals;
    private final ResourceWatch watch;
    private final FrameTable frames;
    private final Clock clock;
    private final Trace trace;
    private final UnknownCalls unknownCalls;
    private final OutOfMemoryKiller outOfMemoryKiller;
    private final StoresToOwnCode storesToOwnCode;
    private final TimeSlice slice;
    private final BooleanSupplier finished;
    private final BooleanSupplier mayRunFreely;
    /** The task that the hart runs; null if there is none. */
    private Task current;
    /** The one whose registers the hart still has, as it has them in its frame: an LR of its keeps its reservation. */
    private Task stillLoaded;

    /**
     * @param finished says when the machine is to stand still though there are tasks
     * @param mayRunFreely says whether nothing could interrupt a task, if it were the only one that can run
     */
    Dispatcher(SyscallTable table, Processor processor, Scheduler scheduler, Signals signals, ResourceWatch watch,
            FrameTable frames, Clock clock, Trace trace, UnknownCalls unknownCalls, OutOfMemoryKiller outOfMemoryKiller,
            TimeSlice slice, BooleanSupplier finished, BooleanSupplier mayRunFreely) {
        this.table = table;
        this.processor = processor;
        this.scheduler = scheduler;
        this.signals = signals;
        this.watch = watch;
        this.frames = frames;
        this.clock = clock;
        this.trace = trace;
        this.unknownCalls = unknownCalls;
        this.outOfMemoryKiller = outOfMemoryKiller;
        storesToOwnCode = new StoresToOwnCode(frames.memory(), processor);
        this.slice = slice;
        this.finished = finished;
        this.mayRunFreely = mayRunFreely;
    }

    /** The task that the hart runs. */
    Optional<Task> current() {
        return Optional.ofNullable(current);
    }

    // ---- traps -------------------------------------------------------------------------------------------------

    @Override
    public void trap(Hart hart, Trap trap) {
        Task task = current;
        if (!isCounterRead(trap)) {
            slice.charge(task);
        }
        boolean inFrame = switch (trap) {
            case Trap.Syscall _ -> systemCall(hart, task);
            case Trap.PageFault fault -> pageFault(hart, task, fault);
            case Trap.IllegalInstruction illegal -> illegalInstruction(hart, task, illegal);
            case Trap.Breakpoint(long pc) -> fault(hart, task, pc, Signal.SIGTRAP, TRAP_BRKPT, pc);
            case Trap.Misaligned(long pc, long address, _) -> fault(hart, task, pc, Signal.SIGBUS, BUS_ADRALN, address);
        };
        leave(hart, task, inFrame);
        if (scheduler.wantsTimerSet() || processor.isFree() && (scheduler.readyCount() > 0 || !mayRunFreely.getAsBoolean())) {
            hart.stop();
        } else if (slice.isTooLong()) {
            slice.cut();
            hart.stop();
        }
    }

    /** A program reads a counter, which harts do without a kernel; here the kernel helps. */
    private static boolean isCounterRead(Trap trap) {
        return trap instanceof Trap.IllegalInstruction(_, int instruction) && isCounterRead(instruction);
    }

    private static boolean isCounterRead(int instruction) {
        int csr = instruction >>> 20;
        // csrrs and csrrc, whose operand of 0 says not to write, and their immediate forms.
        return (instruction & 0xfa07f) == 0x2073 && csr >= CSR_CYCLE && csr <= CSR_LAST_COUNTER;
    }

    /** @return whether the task's registers are in its frame rather than in the hart */
    private boolean systemCall(Hart hart, Task task) {
        hart.readCallRegisters(task.call());
        BoundCall call = table.lookup(task.callNumber());
        if (call == null) {
            unknownCalls.note(task);
            hart.setX(Hart.A0, Errno.ENOSYS.result());
            return false;
        }
        task.beginCall(call.asOptional());
        if (trace.isWatched()) {
            trace.publish(new Event.CallEntered(task, call));
        }
        frames.forgetShortage();
        long result = call.invoke(task, task.call());
        if (lacksFrame(result)) {
            hart.save(task.frame());
            makeAgain(task, call);
            return true;
        }
        if (Result.isFinal(result)) {
            checkRuns(task, call, result);
            endCall(task, call, result);
            hart.setX(Hart.A0, result);
            return false;
        }
        if (result == Result.NO_RETURN) {
            goElsewhere(task, call);
            return true;
        }
        // It is blocked, and its registers stay as they were at the trap until the call has a result.
        hart.save(task.frame());
        if (trace.isWatched()) {
            trace.publish(new Event.CallBlocked(task, call));
        }
        if (signals.isDue(task)) {
            task.stopRunning(clock.monotonic());
            task.wake();
        }
        return true;
    }

    /** A call with a result cannot be waiting for something. */
    private static void checkRuns(Task task, SystemCall call, long result) {
        if (task.state() == Task.State.BLOCKED) {
            throw HandlerMistake.waitDropped(call.name(), task, result);
        }
    }

    /** Whether a call has failed because there was no frame for what it was to copy or to load. */
    private boolean lacksFrame(long result) {
        return frames.isShort() && (result == Errno.EFAULT.result() || result == Errno.ENOMEM.result());
    }

    /** A call lacks a frame: as when a program stores to a page itself, a process dies of it. The registers are in the frame. */
    private void makeAgain(Task task, SystemCall call) {
        task.signals().endMeanwhile();
        goBackToCall(task, call);
        if (outOfMemoryKiller.kill(task.process())) {
            signals.fault(task, SignalInfo.fault(Signal.SIGKILL, SignalInfo.SI_KERNEL, 0));
        }
    }

    /** The call ends without a result, and the task makes it again when it goes on. */
    private void goBackToCall(Task task, SystemCall call) {
        task.frame().setPc(task.frame().pc() - ECALL_SIZE); // a0 is still the argument
        task.endCall();
        if (trace.isWatched()) {
            trace.publish(new Event.CallRestarts(task, call));
        }
    }

    /** A call has come to its end, and not because a signal's handler is to be called. */
    private void endCall(Task task, SystemCall call, long result) {
        task.signals().endMeanwhile();
        tellEnd(task, call, result);
    }

    private void tellEnd(Task task, SystemCall call, long result) {
        task.endCall();
        if (trace.isWatched()) {
            trace.publish(new Event.CallReturned(task, call, result));
        }
    }

    /** A call does not return to its caller: if the task lives, it goes on as its frame says. */
    private void goElsewhere(Task task, SystemCall call) {
        task.endCall();
        if (trace.isWatched() && task.state() != Task.State.DEAD) {
            trace.publish(new Event.CallReturned(task, call, task.frame().x(Hart.A0)));
        }
    }

    private boolean pageFault(Hart hart, Task task, Trap.PageFault fault) {
        AddressSpace space = task.process().space();
        if (StoresToOwnCode.isOne(space, fault)) {
            hart.save(task.frame());
            task.frame().setPc(fault.pc());
            StoresToOwnCode.Outcome store = storesToOwnCode.carryOut(hart, task, fault);
            return store.result() == FaultResult.RESOLVED || goOn(hart, task, fault.pc(), store.address(), store.result());
        }
        return goOn(hart, task, fault.pc(), fault.address(), space.fault(fault.address(), fault.access()));
    }

    private boolean goOn(Hart hart, Task task, long pc, long address, FaultResult result) {
        return switch (result) {
            case RESOLVED -> {
                hart.setPc(pc);
                yield false;
            }
            case NOT_MAPPED -> fault(hart, task, pc, Signal.SIGSEGV, SEGV_MAPERR, address);
            case FORBIDDEN -> fault(hart, task, pc, Signal.SIGSEGV, SEGV_ACCERR, address);
            case BEYOND_END -> fault(hart, task, pc, Signal.SIGBUS, BUS_ADRERR, address);
            case NO_MEMORY -> outOfMemory(hart, task, pc);
        };
    }

    /** Another process may die of it: then the task tries again. */
    private boolean outOfMemory(Hart hart, Task task, long pc) {
        if (outOfMemoryKiller.kill(task.process())) {
            return fault(hart, task, pc, Signal.SIGKILL, SignalInfo.SI_KERNEL, 0);
        }
        hart.save(task.frame());
        task.frame().setPc(pc);
        return true;
    }

    private boolean illegalInstruction(Hart hart, Task task, Trap.IllegalInstruction illegal) {
        if (isCounterRead(illegal.instruction())) {
            // cycle, time and instret: all count the nanoseconds of the monotonic clock.
            hart.setX(illegal.instruction() >>> 7 & 31, clock.monotonic());
            hart.setPc(illegal.pc() + 4);
            return false;
        }
        return fault(hart, task, illegal.pc(), Signal.SIGILL, ILL_ILLOPC, illegal.pc());
    }

    private boolean fault(Hart hart, Task task, long pc, Signal signal, int code, long address) {
        hart.save(task.frame());
        task.frame().setPc(pc);
        signals.fault(task, SignalInfo.fault(signal, code, address));
        return true;
    }

    // ---- going on ----------------------------------------------------------------------------------------------

    private void leave(Hart hart, Task task, boolean inFrame) {
        if (task.state() == Task.State.RUNNING && !task.isYielding() && !scheduler.preempts(task) && !signals.isDue(task)
                && !frames.hasStaleCode()) {
            if (inFrame) {
                hart.resume(task.frame());
            }
            hart.flushTlb(task.process().space().tlbGeneration());
            return;
        }
        if (!inFrame && task.state() != Task.State.DEAD) {
            hart.save(task.frame());
        }
        long now = clock.monotonic();
        task.stopRunning(now);
        makeRoom(task);
        if (!dispatch(hart, task, now)) {
            current = null;
            hart.stop();
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

    /** The timer interrupts the current task, if that has not just been given the hart: the scheduler says who is next. */
    boolean preempt() {
        long now = clock.monotonic();
        if (current != null && !current.hasRun(now) && processor.isAlone() && !processor.isFree()) {
            return true;
        }
        Hart hart = processor.hart();
        Task interrupted = current;
        if (interrupted != null) {
            hart.save(interrupted.frame());
            interrupted.stopRunning(now);
            watch.checkCpuTime(interrupted);
            interrupted.makeRunnable(Scheduler.Reason.TIMER);
        }
        boolean isLoaded;
        do {
            processor.choose(scheduler.nextHart(), scheduler.readyCount() == 1 && mayRunFreely.getAsBoolean());
            stillLoaded = processor.hart() == hart ? interrupted : null;
            isLoaded = dispatch(processor.hart(), now);
            stillLoaded = null;
        } while (!isLoaded && scheduler.readyCount() > 0 && !finished.getAsBoolean()); // another hart has tasks
        return isLoaded;
    }

    /** Loads the task that the scheduler chooses. @param now as the clock had it in this trap @return false if there is none */
    private boolean dispatch(Hart hart, long now) {
        do {
            Task next = scheduler.next().orElse(null);
            current = next;
            if (next == null) {
                return false;
            }
            next.setRunning();
            if (load(hart, next, now)) {
                return true;
            }
        } while (!finished.getAsBoolean());
        current = null;
        return false;
    }

    /** Loads the given task if it can go on, else the one that the scheduler chooses, unless its death has ended the run. */
    private boolean dispatch(Hart hart, Task preferred, long now) {
        return preferred.state() == Task.State.RUNNING && load(hart, preferred, now)
                || !(preferred.state() == Task.State.DEAD && finished.getAsBoolean()) && dispatch(hart, now);
    }

    /** Brings a task to where its program can go on, and loads it. @return false if it blocks, stops or dies first */
    private boolean load(Hart hart, Task task, long now) {
        if (task.systemCall().isPresent()) {
            finishCall(task, task.systemCall().get());
        }
        boolean isUntouched = stillLoaded == task && hart.isIn(task.frame().satp())
                && !signals.isDue(task) && !frames.hasStaleCode();
        if (task.state() == Task.State.RUNNING) {
            signals.deliver(task);
        }
        if (task.state() != Task.State.RUNNING) {
            return false;
        }
        if (frames.hasStaleCode()) {
            for (long frame : frames.takeStaleCode()) {
                processor.invalidateCode(frame, PAGE_SIZE);
            }
        }
        if (!isUntouched) {
            hart.resume(task.frame());
        }
        hart.flushTlb(task.process().space().tlbGeneration());
        task.startRunning(now);
        return true;
    }

    /** Runs the handler of a call again that had blocked, unless it has been given a result. */
    private void finishCall(Task task, SystemCall call) {
        if (task.isCompleted()) { // whatever signals have come since
            returnFromCall(task, call, task.outcome());
            return;
        }
        if (signals.isDue(task) && !survives(task, call)) {
            return;
        }
        frames.forgetShortage();
        long result = ((BoundCall) call).invoke(task, task.call());
        if (lacksFrame(result)) {
            makeAgain(task, call);
        } else if (result == Result.INTERRUPTED) {
            interruptCall(task, call);
        } else if (result == Result.RESTARTED) {
            goBackToCall(task, call);
        } else if (Result.isFinal(result)) {
            checkRuns(task, call, result);
            returnFromCall(task, call, result);
        } else if (result == Result.NO_RETURN) {
            goElsewhere(task, call);
        }
    }

    private void returnFromCall(Task task, SystemCall call, long result) {
        endCall(task, call, result);
        task.frame().setX(Hart.A0, result);
    }

    /** Delivers signals to a task in a call; if one is for a handler, the call is told. @return false if the task dies or stops */
    private boolean survives(Task task, SystemCall call) {
        signals.deliverUncaught(task);
        if (task.state() != Task.State.RUNNING) {
            if (task.state() == Task.State.STOPPED && call.endsWhenStopped()) {
                returnFromCall(task, call, Errno.EINTR.result());
            }
            return false;
        }
        if (signals.isDue(task)) {
            task.interrupt();
        }
        return true;
    }

    /** A handler is to be called; a mask that the call has set for as long as it lasts stays until then. */
    private void interruptCall(Task task, SystemCall call) {
        if (call.restarts() && signals.restartsCalls(task) && task.progress() == 0) {
            goBackToCall(task, call);
            return;
        }
        long result = task.progress() != 0 ? task.progress() : Errno.EINTR.result();
        tellEnd(task, call, result);
        task.frame().setX(Hart.A0, result);
    }
}
