package foal.kernel.file;

import static foal.kernel.syscall.Errno.EACCES;
import static foal.kernel.syscall.Errno.EBADF;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.ENOENT;
import static foal.kernel.syscall.Errno.EROFS;

import foal.kernel.memory.Struct;
import foal.kernel.syscall.Data;
import foal.kernel.syscall.DirFd;
import foal.kernel.syscall.Errno;
import foal.kernel.syscall.Fd;
import foal.kernel.syscall.Flags;
import foal.kernel.syscall.In;
import foal.kernel.syscall.Out;
import foal.kernel.syscall.Symbolic;
import foal.kernel.syscall.Syscall;
import foal.kernel.task.Task;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** System calls that tell about files and change nothing. */
public final class StatusCalls {
    private static final int SYNC_TYPE = 0x6000;
    private static final int RESERVED_MASK = 0x8000_0000;

    private final FileTree tree;
    private final Struct stat = new Struct(FileStatus.SIZE);
    private final Struct extended = new Struct(FileStatus.STATX_SIZE);
    private final Struct statfs = new Struct(FileSystem.STATFS_SIZE);

    public StatusCalls(FileTree tree) {
        this.tree = tree;
    }

    /** What access(2) is asked about. */
    public enum AccessMode implements Symbolic {
        R_OK(4), W_OK(2), X_OK(1), F_OK(0);

        private static final int ALL = 7;
        private final int value;

        AccessMode(int value) {
            this.value = value;
        }

        @Override
        public long value() {
            return value;
        }

        @Override
        public long mask() {
            return this == F_OK ? -1 : value;
        }
    }

    /** Flags of faccessat(2). */
    public enum AccessFlag implements Symbolic {
        AT_SYMLINK_NOFOLLOW(0x100), AT_EACCESS(0x200), AT_EMPTY_PATH(0x1000);

        private static final int ALL = 0x1300;
        private final int value;

        AccessFlag(int value) {
            this.value = value;
        }

        @Override
        public long value() {
            return value;
        }
    }

    /** Fields that statx(2) is asked for. */
    public enum StatxField implements Symbolic {
        STATX_ALL(0xfff), STATX_BASIC_STATS(0x7ff), STATX_TYPE(1), STATX_MODE(2), STATX_NLINK(4), STATX_UID(8), STATX_GID(0x10),
        STATX_ATIME(0x20), STATX_MTIME(0x40), STATX_CTIME(0x80), STATX_INO(0x100), STATX_SIZE(0x200), STATX_BLOCKS(0x400),
        STATX_BTIME(0x800);

        private final int value;

        StatxField(int value) {
            this.value = value;
        }

        @Override
        public long value() {
            return value;
        }
    }

    // ---- status ----------------------------------------------------------------------------------------------------

    @Syscall(nr = 80, doc = "get the status of an open file")
    public long fstat(Task task, @Fd int fd, @Out(Data.STAT) long statbuf) {
        OpenFile file = DescriptorTable.of(task).lookupAny(fd);
        return file == null ? EBADF.result() : put(task, file.status(), statbuf);
    }

    @Syscall(nr = 79, doc = "get the status of a file")
    public long newfstatat(Task task, @DirFd int dirfd, @In(Data.PATH) long pathname, @Out(Data.STAT) long statbuf,
            @Flags(AtFlag.class) int flags) {
        if (AtFlag.hasOthers(flags, AtFlag.AT_SYMLINK_NOFOLLOW, AtFlag.AT_NO_AUTOMOUNT, AtFlag.AT_EMPTY_PATH)) {
            return EINVAL.result();
        }
        OpenFile unnamed = unnamed(task, dirfd, pathname, flags);
        if (unnamed != null) {
            return put(task, unnamed.status(), statbuf);
        }
        return switch (find(task, dirfd, pathname, flags)) {
            case FileTree.Found.Error(Errno errno) -> errno.result();
            case FileTree.Found.File(Dentry entry) -> put(task, entry.inode().status(), statbuf);
        };
    }

    @Syscall(nr = 291, doc = "get the status of a file, with more in it")
    public long statx(Task task, @DirFd int dirfd, @In(Data.PATH) long pathname, @Flags(AtFlag.class) int flags,
            @Flags(StatxField.class) int mask, @Out(Data.STATX) long statxbuf) {
        boolean isWrong = AtFlag.hasOthers(flags & ~SYNC_TYPE, AtFlag.AT_SYMLINK_NOFOLLOW, AtFlag.AT_NO_AUTOMOUNT,
                AtFlag.AT_EMPTY_PATH);
        if (isWrong || (flags & SYNC_TYPE) == SYNC_TYPE || (mask & RESERVED_MASK) != 0) {
            return EINVAL.result();
        }
        OpenFile unnamed = unnamed(task, dirfd, pathname, flags);
        if (unnamed != null) {
            return putExtended(task, unnamed.status(), statxbuf);
        }
        return switch (find(task, dirfd, pathname, flags)) {
            case FileTree.Found.Error(Errno errno) -> errno.result();
            case FileTree.Found.File(Dentry entry) -> putExtended(task, entry.inode().status(), statxbuf);
        };
    }

    private FileTree.Found find(Task task, int dirfd, long pathname, int flags) {
        return tree.find(task, dirfd, pathname, !AtFlag.AT_SYMLINK_NOFOLLOW.in(flags), AtFlag.AT_EMPTY_PATH.in(flags));
    }

    /** The open file that is meant by its descriptor and an empty path, and is in no tree; else null. */
    private static OpenFile unnamed(Task task, int fd, long pathname, int flags) {
        OpenFile file = AtFlag.AT_EMPTY_PATH.in(flags) ? DescriptorTable.of(task).lookupAny(fd) : null;
        boolean isMeant = file != null && file.entry().isEmpty()
                && task.memory().readString(pathname, 1).filter(String::isEmpty).isPresent();
        return isMeant ? file : null;
    }

    private long put(Task task, FileStatus status, long statbuf) {
        status.put(stat);
        return task.memory().write(statbuf, stat) ? 0 : EFAULT.result();
    }

    private long putExtended(Task task, FileStatus status, long statxbuf) {
        status.putExtended(extended);
        return task.memory().write(statxbuf, extended) ? 0 : EFAULT.result();
    }

    // ---- file systems ----------------------------------------------------------------------------------------------

    @Syscall(nr = 43, doc = "get the status of the file system of a file")
    public long statfs(Task task, @In(Data.PATH) long path, @Out(Data.STATFS) long buf) {
        return switch (tree.find(task, FileTree.AT_FDCWD, path, true)) {
            case FileTree.Found.Error(Errno errno) -> errno.result();
            case FileTree.Found.File(Dentry entry) -> put(task, entry.inode().fileSystem(), buf);
        };
    }

    @Syscall(nr = 44, doc = "get the status of the file system of an open file")
    public long fstatfs(Task task, @Fd int fd, @Out(Data.STATFS) long buf) {
        OpenFile file = DescriptorTable.of(task).lookupAny(fd);
        if (file == null) {
            return EBADF.result();
        }
        return put(task, file.entry().map(entry -> entry.inode().fileSystem()).orElse(tree.unnamed()), buf);
    }

    private long put(Task task, FileSystem fileSystem, long buf) {
        fileSystem.put(statfs);
        return task.memory().write(buf, statfs) ? 0 : EFAULT.result();
    }

    // ---- links and rights ------------------------------------------------------------------------------------------

    @Syscall(nr = 78, doc = "read where a symbolic link leads")
    public long readlinkat(Task task, @DirFd int dirfd, @In(Data.PATH) long pathname,
            @Out(value = Data.BYTES, length = "return") long buf, int bufsiz) {
        if (bufsiz <= 0) {
            return EINVAL.result();
        }
        return switch (tree.find(task, dirfd, pathname, false, true)) {
            case FileTree.Found.Error(Errno errno) -> errno.result();
            case FileTree.Found.File found when found.inode() instanceof Symlink link -> {
                byte[] target = link.target(task).getBytes(StandardCharsets.ISO_8859_1);
                int length = Math.min(target.length, bufsiz);
                link.touchAccessed();
                yield task.memory().write(buf, target, 0, length) == length ? length : EFAULT.result();
            }
            case FileTree.Found.File _ -> (isEmpty(task, pathname) ? ENOENT : EINVAL).result();
        };
    }

    private static boolean isEmpty(Task task, long pathname) {
        return task.memory().readString(pathname, 1).equals(Optional.of(""));
    }

    @Syscall(nr = 48, doc = "check whether a file may be accessed")
    public long faccessat(Task task, @DirFd int dirfd, @In(Data.PATH) long pathname, @Flags(AccessMode.class) int mode) {
        return faccessat2(task, dirfd, pathname, mode, 0);
    }

    @Syscall(nr = 439, doc = "check whether a file may be accessed")
    public long faccessat2(Task task, @DirFd int dirfd, @In(Data.PATH) long pathname, @Flags(AccessMode.class) int mode,
            @Flags(AccessFlag.class) int flags) {
        if ((mode & ~AccessMode.ALL) != 0 || (flags & ~AccessFlag.ALL) != 0) {
            return EINVAL.result();
        }
        boolean asIs = AccessFlag.AT_EACCESS.in(flags) || !task.process().credentials().differsForReal();
        return asIs ? access(task, dirfd, pathname, mode, flags)
                : task.process().actForReal(() -> access(task, dirfd, pathname, mode, flags));
    }

    private long access(Task task, int dirfd, long pathname, int mode, int flags) {
        return switch (find(task, dirfd, pathname, flags)) {
            case FileTree.Found.Error(Errno errno) -> errno.result();
            case FileTree.Found.File found -> access(task, found.inode(), mode);
        };
    }

    private static long access(Task task, Inode inode, int mode) {
        boolean changes = inode instanceof RegularFile || inode instanceof Directory || inode instanceof Symlink;
        if (AccessMode.W_OK.in(mode) && changes && inode.fileSystem().isReadOnly()) {
            return EROFS.result();
        }
        return Permission.allows(task, inode, mode) ? 0 : EACCES.result();
    }
}
