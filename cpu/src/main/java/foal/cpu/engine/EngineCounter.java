package foal.cpu.engine;

import foal.cpu.unicorn.Unicorn;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The engine's own way to count, or not to count at all. It counts by calling a function before each instruction, which
 * is simple, works on every host, and costs more than the instructions themselves.
 */
public final class EngineCounter implements RunCounter {
    private static final long NO_LIMIT = 0;

    private final Unicorn unicorn;
    /** Tells what the engine has counted: at the end of a run of so many instructions, also the first that it has not executed. */
    private final LongSupplier counter;
    /** Once there has been a breakpoint. */
    private Optional<BreakpointHooks> breakpoints = Optional.empty();
    private long limit;
    private boolean isHalted;

    private EngineCounter(Unicorn unicorn, LongSupplier counter) {
        this.unicorn = unicorn;
        this.counter = counter;
    }

    /** One that counts nothing. */
    public static EngineCounter notCounting(Unicorn unicorn) {
        return new EngineCounter(unicorn, () -> 0);
    }

    /**
     * One that counts. The engine must be in M-mode; its registers are used up. It comes last: from now on the engine counts by
     * itself. To change that back and forth makes it clear its translation buffer each time, and one that has ever counted stays slow.
     */
    public static EngineCounter counting(EngineView engine) {
        return new EngineCounter(engine.unicorn(), InstructionCounter.find(engine.unicorn(), engine.idleLoop())::value);
    }

    @Override
    public int run(long newLimit) {
        limit = newLimit;
        isHalted = false;
        return unicorn.start(unicorn.readRegister(Unicorn.PC), limit);
    }

    @Override
    public void passTo(RunCounter other) {
        // Only runs that are not counted can be passed on.
    }

    @Override
    public long counted() {
        return counter.getAsLong() - (isHalted ? 1 : 0);
    }

    /** Whether the engine, which has come to an instruction and counted it, is going to stop before it. */
    public boolean isOverAt(long pc) {
        return limit != NO_LIMIT && (counter.getAsLong() > limit || limit > 1 && breakpoints.isPresent() && breakpoints.get().stopsAt(pc));
    }

    @Override
    public void stop() {
        unicorn.stop();
    }

    /** The engine has counted the instruction at a breakpoint. If it was one too many, the run is over anyway. */
    private void halt() {
        if (limit > 1 && counter.getAsLong() <= limit) {
            isHalted = true;
            unicorn.stop();
        }
    }

    @Override
    public boolean haltAt(List<Long> addresses) {
        if (breakpoints.isEmpty()) {
            if (addresses.isEmpty() || !unicorn.canCallJava()) {
                return addresses.isEmpty();
            }
            breakpoints = Optional.of(new BreakpointHooks(unicorn, _ -> halt()));
        }
        return breakpoints.get().set(addresses);
    }

    @Override
    public boolean haltsAt(long address) {
        return breakpoints.isPresent() && breakpoints.get().isAt(address);
    }

    @Override
    public boolean isHalted() {
        return isHalted;
    }

    @Override
    public void trapped() {
        // Each instruction has been counted by itself.
    }

    @Override
    public void trappedAt(long pc) {
        // Neither is there anything to take back.
    }

    @Override
    public boolean mustBeginToTell() {
        return false; // whoever watches looks at each instruction from the first on
    }

    @Override
    public void beginToTell() {
        // It has begun.
    }
}
