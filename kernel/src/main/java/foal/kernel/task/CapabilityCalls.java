package foal.kernel.task;

import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.EPERM;
import static foal.kernel.syscall.Errno.ESRCH;

import foal.kernel.memory.Struct;
import foal.kernel.syscall.Address;
import foal.kernel.syscall.Syscall;
import java.util.Optional;

/** System calls on capabilities (capabilities(7)). */
public final class CapabilityCalls {
    private static final int VERSION_1 = 0x1998_0330, VERSION_2 = 0x2007_1026, VERSION_3 = 0x2008_0522;
    /** Bytes for 32 capabilities: those that are effective, permitted, inheritable. */
    private static final int HALF = 12;

    private final Processes processes;
    private final Struct header = new Struct(8);
    private final Struct data = new Struct(2 * HALF);

    public CapabilityCalls(Processes processes) {
        this.processes = processes;
    }

    @Syscall(nr = 90, doc = "get the capabilities of a process")
    public long capget(Task task, @Address long hdrp, @Address long datap) {
        if (!task.memory().read(hdrp, header)) {
            return EFAULT.result();
        }
        int bytes = dataSize(header.getInt(0));
        if (bytes == 0) {
            // Programs ask so which version is preferred.
            boolean told = task.memory().writeInt(hdrp, VERSION_3);
            return !told ? EFAULT.result() : datap == 0 ? 0 : EINVAL.result();
        }
        int pid = header.getInt(4);
        if (pid < 0) {
            return EINVAL.result();
        }
        Optional<Task> asked = pid == 0 ? Optional.of(task) : processes.findTask(pid);
        if (asked.isEmpty()) {
            return ESRCH.result();
        }
        Capabilities held = asked.get().process().credentials().capabilities();
        put(0, held.effective());
        put(4, held.permitted());
        put(8, held.inheritable());
        return datap == 0 || task.memory().write(datap, data, bytes) ? 0 : EFAULT.result();
    }

    @Syscall(nr = 91, doc = "change the capabilities of the caller", differs = "It changes all threads of the process, not only the calling one.")
    public long capset(Task task, @Address long hdrp, @Address long datap) {
        if (!task.memory().read(hdrp, header)) {
            return EFAULT.result();
        }
        int bytes = dataSize(header.getInt(0));
        if (bytes == 0) {
            return task.memory().writeInt(hdrp, VERSION_3) ? EINVAL.result() : EFAULT.result();
        }
        int pid = header.getInt(4);
        if (pid != 0 && pid != task.tid()) {
            return EPERM.result();
        }
        byte[] given = new byte[bytes];
        if (task.memory().read(datap, given, 0, bytes) < bytes) {
            return EFAULT.result();
        }
        Struct wanted = Struct.of(given);
        long effective = wide(wanted, 0), permitted = wide(wanted, 4), inheritable = wide(wanted, 8);
        return task.process().credentials().capabilities().set(effective, permitted, inheritable) ? 0 : EPERM.result();
    }

    private void put(int offset, long set) {
        data.putInt(offset, (int) set).putInt(HALF + offset, (int) (set >>> 32));
    }

    /** A set, whose upper half there is only in the newer versions. */
    private static long wide(Struct sets, int offset) {
        long low = Integer.toUnsignedLong(sets.getInt(offset));
        return (sets.size() == HALF ? low : low | (long) sets.getInt(HALF + offset) << 32) & Capability.ALL;
    }

    private static int dataSize(int version) {
        return switch (version) {
            case VERSION_1 -> HALF;
            case VERSION_2, VERSION_3 -> 2 * HALF;
            default -> 0;
        };
    }
}
