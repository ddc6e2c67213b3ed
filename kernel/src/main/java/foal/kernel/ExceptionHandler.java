package foal.kernel;

import static foal.kernel.task.SignalInfo.BUS_ADRALN;
import static foal.kernel.task.SignalInfo.BUS_ADRERR;
import static foal.kernel.task.SignalInfo.ILL_ILLOPC;
import static foal.kernel.task.SignalInfo.SEGV_ACCERR;
import static foal.kernel.task.SignalInfo.SEGV_MAPERR;
import static foal.kernel.task.SignalInfo.TRAP_BRKPT;

import foal.cpu.Trap;
import foal.kernel.memory.AddressSpace;
import foal.kernel.memory.FaultResult;
import foal.kernel.task.Signal;
import foal.kernel.task.SignalInfo;
import foal.kernel.task.Signals;
import foal.kernel.task.Task;
import foal.kernel.time.Clock;

/**
 * The exceptions of instructions (RISC-V, privileged architecture, scause): a page fault is resolved if there is to be something
 * at that address; for all else the task gets the signal that Linux sends.
 */
final class ExceptionHandler {
    private static final int CSR_CYCLE = 0xc00, CSR_LAST_COUNTER = 0xc1f;

    private final RunningTask running;
    private final Signals signals;
    private final Clock clock;
    private final OutOfMemoryKiller outOfMemoryKiller;
    private final StoresToOwnCode storesToOwnCode;

    ExceptionHandler(RunningTask running, Signals signals, Clock clock, OutOfMemoryKiller outOfMemoryKiller,
            StoresToOwnCode storesToOwnCode) {
        this.running = running;
        this.signals = signals;
        this.clock = clock;
        this.outOfMemoryKiller = outOfMemoryKiller;
        this.storesToOwnCode = storesToOwnCode;
    }

    void pageFault(Task task, Trap.PageFault fault) {
        AddressSpace space = task.process().space();
        if (!StoresToOwnCode.isOne(space, fault)) {
            goOn(task, fault.pc(), fault.address(), space.fault(fault.address(), fault.access()));
            return;
        }
        saveAt(fault.pc());
        StoresToOwnCode.Outcome store = storesToOwnCode.carryOut(task, fault);
        if (store.result() != FaultResult.RESOLVED) {
            goOn(task, fault.pc(), store.address(), store.result());
        }
    }

    /** @param pc of the instruction, which is executed again if the fault is resolved */
    private void goOn(Task task, long pc, long address, FaultResult result) {
        switch (result) {
            case RESOLVED -> running.setPc(pc);
            case NOT_MAPPED -> signal(task, pc, Signal.SIGSEGV, SEGV_MAPERR, address);
            case FORBIDDEN -> signal(task, pc, Signal.SIGSEGV, SEGV_ACCERR, address);
            case BEYOND_END -> signal(task, pc, Signal.SIGBUS, BUS_ADRERR, address);
            case NO_MEMORY -> outOfMemory(task, pc);
        }
    }

    /** Another process may die of it: then the task tries again. */
    private void outOfMemory(Task task, long pc) {
        if (outOfMemoryKiller.kill(task.process())) {
            signal(task, pc, Signal.SIGKILL, SignalInfo.SI_KERNEL, 0);
        } else {
            saveAt(pc);
        }
    }

    void illegalInstruction(Task task, Trap.IllegalInstruction illegal) {
        if (isCounterRead(illegal)) {
            // cycle, time and instret: all count the nanoseconds of the monotonic clock.
            running.setX(illegal.instruction() >>> 7 & 31, clock.monotonic());
            running.setPc(illegal.pc() + 4);
        } else {
            signal(task, illegal.pc(), Signal.SIGILL, ILL_ILLOPC, illegal.pc());
        }
    }

    /** Whether a program reads a counter, which harts let it do without a kernel; here the kernel helps. */
    static boolean isCounterRead(Trap.IllegalInstruction illegal) {
        int csr = illegal.instruction() >>> 20;
        // csrrs and csrrc, whose operand of 0 says not to write, and their immediate forms.
        return (illegal.instruction() & 0xfa07f) == 0x2073 && csr >= CSR_CYCLE && csr <= CSR_LAST_COUNTER;
    }

    void breakpoint(Task task, long pc) {
        signal(task, pc, Signal.SIGTRAP, TRAP_BRKPT, pc);
    }

    void misaligned(Task task, long pc, long address) {
        signal(task, pc, Signal.SIGBUS, BUS_ADRALN, address);
    }

    private void signal(Task task, long pc, Signal signal, int code, long address) {
        saveAt(pc);
        signals.fault(task, SignalInfo.fault(signal, code, address));
    }

    private void saveAt(long pc) {
        running.save();
        running.setPc(pc);
    }
}
