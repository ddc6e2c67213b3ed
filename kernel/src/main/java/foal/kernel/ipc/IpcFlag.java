package foal.kernel.ipc;

import foal.kernel.syscall.Symbolic;

/** Flags that the System V calls share (sysvipc(7)). */
public enum IpcFlag implements Symbolic {
    IPC_CREAT(01000),
    IPC_EXCL(02000),
    IPC_NOWAIT(04000);

    /** The key of an object that no other call can find: IPC_PRIVATE. */
    static final int PRIVATE_KEY = 0;

    private final int value;

    IpcFlag(int value) {
        this.value = value;
    }

    @Override
    public long value() {
        return value;
    }
}
