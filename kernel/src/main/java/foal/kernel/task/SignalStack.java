package foal.kernel.task;

import foal.kernel.memory.Struct;
import foal.kernel.syscall.Errno;
import foal.kernel.syscall.Symbolic;

/**
 * The stack on which a task's signal handlers run that ask for it with SA_ONSTACK: so the overflow of the ordinary
 * stack can be caught (sigaltstack(2)).
 */
public final class SignalStack {
    /** Flags of {@code stack_t}. */
    public enum Flag implements Symbolic {
        SS_ONSTACK(1), SS_DISABLE(2), SS_AUTODISARM(0x8000_0000L);

        private final long value;

        Flag(long value) {
            this.value = value;
        }

        @Override
        public long value() {
            return value;
        }
    }

    /** Bytes of {@code stack_t}. */
    static final int STRUCT_SIZE = 24;
    /** The least that a stack may have (MINSIGSTKSZ). */
    private static final long SMALLEST = 2048;
    private static final int SS_ONSTACK = 1, SS_DISABLE = 2, SS_AUTODISARM = 0x8000_0000;

    private long base;
    private long size;
    private int flags = SS_DISABLE;

    void copy(SignalStack other) {
        base = other.base;
        size = other.size;
        flags = other.flags;
    }

    /** There is none any more: a new program runs, or a handler has been entered that is to have the stack alone. */
    public void disable() {
        base = 0;
        size = 0;
        flags = SS_DISABLE;
    }

    /** Whether a handler is running on it, as far as the stack pointer tells. */
    boolean isInUse(long sp) {
        return (flags & SS_AUTODISARM) == 0 && holds(sp);
    }

    private boolean holds(long sp) {
        return Long.compareUnsigned(sp, base) > 0 && Long.compareUnsigned(sp - base, size) <= 0;
    }

    /** Where a handler with SA_ONSTACK begins to push. */
    long top(long sp) {
        return size == 0 || isInUse(sp) ? sp : base + size;
    }

    /** A handler has been entered. */
    void handlerEntered() {
        if ((flags & SS_AUTODISARM) != 0) {
            disable();
        }
    }

    /** Fills in what sigaltstack(2) reports as {@code stack_t}. */
    void report(Struct struct, long sp) {
        int state = size == 0 ? SS_DISABLE : isInUse(sp) ? SS_ONSTACK : 0;
        struct.putLong(0, base).putInt(8, state | flags & SS_AUTODISARM).putInt(12, 0).putLong(16, size);
    }

    /** Fills in {@code stack_t} in the context that a handler gets, from which {@link #set} restores it. */
    void save(Struct struct, int offset) {
        struct.putLong(offset, base).putInt(offset + 8, flags).putLong(offset + 16, size);
    }

    /** Changes it to what a {@code stack_t} says. @param sp the stack pointer @return 0 or an error */
    long set(Struct struct, int offset, long sp) {
        if (isInUse(sp)) {
            return Errno.EPERM.result();
        }
        int newFlags = struct.getInt(offset + 8);
        int mode = newFlags & ~SS_AUTODISARM;
        if (mode != 0 && mode != SS_ONSTACK && mode != SS_DISABLE) {
            return Errno.EINVAL.result();
        }
        long newSize = struct.getLong(offset + 16);
        if (mode == SS_DISABLE) {
            base = 0;
            size = 0;
        } else if (Long.compareUnsigned(newSize, SMALLEST) < 0) {
            return Errno.ENOMEM.result();
        } else {
            base = struct.getLong(offset);
            size = newSize;
        }
        flags = newFlags;
        return 0;
    }
}
