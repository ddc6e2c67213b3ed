package foal.kernel.machine;

import foal.cpu.DebugModule;
import foal.cpu.Hart;
import foal.cpu.MemoryWatch;
import foal.cpu.PhysicalMemory;
import foal.cpu.TrapFrame;
import foal.cpu.TrapHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What tasks are run by: one hart or several, that take turns on the host's one thread. They count instructions, and so
 * can be interrupted after any number of them, exactly.
 *
 * <p>By the host's clock a hart that is the only one has a double that does not count and is about half as fast again.
 * Nothing but a trap can interrupt it, so it serves a task that nobody else could interrupt anyway. Only one of the two
 * runs at a time.
 */
public final class Processor implements AutoCloseable {
    /** As many harts as a machine can have. */
    public static final int MOST_HARTS = 16;

    private final List<Hart> counting;
    private final List<Hart> all;
    private Hart current;
    private boolean isFree;
    /** The registers that the current hart still has as they were saved; null if none. */
    private TrapFrame intact;

    /**
     * @param harts from 1 to {@link #MOST_HARTS}
     * @param withFreeHart whether there is one that does not count
     * @param watch is told of accesses to memory, but not by that one
     */
    public Processor(PhysicalMemory memory, TrapHandler handler, int harts, boolean withFreeHart, Optional<MemoryWatch> watch) {
        counting = Stream.generate(() -> watch.map(it -> new Hart(memory, handler, it))
                .orElseGet(() -> new Hart(memory, handler, true))).limit(harts).toList();
        current = counting.getFirst();
        all = new ArrayList<>(counting);
        if (withFreeHart) {
            all.add(new Hart(memory, handler, false));
        }
    }

    /** How many harts there are, for those who run programs. */
    public int harts() {
        return counting.size();
    }

    /** Whether there is but one hart, for those who run programs. */
    public boolean isAlone() {
        return counting.size() == 1;
    }

    /** The hart that runs, has run last, or is about to run. */
    public Hart hart() {
        return current;
    }

    /** Whether that is the one that does not count. */
    public boolean isFree() {
        return isFree;
    }

    /**
     * Chooses the hart that the next task is loaded into; no task may be loaded.
     *
     * @param hart from 0
     * @param free whether it may be the one that does not count, if there is one
     */
    public void choose(int hart, boolean free) {
        Hart before = current;
        isFree = free && all.size() > counting.size();
        current = isFree ? all.getLast() : counting.get(hart);
        if (current != before) {
            intact = null;
        }
    }

    // ---- the registers of the loaded task ----------------------------------------------------------------------

    /**
     * The timer has interrupted a program: saves its registers. If nothing comes between, {@link #resume} has nothing to load, and
     * an LR of the program's keeps its reservation; without that a short quantum could fail each SC for ever.
     */
    public void interrupt(TrapFrame registers) {
        current.save(registers);
        intact = registers;
    }

    /** Saved registers have changed, or code has. */
    public void disturb() {
        intact = null;
    }

    /** Goes on with a program: loads its registers if the hart does not have them still. */
    public void resume(TrapFrame registers) {
        if (registers != intact || !current.isIn(registers.satp())) {
            current.resume(registers);
        }
        intact = null;
    }

    /** Lets a debugger decide when counting harts halt. */
    public void attach(DebugModule debugger) {
        counting.forEach(hart -> hart.attach(debugger));
    }

    /** An address space is gone that harts may have loaded. */
    public void forgetAddressSpace() {
        all.forEach(Hart::forgetAddressSpace);
    }

    /** Code at these physical addresses has changed; {@link Hart#resume} must follow. */
    public void invalidateCode(long physical, long length) {
        disturb();
        all.forEach(hart -> hart.invalidateCode(physical, length));
    }

    @Override
    public void close() {
        all.forEach(Hart::close);
    }
}
