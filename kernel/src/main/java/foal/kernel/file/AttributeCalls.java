package foal.kernel.file;

import static foal.kernel.syscall.Errno.EACCES;
import static foal.kernel.syscall.Errno.EBADF;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.EOPNOTSUPP;
import static foal.kernel.syscall.Errno.EPERM;
import static foal.kernel.syscall.Errno.EROFS;

import foal.kernel.memory.Struct;
import foal.kernel.syscall.Data;
import foal.kernel.syscall.DirFd;
import foal.kernel.syscall.Errno;
import foal.kernel.syscall.Fd;
import foal.kernel.syscall.Flags;
import foal.kernel.syscall.In;
import foal.kernel.syscall.Octal;
import foal.kernel.syscall.Syscall;
import foal.kernel.task.Task;
import java.util.function.ToLongFunction;

/** System calls that change a file's mode, owners and times. */
public final class AttributeCalls {
    /** What tv_nsec can be instead of nanoseconds (utimensat(2)). */
    private static final long UTIME_NOW = 0x3fff_ffff, UTIME_OMIT = 0x3fff_fffe;
    private static final long NANOS = 1_000_000_000;
    /** Times that nanoseconds cannot hold are taken for the latest or the earliest that they can. */
    private static final long MOST_SECONDS = Long.MAX_VALUE / NANOS - 1;

    private final FileTree tree;
    private final Struct times = new Struct(32);

    public AttributeCalls(FileTree tree) {
        this.tree = tree;
    }

    /** Does something to a file that a path names, if its file system can be written to. */
    private static long change(FileTree.Found found, ToLongFunction<Inode> action) {
        return switch (found) {
            case FileTree.Found.Error(Errno errno) -> errno.result();
            case FileTree.Found.File file when file.inode().fileSystem().isReadOnly() -> EROFS.result();
            case FileTree.Found.File file -> action.applyAsLong(file.inode());
        };
    }

    private static FileTree.Found open(Task task, int fd) {
        return DescriptorTable.of(task).get(fd).flatMap(OpenFile::entry)
                .<FileTree.Found>map(FileTree.Found.File::new).orElse(new FileTree.Found.Error(EBADF));
    }

    private FileTree.Found find(Task task, int dirfd, long pathname, int flags) {
        return tree.find(task, dirfd, pathname, !AtFlag.AT_SYMLINK_NOFOLLOW.in(flags), AtFlag.AT_EMPTY_PATH.in(flags));
    }

    // ---- mode ------------------------------------------------------------------------------------------------------

    private static long setMode(Task task, Inode inode, int mode) {
        if (inode instanceof Symlink) {
            return EOPNOTSUPP.result();
        }
        if (!Permission.isOwner(task, inode)) {
            return EPERM.result();
        }
        inode.setPermissions(Permission.maySetGroup(task, inode.gid()) ? mode : mode & ~Inode.SET_GROUP);
        return 0;
    }

    @Syscall(nr = 52, doc = "change the permissions of an open file")
    public long fchmod(Task task, @Fd int fd, @Octal int mode) {
        return change(open(task, fd), inode -> setMode(task, inode, mode));
    }

    @Syscall(nr = 53, doc = "change the permissions of a file")
    public long fchmodat(Task task, @DirFd int dirfd, @In(Data.PATH) long pathname, @Octal int mode) {
        return fchmodat2(task, dirfd, pathname, mode, 0);
    }

    @Syscall(nr = 452, doc = "change the permissions of a file")
    public long fchmodat2(Task task, @DirFd int dirfd, @In(Data.PATH) long pathname, @Octal int mode,
            @Flags(AtFlag.class) int flags) {
        if (AtFlag.hasOthers(flags, AtFlag.AT_SYMLINK_NOFOLLOW, AtFlag.AT_EMPTY_PATH)) {
            return EINVAL.result();
        }
        return change(find(task, dirfd, pathname, flags), inode -> setMode(task, inode, mode));
    }

    // ---- owners ----------------------------------------------------------------------------------------------------

    /** @param owner and group: −1 to keep what there is */
    private static long setOwner(Task task, Inode inode, int owner, int group) {
        int newUid = owner == -1 ? inode.uid() : owner;
        int newGid = group == -1 ? inode.gid() : group;
        if (!Permission.mayOwn(task, inode, newUid, newGid)) {
            return EPERM.result();
        }
        inode.setOwner(newUid, newGid);
        if (!(inode instanceof Directory) && !(inode instanceof Symlink)) {
            Permission.dropOwnersRights(inode);
        }
        return 0;
    }

    @Syscall(nr = 55, doc = "change the owner and group of an open file")
    public long fchown(Task task, @Fd int fd, int owner, int group) {
        return change(open(task, fd), inode -> setOwner(task, inode, owner, group));
    }

    @Syscall(nr = 54, doc = "change the owner and group of a file")
    public long fchownat(Task task, @DirFd int dirfd, @In(Data.PATH) long pathname, int owner, int group,
            @Flags(AtFlag.class) int flags) {
        if (AtFlag.hasOthers(flags, AtFlag.AT_SYMLINK_NOFOLLOW, AtFlag.AT_EMPTY_PATH)) {
            return EINVAL.result();
        }
        return change(find(task, dirfd, pathname, flags), inode -> setOwner(task, inode, owner, group));
    }

    // ---- times -----------------------------------------------------------------------------------------------------

    @Syscall(nr = 88, doc = "change the times of a file")
    public long utimensat(Task task, @DirFd int dirfd, @In(Data.PATH) long pathname, @In(Data.TIMES) long times,
            @Flags(AtFlag.class) int flags) {
        if (times == 0) {
            this.times.clear().putLong(8, UTIME_NOW).putLong(24, UTIME_NOW);
        } else if (!task.memory().read(times, this.times)) {
            return EFAULT.result();
        }
        long accessed = this.times.getLong(8), modified = this.times.getLong(24);
        if (accessed == UTIME_OMIT && modified == UTIME_OMIT) {
            return 0;
        }
        boolean isWrong = !isValid(accessed) || !isValid(modified);
        if (isWrong || AtFlag.hasOthers(flags, AtFlag.AT_SYMLINK_NOFOLLOW, AtFlag.AT_EMPTY_PATH)) {
            return EINVAL.result();
        }
        boolean isDescriptor = pathname == 0 && dirfd != FileTree.AT_FDCWD;
        if (isDescriptor && flags != 0) {
            return EINVAL.result();
        }
        return change(isDescriptor ? open(task, dirfd) : find(task, dirfd, pathname, flags), inode -> setTimes(task, inode));
    }

    private static boolean isValid(long nanoseconds) {
        return nanoseconds >= 0 && nanoseconds < NANOS || nanoseconds == UTIME_NOW || nanoseconds == UTIME_OMIT;
    }

    private long setTimes(Task task, Inode inode) {
        boolean isNow = times.getLong(8) == UTIME_NOW && times.getLong(24) == UTIME_NOW;
        if (!Permission.isOwner(task, inode)) {
            Errno error = isNow ? EACCES : EPERM;
            if (!isNow || !Permission.allows(task, inode, Permission.WRITE)) {
                return error.result();
            }
        }
        long now = inode.fileSystem().now();
        inode.setTimes(time(0, now, inode.accessed()), time(16, now, inode.modified()));
        return 0;
    }

    private long time(int offset, long now, long before) {
        long seconds = Math.clamp(times.getLong(offset), -MOST_SECONDS, MOST_SECONDS);
        long nanoseconds = times.getLong(offset + 8);
        return nanoseconds == UTIME_NOW ? now : nanoseconds == UTIME_OMIT ? before : seconds * NANOS + nanoseconds;
    }
}
