package foal.kernel.ipc;

import foal.kernel.memory.Struct;

/** What System V shared memory, message queues and semaphores have in common: {@code struct ipc_perm}. */
abstract class IpcObject {
    /** Bytes of {@code struct ipc64_perm}. */
    static final int PERMISSIONS_SIZE = 48;
    private static final int PERMISSION_BITS = 0777;

    private final int key;
    private int id;
    private int uid;
    private int gid;
    private int mode;
    private boolean removed;

    IpcObject(int key, int mode) {
        this.key = key;
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

    /** Fills in {@code struct ipc64_perm} at the start of a struct. @param extraMode further bits of the mode */
    void putPermissions(Struct struct, int extraMode) {
        struct.putInt(0, removed ? IpcFlag.PRIVATE_KEY : key).putInt(4, uid).putInt(8, gid).putInt(20, mode | extraMode)
                .putShort(24, id >>> IpcRegistry.INDEX_BITS);
    }

    /** IPC_SET: takes owner and mode from a struct. */
    void setPermissions(Struct struct) {
        uid = struct.getInt(4);
        gid = struct.getInt(8);
        mode = struct.getInt(20) & PERMISSION_BITS;
    }
}
