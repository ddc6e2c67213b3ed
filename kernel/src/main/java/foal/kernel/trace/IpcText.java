package foal.kernel.trace;

import foal.kernel.file.OpenFlag;
import foal.kernel.ipc.SemaphoreFlag;
import foal.kernel.memory.Struct;
import foal.kernel.syscall.Rest;

/** The structs of message queues, shared memory and semaphores. */
final class IpcText {
    private IpcText() {}

    private static String permissions(Struct struct) {
        return new Fields().add("uid", struct.getInt(4)).add("gid", struct.getInt(8))
                .add("mode", Numbers.permissions(struct.getInt(20))).add("key", Numbers.hexadecimal(struct.getInt(0) & 0xffff_ffffL))
                .add("cuid", struct.getInt(12)).add("cgid", struct.getInt(16)).toString();
    }

    /** The parts of the permissions that IPC_SET changes. */
    private static String newPermissions(Struct struct) {
        return new Fields().add("uid", struct.getInt(4)).add("gid", struct.getInt(8))
                .add("mode", Numbers.permissions(struct.getInt(20))).toString();
    }

    static String segment(Struct struct) {
        return new Fields().add("shm_perm", permissions(struct)).add("shm_segsz", struct.getLong(48))
                .add("shm_cpid", struct.getInt(80)).add("shm_lpid", struct.getInt(84)).add("shm_nattch", struct.getLong(88))
                .add("shm_atime", struct.getLong(56)).add("shm_dtime", struct.getLong(64))
                .add("shm_ctime", struct.getLong(72)).toString();
    }

    static String segmentChange(Struct struct) {
        return new Fields().add("shm_perm", newPermissions(struct)).toString();
    }

    static String segmentLimits(Struct struct) {
        return new Fields().add("shmmax", struct.getLong(0)).add("shmmin", struct.getLong(8)).add("shmmni", struct.getLong(16))
                .add("shmseg", struct.getLong(24)).add("shmall", struct.getLong(32)).toString();
    }

    static String segmentUsage(Struct struct) {
        return new Fields().add("used_ids", struct.getInt(0)).add("shm_tot", struct.getLong(8)).add("shm_rss", struct.getLong(16))
                .add("shm_swp", struct.getLong(24)).add("swap_attempts", struct.getLong(32))
                .add("swap_successes", struct.getLong(40)).toString();
    }

    static String queue(Struct struct) {
        return new Fields().add("msg_perm", permissions(struct)).add("msg_stime", struct.getLong(48))
                .add("msg_rtime", struct.getLong(56)).add("msg_ctime", struct.getLong(64)).add("msg_qnum", struct.getLong(80))
                .add("msg_qbytes", struct.getLong(88)).add("msg_lspid", struct.getInt(96))
                .add("msg_lrpid", struct.getInt(100)).toString();
    }

    static String queueChange(Struct struct) {
        return new Fields().add("msg_perm", newPermissions(struct)).add("msg_qbytes", struct.getLong(88)).toString();
    }

    static String queueLimits(Struct struct) {
        return new Fields().add("msgpool", struct.getInt(0)).add("msgmap", struct.getInt(4)).add("msgmax", struct.getInt(8))
                .add("msgmnb", struct.getInt(12)).add("msgmni", struct.getInt(16)).add("msgssz", struct.getInt(20))
                .add("msgtql", struct.getInt(24)).add("msgseg", struct.getShort(28)).toString();
    }

    static String queueAttributes(Struct struct) {
        return new Fields().add("mq_flags", Constants.flags(OpenFlag.class, true, Rest.UNKNOWN, struct.getLong(0)))
                .add("mq_maxmsg", struct.getLong(8)).add("mq_msgsize", struct.getLong(16))
                .add("mq_curmsgs", struct.getLong(24)).toString();
    }

    static String semaphoreOperation(Struct struct) {
        return new Fields().add("sem_num", struct.getShort(0)).add("sem_op", (short) struct.getShort(2))
                .add("sem_flg", Constants.flags(SemaphoreFlag.class, false, Rest.UNKNOWN, struct.getShort(4))).toString();
    }

    static String semaphores(Struct struct) {
        return new Fields().add("sem_perm", permissions(struct)).add("sem_otime", struct.getLong(48))
                .add("sem_ctime", struct.getLong(56)).add("sem_nsems", struct.getLong(64)).toString();
    }

    static String semaphoresChange(Struct struct) {
        return new Fields().add("sem_perm", newPermissions(struct)).toString();
    }

    static String semaphoreLimits(Struct struct) {
        return new Fields().add("semmap", struct.getInt(0)).add("semmni", struct.getInt(4)).add("semmns", struct.getInt(8))
                .add("semmnu", struct.getInt(12)).add("semmsl", struct.getInt(16)).add("semopm", struct.getInt(20))
                .add("semume", struct.getInt(24)).add("semusz", struct.getInt(28)).add("semvmx", struct.getInt(32))
                .add("semaem", struct.getInt(36)).toString();
    }
}
