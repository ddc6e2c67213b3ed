package foal.kernel.ipc;

import foal.kernel.syscall.Symbolic;

/** Flags of an operation of semop(2). */
public enum SemaphoreFlag implements Symbolic {
    IPC_NOWAIT(04000), SEM_UNDO(010000);

    private final int value;

    SemaphoreFlag(int value) {
        this.value = value;
    }

    @Override
    public long value() {
        return value;
    }
}
