package foal.kernel.task;

import foal.kernel.syscall.Symbolic;

/** Flags of {@code struct sigaction} (sigaction(2)). */
public enum SigactionFlag implements Symbolic {
    SA_NOCLDSTOP(1),
    SA_NOCLDWAIT(2),
    SA_SIGINFO(4),
    SA_ONSTACK(0x0800_0000),
    SA_RESTART(0x1000_0000),
    SA_NODEFER(0x4000_0000),
    SA_RESETHAND(0x8000_0000L);

    /** All of them; others are not kept. */
    static final long ALL = SA_NOCLDSTOP.value | SA_NOCLDWAIT.value | SA_SIGINFO.value | SA_ONSTACK.value
            | SA_RESTART.value | SA_NODEFER.value | SA_RESETHAND.value;

    private final long value;

    SigactionFlag(long value) {
        this.value = value;
    }

    @Override
    public long value() {
        return value;
    }
}
