package foal.cpu.engine;

import java.util.Optional;

/**
 * Sees the loads, stores and fences of the programs on some engines, and tells a {@link WatchedProgram} of them: in order, but
 * perhaps late, with the next {@link #flush}.
 */
public interface AccessWatch extends AutoCloseable {
    /** Address spaces have numbers from 1 to below that. */
    int SPACES = 1 << 12;

    /**
     * A counter for one more engine, which must be in M-mode, and whose registers are used up. What it runs is seen. Empty if
     * that cannot be had.
     */
    Optional<RunCounter> counter(EngineView engine);

    /** Drops what has been seen and not told. */
    void clear();

    /** Says who runs: from 1, 32 bits, another number each time that something has ordered the accesses anew; 0 for nobody. */
    void setEpoch(long epoch);

    /** Says which address space the code is in that runs. */
    void setSpace(int number);

    /** The program is to be asked again when it comes to a place, in the address space that runs. */
    void lookAt(long pc);

    /** What is known of code does not hold any more. */
    void forgetCode();

    /** Tells all that has been done up to now. Not to be called in the midst of a block but by its trap. */
    void flush();

    /** A trap has left a block in its midst. @param pc of the instruction that has had no effect */
    void trappedAt(long pc);

    @Override
    void close();
}
