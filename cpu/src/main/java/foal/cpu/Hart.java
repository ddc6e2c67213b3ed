package foal.cpu;

import foal.cpu.engine.GeneralRegisters;
import foal.cpu.unicorn.Unicorn;
import foal.cpu.unicorn.UnicornException;
import java.util.Optional;

/**
 * A hardware thread: executes one task's instructions until they trap, or for an exact number of instructions.
 *
 * <p>It is driven by one host thread. The {@link TrapHandler} is called on that thread in the midst of
 * {@link #run}, and may do there whatever a kernel does in a trap: read and write registers, edit page tables,
 * switch to another task. To end the engine's run and begin another would cost several times as much.
 */
public final class Hart implements AutoCloseable {
    /** General registers by their ABI names (RISC-V calling convention). */
    public static final int RA = 1, SP = 2, TP = 4, A0 = 10, A7 = 17;

    private static final int CALL_ARGUMENTS = 6;

    private TrapHandler handler;
    private final TrapDecoder decoder;
    private final Engine.Counting counting;
    private final Optional<MemoryWatch> watch;
    private final Engines engines;

    /** The engine that has the loaded task, and the one that runs or has run last. They differ after a switch in a trap. */
    private Engine loaded;
    private Engine running;
    private boolean inside;
    private long uses;

    private final Debugging debugging = new Debugging(this);
    private long limit;
    private long retiredBefore;
    private volatile boolean stopping; // also set by other threads
    private final HeldFailure failure = new HeldFailure();

    /**
     * A hart on that memory. The memory's first page is firmware: the hart writes to it here, and nobody else
     * may use it.
     *
     * @param counting whether runs are counted in instructions; without, {@link #run} lasts until {@link #stop()}
     *     and is about half as fast again
     */
    public Hart(PhysicalMemory memory, TrapHandler handler, boolean counting) {
        this(memory, handler, counting ? Engine.Counting.FAST : Engine.Counting.NONE, Optional.empty());
    }

    /** A hart that counts, and whose accesses to memory are watched. */
    public Hart(PhysicalMemory memory, TrapHandler handler, MemoryWatch watch) {
        this(memory, handler, Engine.Counting.FAST, Optional.of(watch));
    }

    /** A hart that counts in a certain way. */
    Hart(PhysicalMemory memory, TrapHandler handler, Engine.Counting counting) {
        this(memory, handler, counting, Optional.empty());
    }

    private Hart(PhysicalMemory memory, TrapHandler handler, Engine.Counting counting, Optional<MemoryWatch> watch) {
        this.watch = watch;
        this.handler = handler;
        decoder = new TrapDecoder(memory, this);
        this.counting = counting;
        engines = new Engines(() -> new Engine(memory, counting, this::interrupt, watch));
        loaded = engines.add();
        running = loaded;
    }

    /** Has a debugger say when the hart halts: one that counts, and that does not run yet. */
    public void attach(DebugModule module) {
        handler = debugging.attach(module, handler);
    }

    // ---- running -------------------------------------------------------------------------------------------

    /**
     * Runs the loaded task until {@link #stop()} or, when counting, until exactly {@code instructions} have been
     * executed: those that trapped count too.
     */
    public void run(long instructions) {
        boolean counted = counting != Engine.Counting.NONE;
        stopping = false;
        retiredBefore = 0;
        limit = 0;
        if (counted && instructions <= 0) {
            return; // a limit of 0 would mean "no limit" to the engine
        }
        limit = counted ? debugging.untilHalt(instructions) : 0;
        while (true) {
            int error = runLoaded();
            failure.rethrow();
            retiredBefore = retired();
            limit = 0;
            if (error == Unicorn.ERROR_INVALID_INSTRUCTION) {
                deliver(decoder.ofInvalidInstruction());
                failure.rethrow();
            } else if (error != 0 && error != Unicorn.LEFT) {
                throw new UnicornException("the engine stopped: " + running.unicorn().errorText(error));
            }
            if (stopping || counted && retiredBefore >= instructions) {
                return;
            }
            // The other engine could not be gone on with, or not for so few instructions; one needs room for translations; or a
            // debugger wants to look.
            limit = counted ? debugging.untilHalt(instructions - retiredBefore) : 0;
        }
    }

    /** In a trap: has the debugger asked before the next instruction. */
    public void halt() {
        if (inside) {
            running.leave();
        }
    }

    private int runLoaded() {
        running = loaded;
        inside = true;
        try {
            return running.run(limit);
        } finally {
            inside = false;
        }
    }

    /**
     * Ends {@link #run} after the present trap. If another thread calls it, the run ends soon, if it does not just begin
     * or go on with a task in another engine, and the task cannot be continued: its pc is not exact.
     */
    public void stop() {
        stopping = true;
        running.stop();
    }

    /** Instructions executed since {@link #run} began; in a trap, with the one that trapped. 0 if not counting. */
    public long retired() {
        return retiredBefore + Math.min(running.counted(), limit);
    }

    /** After a run: the same, and from then on 0 until the next. */
    public long takeRetired() {
        long taken = retired();
        retiredBefore = 0;
        limit = 0;
        return taken;
    }

    private void interrupt(int cause) {
        try {
            deliver(decoder.ofException(cause));
        } catch (Throwable e) {
            fail(e);
        }
        if (loaded != running) {
            changeEngine();
        }
    }

    /** The trap has loaded a task into another engine: this one may not go on. */
    private void changeEngine() {
        if (stopping) {
            running.stop(); // another thread may have stopped the one that ran before it
        } else if (!debugging.isAttached() && running.leaveFor(loaded)) {
            running = loaded;
        } else {
            running.leave(); // run() goes on with the other
        }
    }

    private void deliver(Trap trap) {
        try {
            handler.trap(this, trap);
        } catch (Throwable e) {
            fail(e);
        }
    }

    private void fail(Throwable e) {
        failure.hold(e);
        stop();
    }

    // ---- registers of the loaded task ----------------------------------------------------------------------

    /** Reads a0 to a5 and then a7, the arguments and the number of a system call. @param into takes 7 values */
    public void readCallRegisters(long[] into) {
        GeneralRegisters registers = loaded.registers();
        for (int i = 0; i < CALL_ARGUMENTS; i++) {
            into[i] = registers.get(A0 + i);
        }
        into[CALL_ARGUMENTS] = registers.get(A7);
    }

    /** General register {@code x0} to {@code x31}. */
    public long x(int register) {
        return loaded.registers().get(register);
    }

    /** @param register from 1: x0 is always 0 */
    public void setX(int register, long value) {
        loaded.registers().set(register, value);
    }

    public long pc() {
        return loaded.unicorn().readRegister(Unicorn.PC);
    }

    public void setPc(long pc) {
        loaded.unicorn().writeRegister(Unicorn.PC, pc);
    }

    /** Whether the loaded task is in an address space, and that has not been forgotten since. */
    public boolean isIn(long satp) {
        return loaded.satp() == satp;
    }

    /** The engine that has the loaded task. */
    Engine loaded() {
        return loaded;
    }

    // ---- switching tasks -----------------------------------------------------------------------------------

    /** A new frame: registers all 0, U-mode, floating point on; set its satp, pc and sp before it is resumed. */
    public TrapFrame newFrame() {
        TrapFrame frame = loaded.saveNew();
        loaded.reset(frame);
        return frame;
    }

    /** A new frame with the registers of the loaded task. */
    public TrapFrame saveNew() {
        return loaded.saveNew();
    }

    /** Makes a frame as new, for a program that replaces another in its task. */
    public void reset(TrapFrame frame) {
        loaded.reset(frame);
    }

    /** Saves the registers of the loaded task. */
    public void save(TrapFrame frame) {
        loaded.save(frame);
    }

    /**
     * Loads a task's registers and its address space. A reservation that the task held is lost, as it must be
     * where other tasks or harts have run since. So between runs of other harts resume a task even if it is still
     * the loaded one.
     */
    public void resume(TrapFrame frame) {
        loaded = engines.engineFor(frame.satp(), loaded);
        loaded.load(frame, ++uses);
    }

    /** Makes the next {@link #resume} load its address space afresh: the present one is gone. */
    public void forgetAddressSpace() {
        engines.forgetAddressSpaces();
        watch.ifPresent(MemoryWatch::forgetSpaces);
    }

    /** Forgets cached translations: due when the running address space has lost a page or a right. */
    public void flushTlb() {
        loaded.flushTlb();
    }

    /**
     * Forgets them if this hart has not done so since the address space lost a page or a right.
     *
     * @param generation how often it has lost some, from 0
     */
    public void flushTlb(long generation) {
        loaded.flushTlb(generation);
    }

    /**
     * Forgets code that was translated from these physical addresses, and makes the hart see what stands there
     * now. Due before a frame whose code was run holds other code. Call it only while no task is loaded or when
     * {@link #resume} follows.
     */
    public void invalidateCode(long physical, long length) {
        engines.invalidateCode(physical, length);
    }

    /** In a trap: the kernel has carried out a store of the loaded task. Whoever watches is told, as of the task's other stores. */
    public void tellStore(StoreInstruction store, long physical, long pc) {
        watch.ifPresent(it -> it.tellStore(store, physical, pc, x(RA)));
    }

    @Override
    public void close() {
        engines.close();
    }
}
