package foal.kernel.ipc;

import static foal.kernel.syscall.Errno.EACCES;
import static foal.kernel.syscall.Errno.EPERM;

import foal.kernel.memory.Struct;
import foal.kernel.task.Capability;
import foal.kernel.task.Credentials;
import foal.kernel.task.Task;

/** What System V shared memory, message queues and semaphores have in common: {@code struct ipc_perm}. */
abstract class IpcObject {
    /** Bytes of {@code struct ipc64_perm}. */
    static final int PERMISSIONS_SIZE = 48;
    private static final int PERMISSION_BITS = 0777;

    /** Rights that a call needs, as bits of a mode: whether the owner, the group or others have them counts alike. */
    static final int READ = 0444, WRITE = 0222, EXECUTE = 0111;

    private final int key;
    private final int makerUid;
    private final int makerGid;
    private int id;
    private int uid;
    private int gid;
    private int mode;
    private boolean removed;

    IpcObject(int key, int mode, Credentials maker) {
        this.key = key;
        makerUid = maker.effectiveUser();
        makerGid = maker.effectiveGroup();
        uid = makerUid;
        gid = makerGid;
        this.mode = mode & PERMISSION_BITS;
    }

    int key() {
        return key;
    }

    int id() {
        return id;
    }

    void setId(int id) {
        this.id = id;
    }

    int mode() {
        return mode;
    }

    /** Whether IPC_RMID has been called on it. */
    boolean isRemoved() {
        return removed;
    }

    void setRemoved() {
        removed = true;
    }

    /** Whether a task has these rights. @return 0 or EACCES */
    long access(Task task, int wanted) {
        return access(task.process().credentials(), wanted);
    }

    long access(Credentials who, int wanted) {
        int bits = wanted >> 6 | wanted >> 3 | wanted;
        boolean isOwner = who.effectiveUser() == uid || who.effectiveUser() == makerUid;
        int granted = isOwner ? mode >> 6 : who.isInGroup(gid) || who.isInGroup(makerGid) ? mode >> 3 : mode;
        return who.has(Capability.CAP_IPC_OWNER) || (bits & ~granted & 7) == 0 ? 0 : EACCES.result();
    }

    /** Whether a task may change or remove it. @return 0 or EPERM */
    long ownership(Task task) {
        Credentials who = task.process().credentials();
        boolean isOwner = who.effectiveUser() == uid || who.effectiveUser() == makerUid;
        return isOwner || who.has(Capability.CAP_SYS_ADMIN) ? 0 : EPERM.result();
    }

    /** Fills in {@code struct ipc64_perm} at the start of a struct. @param extraMode further bits of the mode */
    void putPermissions(Struct struct, int extraMode) {
        struct.putInt(0, removed ? IpcFlag.PRIVATE_KEY : key).putInt(4, uid).putInt(8, gid)
                .putInt(12, makerUid).putInt(16, makerGid).putInt(20, mode | extraMode)
                .putShort(24, id >>> IpcRegistry.INDEX_BITS);
    }

    /** What each line of a table in /proc/sysvipc begins with. @param extraMode further bits of the mode */
    final String identity(int extraMode) {
        return String.format("%10d %10d  %4o ", key, id, mode | extraMode);
    }

    /** The columns uid, gid, cuid and cgid of those tables. */
    final String owners() {
        return String.format(" %5d %5d %5d %5d", uid, gid, makerUid, makerGid);
    }

    /** A line of the mechanism's table in /proc/sysvipc (proc_sysvipc(5)). */
    abstract String row();

    /** IPC_SET: takes owner and mode from a struct. */
    void setPermissions(Struct struct) {
        uid = struct.getInt(4);
        gid = struct.getInt(8);
        mode = struct.getInt(20) & PERMISSION_BITS;
    }
}
