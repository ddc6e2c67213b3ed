package foal.kernel.task;

import foal.cpu.Hart;
import foal.cpu.TrapFrame;
import foal.kernel.memory.Struct;

/**
 * What the kernel puts on the stack of a program before it calls a signal handler, and takes back when the handler
 * returns: {@code struct rt_sigframe} of riscv64, a siginfo and a ucontext with all registers.
 *
 * <p>Source: sigreturn(2); the layout is that of asm/ucontext.h and asm/sigcontext.h.
 */
final class SignalFrame {
    // Offsets in the frame; siginfo_t comes first.
    private static final int UCONTEXT = 128;
    private static final int STACK = UCONTEXT + 16;
    private static final int SIGNAL_MASK = UCONTEXT + 40;
    private static final int GENERAL_REGISTERS = UCONTEXT + 176;
    private static final int FLOAT_REGISTERS = GENERAL_REGISTERS + 32 * 8;
    private static final int FCSR = FLOAT_REGISTERS + 32 * 8;
    /** A word that must be 0, and the header of the first extension: two words, which are 0 after the last. */
    private static final int RESERVED = FLOAT_REGISTERS + 516, EXTENSION = FLOAT_REGISTERS + 520;
    private static final int SIZE = FLOAT_REGISTERS + 528;

    private static final int STACK_ALIGNMENT = 16;
    private static final int RA = 1;

    private SignalFrame() {}

    /** Makes the task go on in the handler. @return false if there is no room on its stack */
    static boolean enterHandler(Task task, SignalInfo info, SignalActions.Action action) {
        TrapFrame registers = task.registers();
        SignalStack stack = task.signalStack();
        long sp = registers.x(Hart.SP);
        if (stack.isInUse(sp) && !stack.isInUse(sp - SIZE)) {
            return false; // it must not grow over its end
        }
        long top = action.has(SigactionFlag.SA_ONSTACK) ? stack.top(sp) : sp;
        long address = top - SIZE & -STACK_ALIGNMENT;
        Struct frame = new Struct(SIZE);
        info.put(frame);
        putContext(frame, task);
        if (!task.memory().write(address, frame)) {
            return false;
        }
        stack.handlerEntered();
        registers.setX(Hart.SP, address);
        registers.setX(RA, SignalTrampoline.ADDRESS);
        registers.setX(Hart.A0, info.signal());
        registers.setX(Hart.A0 + 1, address);
        registers.setX(Hart.A0 + 2, address + UCONTEXT);
        registers.setPc(action.handler());
        long own = action.has(SigactionFlag.SA_NODEFER) ? 0 : Signal.bit(info.signal());
        task.signals().enterHandler(action.mask() | own);
        return true;
    }

    private static void putContext(Struct frame, Task task) {
        TrapFrame registers = task.registers();
        task.signalStack().save(frame, STACK);
        frame.putLong(SIGNAL_MASK, task.signals().blockedByProgram());
        frame.putLong(GENERAL_REGISTERS, registers.pc());
        for (int i = 1; i < 32; i++) {
            frame.putLong(GENERAL_REGISTERS + 8 * i, registers.x(i));
        }
        for (int i = 0; i < 32; i++) {
            frame.putLong(FLOAT_REGISTERS + 8 * i, registers.f(i));
        }
        frame.putInt(FCSR, registers.fcsr());
    }

    /** Restores what the frame on the stack says, which the handler may have changed. @return false for a bad frame */
    static boolean leaveHandler(Task task) {
        TrapFrame registers = task.registers();
        Struct frame = new Struct(SIZE);
        if (!task.memory().read(registers.x(Hart.SP), frame)) {
            return false;
        }
        if (frame.getInt(RESERVED) != 0 || frame.getLong(EXTENSION) != 0) {
            return false;
        }
        task.signals().setBlocked(frame.getLong(SIGNAL_MASK));
        registers.setPc(frame.getLong(GENERAL_REGISTERS) & -2);
        for (int i = 1; i < 32; i++) {
            registers.setX(i, frame.getLong(GENERAL_REGISTERS + 8 * i));
        }
        for (int i = 0; i < 32; i++) {
            registers.setF(i, frame.getLong(FLOAT_REGISTERS + 8 * i));
        }
        registers.setFcsr(frame.getInt(FCSR) & 0xff);
        task.signalStack().set(frame, STACK, registers.x(Hart.SP)); // as on Linux, a bad one is not restored
        return true;
    }
}
