package foal.cpu.unicorn;

import foal.cpu.unicorn.Unicorn.InterruptHook;
import foal.cpu.unicorn.Unicorn.TranslationHook;

/** How an engine is run and calls us back. */
public interface Runner extends AutoCloseable {
    /** The hook for exceptions. */
    void onInterrupt(InterruptHook hook);

    /** The hook for translations. */
    void onTranslation(TranslationHook hook);

    /** Whether other functions of Java's than these two hooks may be called within a run. */
    boolean canCallJava();

    /** As {@code uc_emu_start}; or goes on with a run that was left, wherever the CPU's pc now is. @return its error, or {@link Unicorn#LEFT} */
    int run(long begin, long end, long count);

    /** In a hook: has {@link #run} return as soon as the hook does. @return false if the run cannot be left */
    boolean leave();

    /**
     * In a hook: has the run of another engine that was left go on as soon as the hook returns, in place of this one's.
     * {@link #run} then returns when that ends or is left.
     *
     * @return false if this run cannot be left, or the other was not
     */
    boolean leaveFor(Runner other);

    /** Takes {@link #leave} or {@link #leaveFor} back: the run is going to end. */
    void stay();

    /** Ends the run that was left, if there is one. */
    void end();

    @Override
    void close();
}
