package foal.kernel.task;

/**
 * What the handler of a call that blocks leaves in its task for its next run: how far it has come, or where it stands in a
 * line. A handler returns when it blocks, so what it must still know then cannot be in its local variables. Linux has a
 * {@code restart_block} for this, and Mach, whose blocked threads can give their stack away as all do here, a continuation.
 *
 * <p>A call has one place for it: {@link CallInProgress#keep}, {@link CallInProgress#kept} and {@link CallInProgress#take}. Invariant: it is empty
 * between calls. What is in it when the call ends, in whatever way, is abandoned: when the handler has returned a result, a
 * signal has interrupted the call, or the task has been killed.
 */
public interface Kept {
    /** Stands for an empty place. */
    Kept NOTHING = new Kept() { };

    /** The call has ended, and nobody has taken this: gives back what it holds, and leaves where it stands. Is called once. */
    default void abandon() {}
}
