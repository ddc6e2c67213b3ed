package foal.kernel.task;

/**
 * What stands in a futex that says itself who owns it (futex(2), "Priority-inheritance futexes"; set_robust_list(2)): the
 * owner's thread id, 0 if it is free, and two bits.
 */
final class FutexWord {
    /** The bits of the owner's thread id. */
    static final int OWNER = 0x3fff_ffff;
    /** The last owner has ended without giving it back. */
    static final int OWNER_DIED = 0x4000_0000;
    /** Somebody waits in the kernel: whoever gives it back must tell the kernel. */
    static final int WAITERS = 0x8000_0000;

    private FutexWord() {}
}
