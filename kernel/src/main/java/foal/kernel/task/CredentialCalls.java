package foal.kernel.task;

import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.ENOMEM;
import static foal.kernel.syscall.Errno.EPERM;
import static foal.kernel.task.Capability.CAP_SETGID;
import static foal.kernel.task.Capability.CAP_SETUID;

import foal.kernel.memory.Struct;
import foal.kernel.syscall.Data;
import foal.kernel.syscall.In;
import foal.kernel.syscall.Out;
import foal.kernel.syscall.Syscall;
import java.util.function.BooleanSupplier;

/** System calls on the user and the groups that a process runs for (credentials(7)). */
public final class CredentialCalls {
    private static final String DIFFERS = "It changes all threads of the process, not only the calling one.";

    private final Struct id = new Struct(4);

    /** Changes users or groups. Who acts for others than before is not to be looked into by who has started it. */
    private static long change(Task task, Credentials.Ids ids, BooleanSupplier change) {
        int effective = ids.effective(), file = ids.file();
        boolean permitted = change.getAsBoolean();
        if (ids.effective() != effective || ids.file() != file) {
            task.process().controls().dumpable = false;
        }
        return permitted ? 0 : EPERM.result();
    }

    // ---- users -------------------------------------------------------------------------------------------------

    @Syscall(nr = 174, doc = "get the real user")
    public long getuid(Task task) {
        return Integer.toUnsignedLong(task.process().credentials().realUser());
    }

    @Syscall(nr = 175, doc = "get the effective user")
    public long geteuid(Task task) {
        return Integer.toUnsignedLong(task.process().credentials().effectiveUser());
    }

    @Syscall(nr = 148, doc = "get the real, the effective and the saved user")
    public long getresuid(Task task, @Out(Data.INT) long ruid, @Out(Data.INT) long euid, @Out(Data.INT) long suid) {
        return put(task, task.process().credentials().user(), ruid, euid, suid);
    }

    @Syscall(nr = 146, doc = "change the user", differs = DIFFERS)
    public long setuid(Task task, int uid) {
        Credentials own = task.process().credentials();
        return uid == Credentials.SAME ? EINVAL.result() : change(task, own.user(), () -> own.changeUser(ids -> ids.set(uid, own.has(CAP_SETUID))));
    }

    @Syscall(nr = 145, doc = "change the real and the effective user", differs = DIFFERS)
    public long setreuid(Task task, int ruid, int euid) {
        Credentials own = task.process().credentials();
        return change(task, own.user(), () -> own.changeUser(ids -> ids.set(ruid, euid, own.has(CAP_SETUID))));
    }

    @Syscall(nr = 147, doc = "change the real, the effective and the saved user", differs = DIFFERS)
    public long setresuid(Task task, int ruid, int euid, int suid) {
        Credentials own = task.process().credentials();
        return change(task, own.user(), () -> own.changeUser(ids -> ids.set(ruid, euid, suid, own.has(CAP_SETUID))));
    }

    @Syscall(nr = 151, doc = "change the user that decides about files", differs = DIFFERS)
    public long setfsuid(Task task, int fsuid) {
        Credentials own = task.process().credentials();
        int before = own.fileUser();
        change(task, own.user(), () -> own.changeFileUser(fsuid, own.has(CAP_SETUID)));
        return Integer.toUnsignedLong(before);
    }

    // ---- groups ------------------------------------------------------------------------------------------------

    @Syscall(nr = 176, doc = "get the real group")
    public long getgid(Task task) {
        return Integer.toUnsignedLong(task.process().credentials().realGroup());
    }

    @Syscall(nr = 177, doc = "get the effective group")
    public long getegid(Task task) {
        return Integer.toUnsignedLong(task.process().credentials().effectiveGroup());
    }

    @Syscall(nr = 150, doc = "get the real, the effective and the saved group")
    public long getresgid(Task task, @Out(Data.INT) long rgid, @Out(Data.INT) long egid, @Out(Data.INT) long sgid) {
        return put(task, task.process().credentials().group(), rgid, egid, sgid);
    }

    @Syscall(nr = 144, doc = "change the group", differs = DIFFERS)
    public long setgid(Task task, int gid) {
        Credentials own = task.process().credentials();
        return gid == Credentials.SAME ? EINVAL.result() : change(task, own.group(), () -> own.group().set(gid, own.has(CAP_SETGID)));
    }

    @Syscall(nr = 143, doc = "change the real and the effective group", differs = DIFFERS)
    public long setregid(Task task, int rgid, int egid) {
        Credentials own = task.process().credentials();
        return change(task, own.group(), () -> own.group().set(rgid, egid, own.has(CAP_SETGID)));
    }

    @Syscall(nr = 149, doc = "change the real, the effective and the saved group", differs = DIFFERS)
    public long setresgid(Task task, int rgid, int egid, int sgid) {
        Credentials own = task.process().credentials();
        return change(task, own.group(), () -> own.group().set(rgid, egid, sgid, own.has(CAP_SETGID)));
    }

    @Syscall(nr = 152, doc = "change the group that decides about files", differs = DIFFERS)
    public long setfsgid(Task task, int fsgid) {
        Credentials own = task.process().credentials();
        int before = own.fileGroup();
        change(task, own.group(), () -> own.group().setFile(fsgid, own.has(CAP_SETGID)));
        return Integer.toUnsignedLong(before);
    }

    @Syscall(nr = 158, doc = "get the supplementary groups")
    public long getgroups(Task task, int size, @Out(value = Data.INTS, length = "return") long list) {
        int[] groups = task.process().credentials().supplementary();
        if (size < 0 || size != 0 && size < groups.length) {
            return EINVAL.result();
        }
        for (int i = 0; size != 0 && i < groups.length; i++) {
            if (!task.memory().writeInt(list + 4L * i, groups[i])) {
                return EFAULT.result();
            }
        }
        return groups.length;
    }

    @Syscall(nr = 159, doc = "change the supplementary groups", differs = DIFFERS)
    public long setgroups(Task task, int size, @In(value = Data.INTS, length = "size") long list) {
        Credentials own = task.process().credentials();
        if (!own.has(CAP_SETGID)) {
            return EPERM.result();
        }
        if (size < 0 || size > Credentials.MOST_GROUPS) {
            return EINVAL.result();
        }
        int[] groups = new int[size];
        for (int i = 0; i < size; i++) {
            if (!task.memory().read(list + 4L * i, id)) {
                return EFAULT.result();
            }
            groups[i] = id.getInt(0);
        }
        if (!task.process().kept().hasRoomFor(task.process().program(), size)) {
            return ENOMEM.result();
        }
        own.setSupplementary(groups);
        task.process().kept().charge();
        return 0;
    }

    private static long put(Task task, Credentials.Ids ids, long real, long effective, long saved) {
        boolean written = task.memory().writeInt(real, ids.real()) && task.memory().writeInt(effective, ids.effective())
                && task.memory().writeInt(saved, ids.saved());
        return written ? 0 : EFAULT.result();
    }
}
