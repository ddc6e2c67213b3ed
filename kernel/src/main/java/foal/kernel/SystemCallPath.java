package foal.kernel;

import foal.cpu.Hart;
import foal.kernel.dispatch.BoundCall;
import foal.kernel.dispatch.HandlerMistake;
import foal.kernel.dispatch.SyscallTable;
import foal.kernel.machine.Processor;
import foal.kernel.memory.FrameTable;
import foal.kernel.syscall.Errno;
import foal.kernel.syscall.Result;
import foal.kernel.syscall.SystemCall;
import foal.kernel.task.Event;
import foal.kernel.task.Processes;
import foal.kernel.task.Signal;
import foal.kernel.task.SignalInfo;
import foal.kernel.task.Signals;
import foal.kernel.task.Task;
import foal.kernel.task.Trace;

/**
 * The path of a system call: from the registers of a program that has trapped to the call's handler, and from the handler's result
 * back to the program. A handler that blocks says so, and is run again from its start when its task has been woken.
 */
final class SystemCallPath {
    private static final int ECALL_SIZE = 4;

    private final SyscallTable table;
    private final UnknownCalls unknownCalls;
    private final Processor processor;
    private final RunningTask running;
    private final Signals signals;
    private final Trace trace;
    private final FrameTable frames;
    private final OutOfMemoryKiller outOfMemoryKiller;

    SystemCallPath(SyscallTable table, UnknownCalls unknownCalls, Hardware hardware, RunningTask running, Processes processes,
            OutOfMemoryKiller outOfMemoryKiller) {
        this.table = table;
        this.unknownCalls = unknownCalls;
        this.running = running;
        this.outOfMemoryKiller = outOfMemoryKiller;
        processor = hardware.processor();
        frames = hardware.frames();
        signals = processes.signals();
        trace = processes.trace();
    }

    /** The running task has executed an {@code ecall}. */
    void enter(Task task) {
        processor.hart().readCallRegisters(task.call().registers());
        BoundCall call = table.lookup(task.call().number());
        if (call == null) {
            running.charge();
            unknownCalls.note(task);
            running.setResult(Errno.ENOSYS.result());
            return;
        }
        task.call().begin(call.asOptional());
        if (trace.isWatched()) {
            trace.publish(new Event.CallEntered(task, call));
        }
        running.charge(); // now that it is in the kernel: who watches sees how long the call takes
        invoke(task, call);
    }

    /** The running task was woken in a call: its handler runs again, unless the call has been given a result meanwhile. */
    void goOn(Task task, BoundCall call) {
        if (task.call().isCompleted()) { // whatever signals have come since
            end(task, call, task.call().outcome());
        } else if (!signals.isDue(task) || survives(task, call)) {
            invoke(task, call);
        }
    }

    private void invoke(Task task, BoundCall call) {
        long shortages = frames.shortages();
        long result = call.invoke(task, task.call().registers());
        boolean lacksFrame = frames.shortages() != shortages
                && (result == Errno.EFAULT.result() || result == Errno.ENOMEM.result());
        if (lacksFrame) {
            makeRoom(task, call);
        } else {
            settle(task, call, result);
        }
    }

    /** What becomes of a call whose handler has returned. */
    private void settle(Task task, SystemCall call, long result) {
        if (Result.isFinal(result)) {
            checkRuns(task, call, result);
            end(task, call, result);
        } else if (result == Result.NO_RETURN) {
            goElsewhere(task, call);
        } else if (result == Result.INTERRUPTED) {
            interrupt(task, call);
        } else if (result == Result.RESTARTED) {
            restart(task, call);
        } else if (!running.isSaved()) {
            block(task, call);
        }
    }

    /** A call with a result cannot be waiting for something. */
    private static void checkRuns(Task task, SystemCall call, long result) {
        if (task.state() == Task.State.BLOCKED) {
            throw HandlerMistake.waitDropped(call.name(), task, result);
        }
    }

    /** The call has a result, and not because a signal's handler is to be called. */
    private void end(Task task, SystemCall call, long result) {
        task.signals().endMeanwhile();
        leave(task, call, result);
    }

    private void leave(Task task, SystemCall call, long result) {
        task.call().end();
        if (trace.isWatched()) {
            trace.publish(new Event.CallReturned(task, call, result));
        }
        running.setResult(result);
    }

    /** A call does not return to its caller: if the task lives, it goes on as its registers say now. */
    private void goElsewhere(Task task, SystemCall call) {
        running.wasReplaced();
        task.call().end();
        if (trace.isWatched() && task.state() != Task.State.DEAD) {
            trace.publish(new Event.CallReturned(task, call, task.registers().x(Hart.A0)));
        }
    }

    /** The task waits. Its registers stay as they were at the trap until the call has a result. */
    private void block(Task task, SystemCall call) {
        running.save();
        if (trace.isWatched()) {
            trace.publish(new Event.CallBlocked(task, call));
        }
        if (signals.isDue(task)) {
            running.pause();
            task.wake();
        }
    }

    /** The call ends without a result, and the task makes it again when it goes on. */
    private void restart(Task task, SystemCall call) {
        task.registers().setPc(task.registers().pc() - ECALL_SIZE); // a0 is still the argument
        task.call().end();
        if (trace.isWatched()) {
            trace.publish(new Event.CallRestarts(task, call));
        }
    }

    /** A call lacks a frame: as when a program stores to a page itself, a process dies of it, and the call is restarted. */
    private void makeRoom(Task task, SystemCall call) {
        running.save();
        task.signals().endMeanwhile();
        restart(task, call);
        if (outOfMemoryKiller.kill(task.process())) {
            signals.fault(task, SignalInfo.fault(Signal.SIGKILL, SignalInfo.SI_KERNEL, 0));
        }
    }

    /** Delivers signals to a task in a call; if one is for a handler, the call is told. @return false if the task dies or stops */
    private boolean survives(Task task, SystemCall call) {
        signals.deliverUncaught(task);
        if (task.state() != Task.State.RUNNING) {
            if (task.state() == Task.State.STOPPED && call.endsWhenStopped()) {
                end(task, call, Errno.EINTR.result());
            }
            return false;
        }
        if (signals.isDue(task)) {
            task.call().interrupt();
        }
        return true;
    }

    /** A signal's handler is to be called; a mask that the call has set for as long as it lasts stays until then. */
    private void interrupt(Task task, SystemCall call) {
        if (call.restarts() && signals.restartsCalls(task)) {
            restart(task, call);
        } else {
            leave(task, call, Errno.EINTR.result());
        }
    }
}
