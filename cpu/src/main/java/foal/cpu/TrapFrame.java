package foal.cpu;

import foal.cpu.host.HostHeap;
import foal.cpu.unicorn.UnicornContext;
import java.lang.foreign.MemorySegment;

/**
 * The registers of a task that is not on a hart: what the trap handler of a real kernel saves on its stack.
 * {@link Hart#resume} loads them, {@link Hart#save} stores them.
 *
 * <p>The registers stay in the engine that the task has run on until that engine loads another task: to go from one
 * program to another and back then copies nothing. Only when they must make room are they copied into a context.
 *
 * <p>Holds native memory until {@link #close()}.
 */
public final class TrapFrame implements AutoCloseable {
    private static final long NO_RESERVATION = -1;

    private final UnicornContext context;
    private final TrapFrameLayout layout;
    /** Where the registers stand: in the context, or in the engine. */
    private long address;
    /** A copy of the one among them: it is looked at in each switch, and only {@link #setSatp} changes it. */
    private long satp;
    /** The engine that has them; null if the context has. */
    private Engine engine;
    /** While the context has them. */
    private int fcsr;
    /** The one whose rounding mode is in the context as well. */
    private int savedFcsr;

    TrapFrame(UnicornContext context, TrapFrameLayout layout) {
        this.context = context;
        this.layout = layout;
        address = context.memory().address();
        satp = PageTable.satpFor(get(layout.root()));
    }

    /** General register {@code x0} to {@code x31}. */
    public long x(int register) {
        return get(layout.x() + 8L * register);
    }

    public void setX(int register, long value) {
        if (register != 0) {
            set(layout.x() + 8L * register, value);
        }
    }

    /** The bits of floating-point register {@code f0} to {@code f31}. */
    public long f(int register) {
        return get(layout.f() + 8L * register);
    }

    public void setF(int register, long bits) {
        set(layout.f() + 8L * register, bits);
    }

    /**
     * The control and status register of floating point: exception flags and rounding mode. libunicorn has the
     * flags outside of what it saves in a context.
     */
    public int fcsr() {
        return engine == null ? fcsr : engine.fcsr();
    }

    /** @param value of which the eight bits that there are count */
    public void setFcsr(int value) {
        leaveEngine();
        fcsr = value & 0xff;
    }

    /** The context has just been saved, with this. */
    void saveFcsr(int value) {
        fcsr = value;
        savedFcsr = value;
    }

    /** Whether the fcsr is the one with which the context was saved. */
    boolean hasSavedFcsr() {
        return fcsr == savedFcsr;
    }

    /** Where the task goes on. */
    public long pc() {
        return get(layout.pc());
    }

    public void setPc(long pc) {
        set(layout.pc(), pc);
    }

    /** The address space, as {@link PageTable#satp()} names it. */
    public long satp() {
        return satp;
    }

    public void setSatp(long newSatp) {
        satp = newSatp;
        set(layout.root(), PageTable.rootPageOf(satp));
    }

    /**
     * Drops the reservation of an {@code lr} that has not met its {@code sc}. Without this an SC would succeed
     * after another task has run, if only the old value stands there again.
     */
    void clearReservation() {
        set(layout.reservation(), NO_RESERVATION);
    }

    void copyFrom(TrapFrame other) {
        forgetEngine();
        long size = context.memory().byteSize();
        MemorySegment.copy(HostHeap.ALL, other.address, HostHeap.ALL, address, size);
        satp = other.satp;
        fcsr = other.fcsr;
        savedFcsr = other.savedFcsr;
    }

    UnicornContext context() {
        return context;
    }

    // ---- where the registers are -----------------------------------------------------------------------------

    /** Whether an engine has the registers. */
    boolean isIn(Engine candidate) {
        return engine == candidate;
    }

    /** An engine has loaded the registers, and has them from now on. @param there its registers, laid out as in a context */
    void enter(Engine newEngine, MemorySegment there) {
        engine = newEngine;
        address = there.address();
    }

    /** Brings the registers to the context, if an engine has them: they must make room there. */
    void leaveEngine() {
        if (engine != null) {
            engine.copy(this);
            forgetEngine();
        }
    }

    private void forgetEngine() {
        if (engine != null) {
            engine.forget(this);
            engine = null;
            address = context.memory().address();
        }
    }

    private long get(long offset) {
        return HostHeap.getLong(address + offset);
    }

    private void set(long offset, long value) {
        HostHeap.setLong(address + offset, value);
    }

    @Override
    public void close() {
        forgetEngine();
        context.close();
    }
}
