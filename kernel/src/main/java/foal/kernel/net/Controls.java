package foal.kernel.net;

import static foal.kernel.syscall.Errno.EBADF;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.ENOBUFS;
import static foal.kernel.syscall.Errno.EPERM;
import static foal.kernel.syscall.Errno.ESRCH;

import foal.kernel.file.DescriptorTable;
import foal.kernel.file.OpenFile;
import foal.kernel.memory.Struct;
import foal.kernel.task.Capability;
import foal.kernel.task.Credentials;
import foal.kernel.task.Processes;
import foal.kernel.task.Task;
import java.util.Optional;

/**
 * Control messages (cmsg(3)): what is sent along with bytes, that is descriptors and who the sender is (unix(7)).
 * Each begins with its length, which counts this header, a level and a type; the next is aligned to 8 bytes.
 */
final class Controls {
    static final int HEADER = 16;
    static final int SOL_SOCKET = 1, SCM_RIGHTS = 1, SCM_CREDENTIALS = 2;
    /** Descriptors that one message may carry (SCM_MAX_FD). */
    private static final int MOST_RIGHTS = 253;
    /** Bytes of control messages that one call may send (net.core.optmem_max). */
    private static final int MOST_BYTES = 20480;

    private final Network network;
    private final Processes processes;
    private final Struct header = new Struct(HEADER);
    private final Struct ucred = new Struct(Sender.SIZE);
    private final Struct number = new Struct(4);

    // Where the next message for the program goes.
    private long at;
    private long room;

    Controls(Network network, Processes processes) {
        this.network = network;
        this.processes = processes;
    }

    private static long aligned(long length) {
        return (length + 7) & ~7L;
    }

    // ---- sending -----------------------------------------------------------------------------------------------------

    /** Reads what a program sends along. @return 0 or an error */
    long read(Task task, long control, long length, AddressFamily family, Envelope into) {
        if (length < 0 || length > MOST_BYTES) {
            return ENOBUFS.result();
        }
        byte[] bytes = new byte[(int) length];
        if (task.memory().read(control, bytes, 0, bytes.length) < bytes.length) {
            return EFAULT.result();
        }
        Struct all = Struct.of(bytes);
        for (long offset = 0; length - offset >= HEADER; ) {
            long size = all.getLong((int) offset);
            if (size < HEADER || size > length - offset) {
                return EINVAL.result();
            }
            long error = all.getInt((int) offset + 8) == SOL_SOCKET
                    ? take(task, all, (int) offset, (int) size, family, into) : 0;
            if (error != 0) {
                return error;
            }
            offset += aligned(size);
        }
        return 0;
    }

    private long take(Task task, Struct all, int offset, int size, AddressFamily family, Envelope into) {
        int type = all.getInt(offset + 12);
        if (family == AddressFamily.AF_INET) {
            return type == SCM_RIGHTS || type == SCM_CREDENTIALS ? 0 : EINVAL.result(); // they mean nothing to IP
        }
        return switch (type) {
            case SCM_RIGHTS -> family == AddressFamily.AF_UNIX ? takeRights(task, all, offset + HEADER, (size - HEADER) / 4, into) : EINVAL.result();
            case SCM_CREDENTIALS -> takeCredentials(task, all, offset, size, into);
            default -> EINVAL.result();
        };
    }

    private static long takeRights(Task task, Struct all, int offset, int count, Envelope into) {
        if (into.rights.size() + count > MOST_RIGHTS) {
            return EINVAL.result();
        }
        for (int i = 0; i < count; i++) {
            Optional<OpenFile> file = DescriptorTable.of(task).get(all.getInt(offset + 4 * i));
            if (file.isEmpty()) {
                return EBADF.result();
            }
            into.rights.add(file.get());
        }
        return 0;
    }

    /** Root may pretend to be anybody, as long as there is such a process; others must tell the truth. */
    private long takeCredentials(Task task, Struct all, int offset, int size, Envelope into) {
        if (size != HEADER + Sender.SIZE) {
            return EINVAL.result();
        }
        int pid = all.getInt(offset + HEADER), uid = all.getInt(offset + HEADER + 4), gid = all.getInt(offset + HEADER + 8);
        Credentials own = task.process().credentials();
        boolean isTrue = (pid == task.pid() || own.has(Capability.CAP_SYS_ADMIN))
                && (own.isUser(uid) || own.has(Capability.CAP_SETUID))
                && (own.isGroup(gid) || own.has(Capability.CAP_SETGID));
        if (!isTrue) {
            return EPERM.result();
        }
        if (processes.find(pid).isEmpty()) {
            return ESRCH.result();
        }
        into.sender = new Sender(pid, uid, gid);
        return 0;
    }

    // ---- receiving ---------------------------------------------------------------------------------------------------

    /**
     * Gives a program what has come along with a message, as far as there is room; MSG_CTRUNC says if there was not.
     *
     * @param control the program's room; 0 for none
     * @return bytes that were used of it
     */
    long write(Task task, Envelope from, long control, long length, boolean wantsSender, boolean closeOnExec) {
        at = control;
        room = control == 0 ? 0 : Math.max(0, length);
        if (wantsSender && from.sender != null) {
            Sender sender = from.sender;
            ucred.putInt(0, sender.pid()).putInt(4, sender.uid()).putInt(8, sender.gid());
            writeSender(task, from);
        }
        if (!from.rights.isEmpty()) {
            writeRights(task, from, closeOnExec);
        }
        return at - control;
    }

    private void writeSender(Task task, Envelope from) {
        if (room < HEADER) {
            from.flags |= MessageFlag.MSG_CTRUNC.bit();
            return;
        }
        long size = Math.min(room, HEADER + Sender.SIZE);
        if (size < HEADER + Sender.SIZE) {
            from.flags |= MessageFlag.MSG_CTRUNC.bit();
        }
        if (writeHeader(task, size, SCM_CREDENTIALS) && task.memory().write(at + HEADER, ucred, (int) size - HEADER)) {
            advance(size);
        }
    }

    private void writeRights(Task task, Envelope from, boolean closeOnExec) {
        long fitting = room < HEADER ? 0 : (room - HEADER) / 4;
        int given = 0;
        while (given < fitting && given < from.rights.size() && give(task, from.rights.get(given), given, closeOnExec)) {
            given++;
        }
        if (given > 0 && writeHeader(task, HEADER + 4L * given, SCM_RIGHTS)) {
            advance(HEADER + 4L * given);
        }
        if (given < from.rights.size()) {
            from.flags |= MessageFlag.MSG_CTRUNC.bit();
            network.inFlight().release(from.rights.subList(given, from.rights.size()));
        }
        from.rights.clear();
    }

    /** Makes a descriptor of the program's. @return false if it can have no more, or cannot be told its number */
    private boolean give(Task task, OpenFile file, int index, boolean closeOnExec) {
        DescriptorTable table = DescriptorTable.of(task);
        int fd = table.lowestFree(0);
        if (fd < 0 || !task.memory().write(at + HEADER + 4L * index, number.putInt(0, fd))) {
            return false;
        }
        table.set(fd, file, closeOnExec);
        return true;
    }

    private boolean writeHeader(Task task, long size, int type) {
        return task.memory().write(at, header.putLong(0, size).putInt(8, SOL_SOCKET).putInt(12, type));
    }

    private void advance(long size) {
        long step = Math.min(room, aligned(size));
        at += step;
        room -= step;
    }
}
