package foal.cpu;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import foal.cpu.engine.Acceleration;
import foal.cpu.engine.EngineCounter;
import foal.cpu.engine.EngineView;
import foal.cpu.engine.GeneralRegisters;
import foal.cpu.engine.RunCounter;
import foal.cpu.engine.TlbSize;
import foal.cpu.engine.TranslationBuffer;
import foal.cpu.unicorn.Unicorn;
import foal.cpu.unicorn.UnicornContext;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/**
 * An emulator with the TLB of one address space. A hart has several, as a TLB with address-space identifiers has
 * room for several spaces: to go back to a space that one of them has loaded costs neither a flush nor page walks.
 */
final class Engine implements AutoCloseable {
    /** No address space: whatever is loaded next, the TLB is flushed before. */
    static final long NO_SPACE = 0;
    private static final int UNKNOWN = -1;
    /** Instead of a generation: there is nothing in the TLB that could be too old. */
    private static final long FLUSHED = -1;

    private final Unicorn unicorn;
    private final GeneralRegisters registers;
    private final TrapFrameLayout layout;
    /** The registers, laid out as in a context; empty if it is not known where they stand. */
    private final Optional<MemorySegment> live;
    private final RunCounter counter;
    private final UnicornContext machineMode;
    private final TrapFrame cleanUserMode;
    private final TranslationBudget budget;
    private final Optional<TlbSize> tlb;
    private final Optional<MemoryWatch> watch;
    /** A context in which to look at what cannot be read otherwise. */
    private Optional<UnicornContext> scratch = Optional.empty();

    private boolean inUserMode;
    private long satp = NO_SPACE;
    /** The frame whose registers are here; null if there is none. */
    private TrapFrame resident;
    /** What the fcsr holds; or {@link #UNKNOWN}, once the program has run. */
    private int fcsr = UNKNOWN;
    private long lastUse;
    /** Of the address space when the TLB was last emptied because of it. */
    private long tlbGeneration = FLUSHED;

    /** How runs are counted. */
    enum Counting {
        /** Not at all. */
        NONE,
        /** Exactly, in the fastest way that there is. */
        FAST,
        /** Exactly, instruction by instruction. */
        SLOW
    }

    /**
     * @param traps is called for exceptions in U-mode, with their cause, and must not throw
     * @param watch is told of accesses to memory
     */
    Engine(PhysicalMemory memory, Counting counting, Unicorn.InterruptHook traps, Optional<MemoryWatch> watch) {
        this.watch = watch;
        Optional<Acceleration> acceleration = MachineCodeSwitch.acceleration();
        // Where blocks are counted, the optimizer's gain cannot be seen any more.
        acceleration.ifPresent(it -> it.setOptimizing(counting == Counting.NONE));
        boolean callsJava = watch.isPresent() || counting == Counting.SLOW;
        unicorn = new Unicorn(engine -> callsJava ? Optional.empty() : acceleration.flatMap(it -> it.runner(engine)));
        unicorn.mapMemory(PhysicalMemory.BASE, memory.segment());
        Firmware.install(memory);
        PrivilegedVersion.choose(unicorn);
        registers = GeneralRegisters.find(unicorn);
        layout = TrapFrameLayout.find(unicorn, Firmware.LOAD_RESERVED, Firmware.SCRATCH);
        unicorn.onInterrupt(cause -> interrupt(cause, traps));
        Optional<TranslationBuffer> buffer = TranslationBuffer.find(unicorn, () -> Firmware.openMemoryToUserMode(unicorn));
        budget = new TranslationBudget(unicorn, buffer, this::stop);
        unicorn.endNowhere();
        machineMode = unicorn.saveNew();
        tlb = TlbSize.find(unicorn, registers, () -> Firmware.touchPages(unicorn, machineMode));
        Firmware.enterUserMode(unicorn);
        inUserMode = true;
        cleanUserMode = new TrapFrame(unicorn.saveNew(), layout);
        live = registers.around(layout.x(), cleanUserMode.context().memory().byteSize());
        Optional<MemorySegment> pc = registers.neighbour(layout.pc() - layout.x());
        Optional<MemorySegment> status = registers.neighbour(layout.status() - layout.x());
        EngineView view = new EngineView(unicorn, registers, pc, status, buffer, this::reservation, Firmware.IDLE_LOOP,
                Firmware.COUNTED_LOOP);
        counter = switch (counting) {
            case NONE -> EngineCounter.notCounting(unicorn);
            case FAST -> fastCounter(view, acceleration).orElseGet(() -> slowCounter(view));
            case SLOW -> slowCounter(view);
        };
    }

    private Optional<RunCounter> fastCounter(EngineView view, Optional<Acceleration> acceleration) {
        unicorn.restore(machineMode);
        return watch.isPresent() ? watch.get().fastCounter(view) : acceleration.flatMap(it -> it.counter(view));
    }

    private RunCounter slowCounter(EngineView view) {
        unicorn.restore(machineMode);
        return watch.isPresent() ? watch.get().slowCounter(view) : EngineCounter.counting(view);
    }

    /** The address that the loaded task has reserved, in a run. */
    private long reservation() {
        if (scratch.isEmpty()) {
            scratch = Optional.of(unicorn.saveNew());
        } else {
            unicorn.save(scratch.get());
        }
        return scratch.get().memory().get(JAVA_LONG_UNALIGNED, layout.reservation());
    }

    private void interrupt(int cause, Unicorn.InterruptHook traps) {
        fcsr = UNKNOWN;
        if (inUserMode) {
            if (TrapDecoder.isInBlock(cause)) {
                long pc = unicorn.readRegister(Unicorn.PC) - 4;
                counter.trappedAt(pc);
                watch.ifPresent(it -> it.trappedAt(pc));
            } else {
                counter.trapped();
            }
            traps.interrupt(cause);
            growTlb();
            if (mustBeginToWatch()) {
                stop(); // and go on in the next run
            }
        } else {
            unicorn.stop(); // the firmware has come to its end
        }
    }

    /** The emulator itself. */
    Unicorn unicorn() {
        return unicorn;
    }

    /** What counts the runs. */
    RunCounter counter() {
        return counter;
    }

    /**
     * Runs the loaded task.
     *
     * @param limit of instructions, if they are counted
     * @return 0, or {@link Unicorn#LEFT}, or the error that ended the run
     */
    int run(long limit) {
        if (mustBeginToWatch()) {
            counter.beginToTell();
        }
        budget.renew();
        growTlb();
        try {
            int error = counter.run(limit);
            if (counter.isHalted()) {
                watch.ifPresent(it -> it.trappedAt(unicorn.readRegister(Unicorn.PC)));
            }
            return error;
        } finally {
            fcsr = UNKNOWN;
        }
    }

    /** Between runs: has runs end at breakpoints. @return false if it cannot */
    boolean haltAt(List<Long> addresses) {
        return counter.haltAt(addresses);
    }

    /** Whether a run of more than one instruction does not execute the one at that address. */
    boolean haltsAt(long address) {
        return counter.haltsAt(address);
    }

    /** A program that shares nothing is not slowed down: accesses are told only from when there is a frame to watch. */
    private boolean mustBeginToWatch() {
        return watch.isPresent() && counter.mustBeginToTell() && watch.get().isNeeded();
    }

    /** Ends the run. */
    void stop() {
        counter.stop();
    }

    /** In a trap: ends the run, to go on with another engine before this one runs again. */
    void leave() {
        if (!unicorn.leave()) {
            stop();
        }
    }

    /**
     * In a trap: has another engine go on with this one's run as soon as the trap's handler returns, and with its count.
     *
     * @return false if the run must be left or stopped instead
     */
    boolean leaveFor(Engine other) {
        // The other is in the midst of a run, so it has room for translations: where there is none, the run has ended.
        boolean canFollow = unicorn.leaveFor(other.unicorn);
        if (canFollow) {
            counter.passTo(other.counter);
            other.fcsr = UNKNOWN;
        }
        return canFollow;
    }

    /** Instructions begun since the present or last run started; 0 if not counting. */
    long counted() {
        return counter.counted();
    }

    /** The general registers of the loaded task. */
    GeneralRegisters registers() {
        return registers;
    }

    // ---- loading and saving tasks ----------------------------------------------------------------------------

    /** A frame with the registers as they are now. */
    TrapFrame saveNew() {
        TrapFrame frame = new TrapFrame(unicorn.saveNew(), layout);
        frame.saveFcsr(fcsr());
        return frame;
    }

    /** Makes a frame that of a program that has not begun. */
    void reset(TrapFrame frame) {
        frame.copyFrom(cleanUserMode);
    }

    /** Saves the loaded task: its registers may stay where they are. */
    void save(TrapFrame frame) {
        if (!frame.isIn(this)) {
            copy(frame);
        }
    }

    /** Copies the registers into a frame's context. */
    void copy(TrapFrame frame) {
        unicorn.save(frame.context());
        frame.saveFcsr(fcsr());
    }

    /** Loads a task. @param now a number that grows with each use of an engine */
    void load(TrapFrame frame, long now) {
        lastUse = now;
        frame.clearReservation();
        if (!frame.isIn(this)) {
            moveIn(frame);
        }
        if (frame.satp() != satp) {
            satp = frame.satp();
            unicorn.flushTlb();
            tlbGeneration = FLUSHED;
        }
    }

    private void moveIn(TrapFrame frame) {
        makeRoom();
        frame.leaveEngine();
        restore(frame);
        if (live.isPresent()) {
            frame.enter(this, live.get());
            resident = frame;
        }
    }

    private void restore(TrapFrame frame) {
        unicorn.restore(frame.context());
        if (frame.fcsr() != fcsr || !frame.hasSavedFcsr()) { // to restore a context has set the rounding mode
            fcsr = frame.fcsr();
            unicorn.writeRegister(Unicorn.FCSR, fcsr);
        }
    }

    /** Brings registers that are still needed to where they belong. */
    private void makeRoom() {
        if (resident != null) {
            resident.leaveEngine();
        }
    }

    /** The frame no longer has its registers here. */
    void forget(TrapFrame frame) {
        if (resident == frame) {
            resident = null;
        }
    }

    /** The fcsr of the loaded task. */
    int fcsr() {
        if (fcsr == UNKNOWN) {
            fcsr = (int) unicorn.readRegister(Unicorn.FCSR);
        }
        return fcsr;
    }

    /** Forgets the translations of addresses, unless that was done since the address space was last changed. */
    void flushTlb(long newGeneration) {
        if (tlbGeneration != newGeneration && tlbGeneration != FLUSHED) {
            unicorn.flushTlb();
        }
        tlbGeneration = newGeneration;
    }

    /** Forgets the translations of addresses. Those that come in from now on are still of the generation of before. */
    void flushTlb() {
        unicorn.flushTlb();
    }

    /** The size of its TLB in U-mode; empty if that cannot be told. */
    Optional<TlbSize> tlb() {
        return tlb;
    }

    /** A TLB changes its size only when it is flushed, and a program that computes gives no cause to. */
    private void growTlb() {
        if (tlb.isPresent() && tlb.get().isTooSmall()) {
            tlb.get().grow();
            flushTlb();
        }
    }

    /** The address space whose translations it has, or {@link #NO_SPACE}. */
    long satp() {
        return satp;
    }

    /** When a task was last loaded. */
    long lastUse() {
        return lastUse;
    }

    void forgetAddressSpace() {
        satp = NO_SPACE;
    }

    /** Drops the code translated from physical addresses; a task must be loaded before it runs again. */
    void invalidateCode(long physical, long length) {
        makeRoom();
        unicorn.restore(machineMode); // where addresses are physical
        unicorn.flushTlb();
        unicorn.removeTranslations(physical, physical + length);
        satp = NO_SPACE;
        watch.ifPresent(MemoryWatch::forgetCode);
    }

    @Override
    public void close() {
        makeRoom();
        scratch.ifPresent(UnicornContext::close);
        cleanUserMode.close();
        machineMode.close();
        unicorn.close();
    }
}
