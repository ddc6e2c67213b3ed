package foal.kernel.message;

import foal.kernel.syscall.Symbolic;

/** Flags of the calls that may wait. */
public enum WaitFlag implements Symbolic {
    /** Fail with EAGAIN rather than wait. */
    MSG_NOWAIT;

    @Override
    public long value() {
        return 1;
    }

    /** Whether a word holds nothing but these flags. */
    static boolean isValid(int flags) {
        return (flags & ~MSG_NOWAIT.value()) == 0;
    }
}
