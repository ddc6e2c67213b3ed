package foal.cpu.machinecode;

import foal.cpu.engine.EngineView.CountedLoop;
import foal.cpu.engine.EngineView;
import foal.cpu.engine.GeneralRegisters;
import foal.cpu.engine.RunCounter;
import foal.cpu.host.HostHeap;
import foal.cpu.unicorn.Unicorn;
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
public final class BlockCounter implements RunCounter {
    private static final long FS = 3 << 13, FS_CLEAN = 2 << 13, FS_DIRTY = 3 << 13;

    private final Unicorn unicorn;
    private final GeneralRegisters registers;
    private final CountedLoop loop;
    private final Optional<AccessLog> log;
    private final CountingHooks hooks;
    /** Where these two registers stand. */
    private final long pc;
    private final long status;

    private boolean mustBeginToTell;
    private boolean hasBreakpoints;
    private boolean inSmallSteps;
    private long limit;
    /** Once we have stopped the run: the hooks are then left with nothing, so that they do not count what is not run. */
    private volatile boolean stopped; // also set by other threads
    private long leftWhenStopped;

    private BlockCounter(EngineView engine, CountingHooks hooks, Optional<AccessLog> log) {
        unicorn = engine.unicorn();
        registers = engine.registers();
        loop = engine.loop();
        this.log = log;
        this.hooks = hooks;
        pc = engine.pc().orElseThrow().address();
        status = engine.status().orElseThrow().address();
        mustBeginToTell = log.isPresent();
    }

    /**
     * A counter, if that works with this host and this libunicorn. The engine must be in M-mode; its registers are
     * used up.
     *
     * @param isAdverse as in {@link Vicinity}
     * @param log is told of what is run, if accesses are logged
     */
    static Optional<RunCounter> find(EngineView engine, boolean isAdverse, Optional<AccessLog> log) {
        if (engine.pc().isEmpty() || engine.status().isEmpty() || engine.buffer().isEmpty()) {
            return Optional.empty();
        }
        Vicinity vicinity = new Vicinity(engine.buffer().get().begin(), isAdverse);
        return CountingHooks.install(engine.unicorn(), engine.pc().get(), vicinity, log)
                .map(hooks -> new BlockCounter(engine, hooks, log))
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
    public int calls() {
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

    @Override
    public boolean mustBeginToTell() {
        return mustBeginToTell;
    }

    @Override
    public void beginToTell() {
        log.orElseThrow().attach(unicorn, registers);
        unicorn.flushTranslations(); // which do not tell of accesses
        mustBeginToTell = false;
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
            unicorn.writeRegister(Unicorn.PC, loop.begin());
            if (start() == 0 && hooks.remaining() == 3
                    && hooks.instructionsBehind(loop.begin() + loop.third()) == 1) {
                return true;
            }
        }
        return false;
    }

    private boolean countsExactly() {
        unicorn.writeRegister(Unicorn.X0 + loop.register(), 0);
        unicorn.writeRegister(Unicorn.PC, loop.begin());
        return run(INSTRUCTIONS) == 0 && hooks.remaining() == 0
                && unicorn.readRegister(Unicorn.X0 + loop.register()) == ROUNDS + 1
                && unicorn.readRegister(Unicorn.PC) == loop.begin() + loop.fourth();
    }
}
