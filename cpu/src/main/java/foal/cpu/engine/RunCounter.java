package foal.cpu.engine;

import java.util.List;

/** Runs an engine's loaded task and counts its instructions. */
public interface RunCounter {
    /** Runs the task for {@code limit} instructions or until {@link #stop()}. @return 0, or the error that ended the run */
    int run(long limit);

    /** In a trap: has the counter of another engine, which is of the same kind, go on with the run. */
    void passTo(RunCounter other);

    /** Instructions begun since the present or last run started; 0 if they are not counted. */
    long counted();

    /** Ends the run before the next instruction. */
    void stop();

    /**
     * From now on a run also ends before an instruction at one of these addresses, unless it has but one instruction.
     *
     * @param addresses which may not change as long as it is the same list
     * @return false if this counter cannot do that
     */
    boolean haltAt(List<Long> addresses);

    /** Whether it ends before the instruction at that address. */
    boolean haltsAt(long address);

    /** Whether the last run has ended so. */
    boolean isHalted();

    /** The engine is about to call the handler of a trap. */
    void trapped();

    /** The same, and the instruction at {@code pc} has not taken effect. */
    void trappedAt(long pc);

    /** Whether {@link #beginToTell} is due before an {@link AccessWatch} sees what is run. */
    boolean mustBeginToTell();

    /** From now on it does. Only between runs. */
    void beginToTell();
}
