package foal.kernel.sched;

import foal.cpu.Hart;
import foal.cpu.MemoryWatch;
import foal.cpu.PhysicalMemory;
import foal.cpu.TrapHandler;
import java.util.List;
import java.util.Optional;

/**
 * What tasks are run by. One hart counts instructions: it can be interrupted after any number of them, exactly.
 *
 * <p>By the host's clock there is a second one that does not count and is about half as fast again. Nothing but a
 * trap can interrupt it, so it serves a task that nobody else could interrupt anyway. Only one of the two runs
 * at a time.
 */
public final class Processor implements AutoCloseable {
    private final Hart counting;
    private final List<Hart> all;
    private Hart current;

    /**
     * @param withFreeHart whether there is a hart that does not count
     * @param watch is told of accesses to memory, but not by that hart
     */
    public Processor(PhysicalMemory memory, TrapHandler handler, boolean withFreeHart, Optional<MemoryWatch> watch) {
        counting = watch.map(it -> new Hart(memory, handler, it)).orElseGet(() -> new Hart(memory, handler, true));
        current = counting;
        all = withFreeHart ? List.of(counting, new Hart(memory, handler, false)) : List.of(counting);
    }

    /** The hart that runs, has run last, or is about to run. */
    public Hart hart() {
        return current;
    }

    /** Whether that is the one that does not count. */
    public boolean isFree() {
        return current != counting;
    }

    /** Chooses the hart that the next task is loaded into; no task may be loaded. */
    public void choose(boolean free) {
        Hart chosen = free ? all.getLast() : counting;
        if (chosen != current) {
            current = chosen;
            // It has not seen what became of the page tables meanwhile.
            chosen.forgetAddressSpace();
        }
    }

    /** An address space is gone that harts may have loaded. */
    public void forgetAddressSpace() {
        all.forEach(Hart::forgetAddressSpace);
    }

    /** Code at these physical addresses has changed; {@link Hart#resume} must follow. */
    public void invalidateCode(long physical, long length) {
        all.forEach(hart -> hart.invalidateCode(physical, length));
    }

    @Override
    public void close() {
        all.forEach(Hart::close);
    }
}
