package foal.cpu;

import foal.cpu.unicorn.AccessLog;
import foal.cpu.unicorn.CountingHooks;
import foal.cpu.unicorn.GeneralRegisters;
import foal.cpu.unicorn.HostHeap;
import foal.cpu.unicorn.TranslationBuffer;
import foal.cpu.unicorn.Unicorn;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/**
 * Counts block by block, at more than twice the speed of an engine that counts by itself, and yet ends a run exactly. When
 * a block begins that has more instructions than the run has left, the engine stops before it, and goes on in small
 * steps: with another translation of the block that counts each instruction by itself. A trap in the midst of a block
 * takes back what has been counted too much.
 *
 * <p>An engine finds a translation by its address and the state of floating point in {@code mstatus.FS}. Programs
 * run with that "dirty"; for the small steps it is "clean", and so these have translations of their own. A program
 * cannot tell the difference. That both are in one engine makes it safe: there is one TLB, one LR reservation, and code
 * that changes loses all its translations at once.
 *
 * <p>Invariant: every translation counts its instructions, in the one way or the other, so that the count is right
 * whichever of the two the engine takes. Outside of the small steps, and in all handlers of traps, FS is "dirty".
 */
final class BlockCounter implements RunCounter {
    private static final long FS = 3 << 13, FS_CLEAN = 2 << 13, FS_DIRTY = 3 << 13;

    private final Unicorn unicorn;
    private final CountingHooks hooks;
    /** Where these two registers stand. */
    private final long pc;
    private final long status;

    private boolean hasBreakpoints;
    private boolean inSmallSteps;
    private long limit;
    /** Once we have stopped the run: the hooks are then left with nothing, so that they do not count what is not run. */
    private volatile boolean stopped; // also set by other threads
    private long leftWhenStopped;

    private BlockCounter(Unicorn unicorn, CountingHooks hooks, MemorySegment pc, MemorySegment status) {
        this.unicorn = unicorn;
        this.hooks = hooks;
        this.pc = pc.address();
        this.status = status.address();
    }

    /**
     * A counter, if that works with this host and this libunicorn. The engine must be in M-mode; its registers are
     * used up.
     *
     * @param buffer the engine's, if it was found
     * @param log is told of what is run, if accesses are logged
     */
    static Optional<RunCounter> find(Unicorn unicorn, GeneralRegisters registers, TrapFrameLayout layout,
            Optional<TranslationBuffer> buffer, Optional<AccessLog> log) {
        Optional<MemorySegment> pc = registers.neighbour(layout.pc() - layout.x());
        Optional<MemorySegment> status = registers.neighbour(layout.status() - layout.x());
        if (pc.isEmpty() || status.isEmpty() || buffer.isEmpty()) {
            return Optional.empty();
        }
        return CountingHooks.install(unicorn, pc.get(), buffer.get(), log)
                .map(hooks -> new BlockCounter(unicorn, hooks, pc.get(), status.get()))
                .filter(BlockCounter::works)
                .map(counter -> counter);
    }

    @Override
    public int run(long instructions) {
        begin(instructions, instructions);
        if (hasBreakpoints) {
            hooks.arm(instructions > 1);
        }
        int error = start();
        while (error == 0 && !stopped && hooks.remaining() > 0 && !isHalted()) {
            beginSmallSteps();
            error = start();
            endSmallSteps();
        }
        if (isHalted() && !stopped) {
            hooks.setRemaining(hooks.remaining() + hooks.instructionsBehind(HostHeap.getLong(pc)) + 1);
            hooks.forgetBlock();
        }
        return error;
    }

    @Override
    public void passTo(RunCounter other) {
        ((BlockCounter) other).begin(limit, hooks.remaining());
        hooks.setRemaining(0);
    }

    private void begin(long instructions, long remaining) {
        limit = instructions;
        if (stopped) {
            stopped = false; // a look is quick, a volatile write is not
        }
        hooks.setRemaining(remaining);
    }

    private int start() {
        hooks.forgetBlock();
        return unicorn.start(HostHeap.getLong(pc), 0);
    }

    private void beginSmallSteps() {
        inSmallSteps = true;
        hooks.countInstructions();
        setFloatingPoint(FS_CLEAN);
    }

    private void endSmallSteps() {
        if (inSmallSteps) {
            inSmallSteps = false;
            hooks.countBlocks();
            setFloatingPoint(FS_DIRTY);
        }
    }

    private void setFloatingPoint(long state) {
        HostHeap.setLong(status, HostHeap.getLong(status) & ~FS | state);
    }

    @Override
    public long counted() {
        return limit - (stopped ? leftWhenStopped : hooks.remaining());
    }

    /** How often a block had to call so as to be counted, modulo 2<sup>32</sup>: one that is executed often soon does not. */
    int calls() {
        return hooks.calls();
    }

    @Override
    public void stop() {
        if (!stopped) {
            stopped = true;
            leftWhenStopped = hooks.remaining();
            hooks.setRemaining(0);
        }
        unicorn.stop();
    }

    @Override
    public boolean haltAt(List<Long> addresses) {
        boolean isPossible = hooks.breakpoints().set(addresses);
        hasBreakpoints = !hooks.breakpoints().isEmpty();
        return isPossible;
    }

    @Override
    public boolean haltsAt(long address) {
        return hasBreakpoints && hooks.breakpoints().isAt(address);
    }

    @Override
    public boolean isHalted() {
        return hasBreakpoints && hooks.isHalted();
    }

    @Override
    public void trapped() {
        endSmallSteps();
    }

    @Override
    public void trappedAt(long pc) {
        endSmallSteps();
        hooks.setRemaining(hooks.remaining() + hooks.instructionsBehind(pc));
        hooks.forgetBlock();
    }

    // ---- whether it works ----------------------------------------------------------------------------------

    private static final long ROUNDS = 1000;
    private static final long INSTRUCTIONS = 4 * ROUNDS + 3;
    private static final long LEAST_DESCRIPTION = 128, MOST_DESCRIPTION = 320, DESCRIPTION_STEP = 64;

    /** Tries it. The hooks are left counting blocks, or nothing if it does not work. */
    private boolean works() {
        hooks.countBlocks();
        boolean works = findDescriptions() && countsExactly();
        if (!works) {
            hooks.countNothing();
        }
        return works;
    }

    /** Finds the size of the engine's descriptions of blocks, which depends on how libunicorn was built. */
    private boolean findDescriptions() {
        for (long size = LEAST_DESCRIPTION; size <= MOST_DESCRIPTION; size += DESCRIPTION_STEP) {
            hooks.setDescriptionSize(size);
            hooks.setRemaining(INSTRUCTIONS);
            unicorn.writeRegister(Unicorn.PC, Firmware.COUNTED_LOOP);
            if (start() == 0 && hooks.remaining() == 3
                    && hooks.instructionsBehind(Firmware.COUNTED_LOOP + Firmware.COUNTED_LOOP_THIRD) == 1) {
                return true;
            }
        }
        return false;
    }

    private boolean countsExactly() {
        unicorn.writeRegister(Unicorn.X0 + Firmware.COUNTED_LOOP_REGISTER, 0);
        unicorn.writeRegister(Unicorn.PC, Firmware.COUNTED_LOOP);
        return run(INSTRUCTIONS) == 0 && hooks.remaining() == 0
                && unicorn.readRegister(Unicorn.X0 + Firmware.COUNTED_LOOP_REGISTER) == ROUNDS + 1
                && unicorn.readRegister(Unicorn.PC) == Firmware.COUNTED_LOOP + Firmware.COUNTED_LOOP_FOURTH;
    }
}
