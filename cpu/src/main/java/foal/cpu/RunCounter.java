package foal.cpu;

/** Runs an engine's loaded task and counts its instructions. */
interface RunCounter {
    /** Runs the task for {@code limit} instructions or until {@link #stop()}. @return 0, or the error that ended the run */
    int run(long limit);

    /** Instructions begun since the present or last run started; 0 if they are not counted. */
    long counted();

    /** Ends the run before the next instruction. */
    void stop();

    /** The engine is about to call the handler of a trap. */
    void trapped();

    /** The same, and the instruction at {@code pc} has not taken effect. */
    void trappedAt(long pc);
}
