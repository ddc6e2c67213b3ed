package foal.kernel.file;

import static foal.kernel.syscall.Errno.EACCES;
import static foal.kernel.syscall.Errno.EBADF;
import static foal.kernel.syscall.Errno.EEXIST;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.EISDIR;
import static foal.kernel.syscall.Errno.ELOOP;
import static foal.kernel.syscall.Errno.EMFILE;
import static foal.kernel.syscall.Errno.ENOENT;
import static foal.kernel.syscall.Errno.ENOTDIR;
import static foal.kernel.syscall.Errno.ERANGE;
import static foal.kernel.syscall.Errno.EROFS;

import foal.kernel.memory.Struct;
import foal.kernel.syscall.Data;
import foal.kernel.syscall.DirFd;
import foal.kernel.syscall.Errno;
import foal.kernel.syscall.Flags;
import foal.kernel.syscall.In;
import foal.kernel.syscall.Octal;
import foal.kernel.syscall.Only;
import foal.kernel.syscall.Out;
import foal.kernel.syscall.Symbolic;
import foal.kernel.syscall.Syscall;
import foal.kernel.task.Task;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** System calls on paths. */
public final class PathCalls {
    private static final int AT_FDCWD = -100;

    private final FileTree tree;
    private final Struct stat = new Struct(FileStatus.SIZE);

    public PathCalls(FileTree tree) {
        this.tree = tree;
    }

    /** Flags of the calls that take a directory descriptor and a path (openat(2), stat(2)). */
    public enum AtFlag implements Symbolic {
        AT_SYMLINK_NOFOLLOW(0x100), AT_NO_AUTOMOUNT(0x800), AT_EMPTY_PATH(0x1000);

        private final int value;

        AtFlag(int value) {
            this.value = value;
        }

        @Override
        public long value() {
            return value;
        }
    }

    /** What access(2) is asked about. */
    public enum AccessMode implements Symbolic {
        R_OK(4), W_OK(2), X_OK(1), F_OK(0);

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

    /** Finds the file that a descriptor and a path in the program's memory name. */
    private FileTree.Found find(Task task, int dirfd, long path, boolean followLast) {
        Optional<String> text = task.memory().readString(path, FileTree.PATH_MAX);
        if (text.isEmpty()) {
            return new FileTree.Found.Error(EFAULT);
        }
        if (dirfd == AT_FDCWD || text.get().startsWith("/")) {
            return tree.walk(task.process().workingDirectory(), text.get(), task, followLast);
        }
        return switch (task.process().descriptors().lookup(dirfd)) {
            case OpenInode open when open.inode() instanceof Directory start -> tree.walk(start, text.get(), task, followLast);
            case null -> new FileTree.Found.Error(EBADF);
            default -> new FileTree.Found.Error(ENOTDIR);
        };
    }

    @Syscall(nr = 56, doc = "open a file",
            differs = "The file tree is read-only: opening for writing and creating fail with EROFS.")
    public long openat(Task task, @DirFd int dirfd, @In(Data.PATH) long pathname,
            @Flags(OpenFlag.class) int flags, @Octal @Only(with = "flags", in = "O_CREAT") int mode) {
        boolean follow = !OpenFlag.O_NOFOLLOW.in(flags);
        return switch (find(task, dirfd, pathname, follow)) {
            case FileTree.Found.Error(Errno errno) ->
                    (errno == ENOENT && OpenFlag.O_CREAT.in(flags) ? EROFS : errno).result();
            case FileTree.Found.File(Inode inode) -> open(task, inode, flags);
        };
    }

    private static long open(Task task, Inode inode, int flags) {
        if (OpenFlag.O_CREAT.in(flags) && OpenFlag.O_EXCL.in(flags)) {
            return EEXIST.result();
        }
        if (inode instanceof Symlink) {
            return ELOOP.result();
        }
        boolean isDirectory = inode instanceof Directory;
        if (OpenFlag.O_DIRECTORY.in(flags) && !isDirectory) {
            return ENOTDIR.result();
        }
        if (!OpenFlag.O_RDONLY.in(flags) || OpenFlag.O_TRUNC.in(flags)) {
            return isDirectory ? EISDIR.result() : EROFS.result();
        }
        String path = inode instanceof Directory directory ? directory.path() : "file " + inode.number();
        int fd = task.process().descriptors().add(new OpenInode(inode, path, flags), OpenFlag.O_CLOEXEC.in(flags));
        return fd < 0 ? EMFILE.result() : fd;
    }

    @Syscall(nr = 79, doc = "tell about a file")
    public long newfstatat(Task task, @DirFd int dirfd, @In(Data.PATH) long pathname, @Out(Data.STAT) long statbuf,
            @Flags(AtFlag.class) int flags) {
        if ((flags & ~(AtFlag.AT_SYMLINK_NOFOLLOW.value | AtFlag.AT_NO_AUTOMOUNT.value | AtFlag.AT_EMPTY_PATH.value)) != 0) {
            return EINVAL.result();
        }
        if (AtFlag.AT_EMPTY_PATH.in(flags)) {
            Optional<String> text = task.memory().readString(pathname, FileTree.PATH_MAX);
            if (text.isPresent() && text.get().isEmpty()) {
                return statDescriptor(task, dirfd, statbuf);
            }
        }
        return switch (find(task, dirfd, pathname, !AtFlag.AT_SYMLINK_NOFOLLOW.in(flags))) {
            case FileTree.Found.Error(Errno errno) -> errno.result();
            case FileTree.Found.File(Inode inode) -> put(task, inode.status(), statbuf);
        };
    }

    private long statDescriptor(Task task, int fd, long statbuf) {
        if (fd == AT_FDCWD) {
            return put(task, task.process().workingDirectory().status(), statbuf);
        }
        OpenFile file = task.process().descriptors().lookup(fd);
        return file == null ? EBADF.result() : put(task, file.status(), statbuf);
    }

    private long put(Task task, FileStatus status, long statbuf) {
        status.put(stat);
        return task.memory().write(statbuf, stat) ? 0 : EFAULT.result();
    }

    @Syscall(nr = 78, doc = "read where a symbolic link leads")
    public long readlinkat(Task task, @DirFd int dirfd, @In(Data.PATH) long pathname,
            @Out(value = Data.BYTES, length = "return") long buf, int bufsiz) {
        if (bufsiz <= 0) {
            return EINVAL.result();
        }
        return switch (find(task, dirfd, pathname, false)) {
            case FileTree.Found.Error(Errno errno) -> errno.result();
            case FileTree.Found.File(Symlink link) -> {
                byte[] target = link.target(task).getBytes(StandardCharsets.ISO_8859_1);
                int length = Math.min(target.length, bufsiz);
                yield task.memory().write(buf, target, 0, length) == length ? length : EFAULT.result();
            }
            case FileTree.Found.File _ -> EINVAL.result();
        };
    }

    @Syscall(nr = 48, doc = "check whether a file may be accessed")
    public long faccessat(Task task, @DirFd int dirfd, @In(Data.PATH) long pathname, @Flags(AccessMode.class) int mode) {
        if ((mode & ~7) != 0) {
            return EINVAL.result();
        }
        return switch (find(task, dirfd, pathname, true)) {
            case FileTree.Found.Error(Errno errno) -> errno.result();
            case FileTree.Found.File(Inode inode) -> {
                if ((mode & 2) != 0) {
                    yield EROFS.result();
                }
                yield (mode & 1) != 0 && !inode.isExecutable() ? EACCES.result() : 0;
            }
        };
    }

    @Syscall(nr = 49, doc = "change the working directory")
    public long chdir(Task task, @In(Data.PATH) long path) {
        return switch (find(task, AT_FDCWD, path, true)) {
            case FileTree.Found.Error(Errno errno) -> errno.result();
            case FileTree.Found.File(Directory directory) -> {
                task.process().setWorkingDirectory(directory);
                yield 0;
            }
            case FileTree.Found.File _ -> ENOTDIR.result();
        };
    }

    @Syscall(nr = 17, doc = "tell the working directory")
    public long getcwd(Task task, @Out(Data.PATH) long buf, long size) {
        byte[] path = (task.process().workingDirectory().path() + "\0").getBytes(StandardCharsets.ISO_8859_1);
        if (size >= 0 && size < path.length) {
            return ERANGE.result();
        }
        return task.memory().write(buf, path, 0, path.length) == path.length ? path.length : EFAULT.result();
    }
}
