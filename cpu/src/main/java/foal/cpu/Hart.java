package foal.cpu;

import foal.cpu.unicorn.InstructionCounter;
import foal.cpu.unicorn.Unicorn;
import foal.cpu.unicorn.UnicornContext;
import foal.cpu.unicorn.UnicornException;
import java.util.function.LongSupplier;

/**
 * A hardware thread: executes one task's instructions until they trap, or for an exact number of instructions.
 *
 * <p>It is driven by one host thread. The {@link TrapHandler} is called on that thread in the midst of
 * {@link #run}, and may do there whatever a kernel does in a trap: read and write registers, edit page tables,
 * switch to another task. Leaving the engine and entering it again would cost twice as much.
 */
public final class Hart implements AutoCloseable {
    /** General registers by their ABI names (RISC-V calling convention). */
    public static final int SP = 2, TP = 4, A0 = 10, A7 = 17;

    private final TrapHandler handler;
    private final TrapDecoder decoder;
    private final boolean counting;
    private final Unicorn unicorn = new Unicorn();
    private final Unicorn.RegisterSet callRegisters;
    private final TrapFrameLayout layout;
    private final LongSupplier counter;
    private final UnicornContext machineMode;
    private final TrapFrame cleanUserMode;

    private long satp;
    private boolean inUserMode;
    private long limit;
    private long retiredBefore;
    private volatile boolean stopping; // also set by other threads
    private Throwable failure;

    /**
     * A hart on that memory. The memory's first page is firmware: the hart writes to it here, and nobody else
     * may use it.
     *
     * @param counting whether runs are counted in instructions; without, {@link #run} lasts until {@link #stop()}
     *     and is several times as fast
     */
    public Hart(PhysicalMemory memory, TrapHandler handler, boolean counting) {
        this.handler = handler;
        decoder = new TrapDecoder(memory, this);
        this.counting = counting;
        unicorn.mapMemory(PhysicalMemory.BASE, memory.segment());
        Firmware.install(memory);
        // An engine that has ever counted stays slow: one that shall not must not begin.
        counter = counting ? InstructionCounter.find(unicorn, Firmware.IDLE_LOOP)::value : () -> 0;
        PrivilegedVersion.choose(unicorn);
        layout = TrapFrameLayout.find(unicorn, Firmware.LOAD_RESERVED, Firmware.SCRATCH);
        unicorn.onInterrupt(this::interrupt);
        Firmware.openMemoryToUserMode(unicorn);
        machineMode = unicorn.saveNew();
        Firmware.enterUserMode(unicorn);
        inUserMode = true;
        cleanUserMode = new TrapFrame(unicorn.saveNew(), layout);
        callRegisters = unicorn.registerSet(Unicorn.X0 + A0, Unicorn.X0 + A0 + 1, Unicorn.X0 + A0 + 2,
                Unicorn.X0 + A0 + 3, Unicorn.X0 + A0 + 4, Unicorn.X0 + A0 + 5, Unicorn.X0 + A7);
    }

    // ---- running -------------------------------------------------------------------------------------------

    /**
     * Runs the loaded task until {@link #stop()} or, when counting, until exactly {@code instructions} have been
     * executed: those that trapped count too.
     */
    public void run(long instructions) {
        stopping = false;
        retiredBefore = 0;
        limit = 0;
        if (counting && instructions <= 0) {
            return; // a limit of 0 would mean "no limit" to the engine
        }
        limit = counting ? instructions : 0;
        while (true) {
            int error = unicorn.start(pc(), limit);
            rethrowFailure();
            if (error == 0) {
                return;
            }
            if (error != Unicorn.ERROR_INVALID_INSTRUCTION) {
                throw new UnicornException("the engine stopped: " + unicorn.errorText(error));
            }
            retiredBefore = retired();
            limit = 0;
            deliver(decoder.ofInvalidInstruction());
            rethrowFailure();
            if (stopping || counting && retiredBefore >= instructions) {
                return;
            }
            limit = counting ? instructions - retiredBefore : 0;
        }
    }

    /**
     * Ends {@link #run} after the present trap. If another thread calls it, the run ends soon, if it is not just
     * beginning, and the task cannot be continued: its pc is not exact.
     */
    public void stop() {
        stopping = true;
        unicorn.stop();
    }

    /** Instructions executed since {@link #run} began; in a trap, with the one that trapped. 0 if not counting. */
    public long retired() {
        return retiredBefore + Math.min(counter.getAsLong(), limit);
    }

    private void interrupt(int cause) {
        if (!inUserMode) {
            unicorn.stop(); // the firmware has come to its end
            return;
        }
        try {
            deliver(decoder.ofException(cause));
        } catch (Throwable e) {
            fail(e);
        }
    }

    private void deliver(Trap trap) {
        try {
            handler.trap(this, trap);
        } catch (Throwable e) {
            fail(e);
        }
    }

    /** An exception must not cross the engine's C code: it waits until the run has ended. */
    private void fail(Throwable e) {
        failure = e;
        stop();
    }

    private void rethrowFailure() {
        Throwable thrown = failure;
        failure = null;
        switch (thrown) {
            case null -> { }
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(thrown);
        }
    }

    // ---- registers of the loaded task ----------------------------------------------------------------------

    /** Reads a0 to a5 and then a7, the arguments and the number of a system call. @param into takes 7 values */
    public void readCallRegisters(long[] into) {
        callRegisters.read(into);
    }

    public long x(int register) {
        return unicorn.readRegister(Unicorn.X0 + register);
    }

    public void setX(int register, long value) {
        unicorn.writeRegister(Unicorn.X0 + register, value);
    }

    public long pc() {
        return unicorn.readRegister(Unicorn.PC);
    }

    public void setPc(long pc) {
        unicorn.writeRegister(Unicorn.PC, pc);
    }

    /** The address space in use. */
    long satp() {
        return satp;
    }

    // ---- switching tasks -----------------------------------------------------------------------------------

    /** A new frame: registers all 0, U-mode, floating point on; set its satp, pc and sp before it is resumed. */
    public TrapFrame newFrame() {
        TrapFrame frame = new TrapFrame(unicorn.saveNew(), layout);
        frame.copyFrom(cleanUserMode);
        return frame;
    }

    /** A new frame with the registers of the loaded task. */
    public TrapFrame saveNew() {
        TrapFrame frame = new TrapFrame(unicorn.saveNew(), layout);
        save(frame);
        return frame;
    }

    /** Makes a frame as new, for a program that replaces another in its task. */
    public void reset(TrapFrame frame) {
        frame.copyFrom(cleanUserMode);
    }

    /** Saves the registers of the loaded task. */
    public void save(TrapFrame frame) {
        unicorn.save(frame.context());
        frame.setFcsr((int) unicorn.readRegister(Unicorn.FCSR));
    }

    /**
     * Loads a task's registers and its address space. A reservation that the task held is lost, as it must be
     * where other tasks or harts have run since. So between runs of other harts resume a task even if it is still
     * the loaded one.
     */
    public void resume(TrapFrame frame) {
        frame.clearReservation();
        unicorn.restore(frame.context());
        unicorn.writeRegister(Unicorn.FCSR, frame.fcsr());
        if (frame.satp() != satp) {
            satp = frame.satp();
            unicorn.flushTlb();
        }
    }

    /** Makes the next {@link #resume} load its address space afresh: the present one is gone. */
    public void forgetAddressSpace() {
        satp = 0;
    }

    /** Forgets cached translations: due when the running address space has lost a page or a right. */
    public void flushTlb() {
        unicorn.flushTlb();
    }

    /**
     * Forgets code that was translated from these physical addresses, and makes the hart see what stands there
     * now. Due before a frame whose code was run holds other code. Call it only while no task is loaded or when
     * {@link #resume} follows.
     */
    public void invalidateCode(long physical, long length) {
        unicorn.restore(machineMode);
        unicorn.flushTlb();
        unicorn.removeTranslations(physical, physical + length);
        satp = 0;
    }

    @Override
    public void close() {
        cleanUserMode.close();
        machineMode.close();
        unicorn.close();
    }
}
