package foal.kernel.debug;

import foal.cpu.TrapFrame;

/** The registers of a task that stands still. */
public final class TaskRegisters {
    private final TrapFrame frame;
    private final Runnable changed;

    TaskRegisters(TrapFrame frame, Runnable changed) {
        this.frame = frame;
        this.changed = changed;
    }

    /** General register {@code x0} to {@code x31}. */
    public long x(int register) {
        return frame.x(register);
    }

    public void setX(int register, long value) {
        frame.setX(register, value);
        changed.run();
    }

    public long pc() {
        return frame.pc();
    }

    /** @param value an even address, as any instruction's is */
    public void setPc(long value) {
        frame.setPc(value & -2);
        changed.run();
    }

    /** The bits of floating-point register {@code f0} to {@code f31}. */
    public long f(int register) {
        return frame.f(register);
    }

    public void setF(int register, long bits) {
        frame.setF(register, bits);
        changed.run();
    }

    /** Rounding mode and flags of floating point. */
    public int fcsr() {
        return frame.fcsr();
    }

    public void setFcsr(int value) {
        frame.setFcsr(value);
        changed.run();
    }
}
