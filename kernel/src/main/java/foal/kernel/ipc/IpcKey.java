package foal.kernel.ipc;

import foal.kernel.syscall.Symbolic;

/** The key of System V calls that has a name: no other call can find the object. */
public enum IpcKey implements Symbolic {
    IPC_PRIVATE;

    @Override
    public long value() {
        return IpcFlag.PRIVATE_KEY;
    }
}
