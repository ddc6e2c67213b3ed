package foal.kernel.ipc;

import foal.kernel.syscall.Symbolic;

/** Commands of shmctl(2). */
public enum IpcCommand implements Symbolic {
    IPC_RMID(0), IPC_SET(1), IPC_STAT(2), IPC_INFO(3),
    SHM_LOCK(11), SHM_UNLOCK(12), SHM_STAT(13), SHM_INFO(14), SHM_STAT_ANY(15);

    /** Commands of msgctl(2): the first four are the same. */
    public enum Message implements Symbolic {
        IPC_RMID(0), IPC_SET(1), IPC_STAT(2), IPC_INFO(3), MSG_STAT(11), MSG_INFO(12), MSG_STAT_ANY(13);

        private final int value;

        Message(int value) {
            this.value = value;
        }

        @Override
        public long value() {
            return value;
        }
    }

    private final int value;

    IpcCommand(int value) {
        this.value = value;
    }

    @Override
    public long value() {
        return value;
    }

    /** glibc adds IPC_64 on some machines; it changes nothing here. */
    static final int IPC_64 = 0x100;
}
