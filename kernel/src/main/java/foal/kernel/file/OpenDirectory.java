package foal.kernel.file;

import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.EISDIR;
import static foal.kernel.syscall.Errno.ENOENT;

import foal.kernel.memory.Struct;
import foal.kernel.memory.UserBuffer;
import foal.kernel.syscall.Errno;
import foal.kernel.task.Task;

/**
 * An open directory, with the position of its listing: 0 is before {@code .}, 1 before {@code ..}, and from 2 on it is
 * the place of the last entry that was listed, plus 2; so entries that come and go do not move it.
 */
final class OpenDirectory extends OpenEntry {
    private static final int FIRST_PLACE = 2;
    /** Bytes of {@code struct linux_dirent64} before the name. */
    private static final int HEADER = 19;
    private static final int ALIGNMENT = 8;

    private final Dentry self;
    private final Directory directory;
    private final Struct record = new Struct(HEADER + Walk.NAME_MAX + ALIGNMENT);
    private long position;

    // Of the listing in progress: where the next entry goes, and why there was no room for the last one.
    private long address;
    private long end;
    private Errno obstacle;

    OpenDirectory(Dentry self, int flags) {
        super(self, flags);
        this.self = self;
        directory = (Directory) self.inode();
    }

    @Override
    public long read(Task task, UserBuffer to) {
        return EISDIR.result();
    }

    @Override
    public long seek(long offset, Whence whence) {
        long base = switch (whence) {
            case SEEK_SET -> 0;
            case SEEK_CUR -> position;
            case SEEK_END, SEEK_DATA, SEEK_HOLE -> -1;
        };
        if (base < 0 || base + offset < 0) {
            return EINVAL.result();
        }
        position = base + offset;
        return position;
    }

    /**
     * Writes as many entries as fit into a buffer of the program's (getdents64(2)).
     *
     * @return the bytes written, 0 at the end, or an error
     */
    long list(Task task, long buffer, long size) {
        if (self.isRemoved()) {
            return ENOENT.result();
        }
        Errno error = directory.prepare(self);
        if (error != null) {
            return error.result();
        }
        address = buffer;
        end = buffer + size;
        obstacle = null;
        boolean goesOn = (position > 0 || put(task, self, ".", 1))
                && (position > 1 || put(task, self.parent(), "..", FIRST_PLACE));
        if (goesOn) {
            directory.list(task, self, position - FIRST_PLACE,
                    (entry, place) -> put(task, entry, entry.name(), place + FIRST_PLACE));
        }
        directory.touchAccessed();
        return address > buffer || obstacle == null ? address - buffer : obstacle.result();
    }

    /** Writes an entry. @param place where the listing goes on behind it @return whether it could be written */
    private boolean put(Task task, Dentry entry, String name, long place) {
        int length = HEADER + name.length() + 1 + ALIGNMENT - 1 & -ALIGNMENT;
        if (length > end - address) {
            obstacle = EINVAL;
            return false;
        }
        record.clear().putLong(0, entry.inode().number()).putLong(8, place).putShort(16, length)
                .putByte(18, entry.inode().type() >> 12).putString(HEADER, name, name.length() + 1);
        if (!task.memory().write(address, record, length)) {
            obstacle = EFAULT;
            return false;
        }
        address += length;
        position = place;
        return true;
    }
}
