package foal.cpu;

import java.util.Arrays;
import java.util.function.Supplier;

/**
 * The engines of a hart, each of which remembers the translations of one address space: as a TLB with address-space identifiers
 * keeps those of several spaces at once. What is not remembered is loaded into the engine that was used least recently.
 *
 * <p>Which engine has which space makes no difference but of speed.
 */
final class Engines implements AutoCloseable {
    /** Address spaces whose translations a hart can remember. */
    private static final int MOST = 4;
    /** Spaces that had to be loaded afresh before another engine is worth its making, which takes as long as 10,000. */
    private static final int MISSES_PER_ENGINE = 2_000;

    private final Supplier<Engine> maker;
    private Engine[] engines = {};
    private long misses;

    Engines(Supplier<Engine> maker) {
        this.maker = maker;
    }

    /** Makes one more. */
    Engine add() {
        Engine engine = maker.get();
        engines = Arrays.copyOf(engines, engines.length + 1);
        engines[engines.length - 1] = engine;
        return engine;
    }

    /** The engine that knows an address space, or else one that is to get to know it. @param loaded the one with the present task */
    Engine engineFor(long satp, Engine loaded) {
        for (Engine engine : engines) {
            if (engine.satp() == satp) {
                return engine;
            }
        }
        if (loaded.satp() == Engine.NO_SPACE) {
            return loaded; // the kernel has made the engines forget their spaces: no other knows more
        }
        misses++;
        boolean another = engines.length < MOST && misses > (long) MISSES_PER_ENGINE * engines.length;
        return another ? add() : leastRecentlyUsed();
    }

    private Engine leastRecentlyUsed() {
        Engine oldest = engines[0];
        for (Engine engine : engines) {
            if (engine.lastUse() < oldest.lastUse()) {
                oldest = engine;
            }
        }
        return oldest;
    }

    void forgetAddressSpaces() {
        for (Engine engine : engines) {
            engine.forgetAddressSpace();
        }
    }

    /** As {@link Hart#invalidateCode}. */
    void invalidateCode(long physical, long length) {
        for (Engine engine : engines) {
            engine.invalidateCode(physical, length);
        }
    }

    @Override
    public void close() {
        for (Engine engine : engines) {
            engine.close();
        }
    }
}
