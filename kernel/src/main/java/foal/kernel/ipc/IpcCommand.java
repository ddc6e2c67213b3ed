package foal.kernel.ipc;

import foal.kernel.syscall.Command;
import foal.kernel.syscall.Data;
import foal.kernel.syscall.Parameter.Address;
import foal.kernel.syscall.Parameter.Input;
import foal.kernel.syscall.Parameter.Output;
import foal.kernel.syscall.Parameter.Plain;
import foal.kernel.syscall.Parameter.Unused;
import foal.kernel.syscall.Parameter;

/** Commands of shmctl(2), and what its pointer leads to under each. */
public enum IpcCommand implements Command {
    IPC_RMID(0, new Address()),
    IPC_SET(1, new Input(Data.SHMID_DS_CHANGE)),
    IPC_STAT(2, new Output(Data.SHMID_DS)),
    IPC_INFO(3, new Output(Data.SHMINFO)),
    SHM_LOCK(11, new Address()),
    SHM_UNLOCK(12, new Address()),
    SHM_STAT(13, new Output(Data.SHMID_DS)),
    SHM_INFO(14, new Output(Data.SHM_INFO)),
    SHM_STAT_ANY(15, new Output(Data.SHMID_DS));

    /** Commands of msgctl(2): the first four do the same. */
    public enum Message implements Command {
        IPC_RMID(0, new Address()),
        IPC_SET(1, new Input(Data.MSQID_DS_CHANGE)),
        IPC_STAT(2, new Output(Data.MSQID_DS)),
        IPC_INFO(3, new Output(Data.MSGINFO)),
        MSG_STAT(11, new Output(Data.MSQID_DS)),
        MSG_INFO(12, new Output(Data.MSGINFO)),
        MSG_STAT_ANY(13, new Output(Data.MSQID_DS));

        private final int value;
        private final Parameter.Kind argument;

        Message(int value, Parameter.Kind argument) {
            this.value = value;
            this.argument = argument;
        }

        @Override
        public long value() {
            return value;
        }

        @Override
        public Parameter.Kind argument() {
            return argument;
        }
    }

    /** Commands of semctl(2): the first four do the same. */
    public enum Semaphore implements Command {
        IPC_RMID(0, new Unused()),
        IPC_SET(1, new Input(Data.SEMID_DS_CHANGE)),
        IPC_STAT(2, new Output(Data.SEMID_DS)),
        IPC_INFO(3, new Output(Data.SEMINFO)),
        GETPID(11, new Unused()),
        GETVAL(12, new Unused()),
        GETALL(13, new Address()),
        GETNCNT(14, new Unused()),
        GETZCNT(15, new Unused()),
        SETVAL(16, new Plain()),
        SETALL(17, new Address()),
        SEM_STAT(18, new Output(Data.SEMID_DS)),
        SEM_INFO(19, new Output(Data.SEMINFO)),
        SEM_STAT_ANY(20, new Output(Data.SEMID_DS));

        private final int value;
        private final Parameter.Kind argument;

        Semaphore(int value, Parameter.Kind argument) {
            this.value = value;
            this.argument = argument;
        }

        @Override
        public long value() {
            return value;
        }

        @Override
        public Parameter.Kind argument() {
            return argument;
        }
    }

    private final int value;
    private final Parameter.Kind argument;

    IpcCommand(int value, Parameter.Kind argument) {
        this.value = value;
        this.argument = argument;
    }

    @Override
    public long value() {
        return value;
    }

    @Override
    public Parameter.Kind argument() {
        return argument;
    }
}
