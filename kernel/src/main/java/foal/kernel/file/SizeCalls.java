package foal.kernel.file;

import static foal.kernel.syscall.Errno.EACCES;
import static foal.kernel.syscall.Errno.EBADF;
import static foal.kernel.syscall.Errno.EFBIG;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.EISDIR;
import static foal.kernel.syscall.Errno.ENODEV;
import static foal.kernel.syscall.Errno.EOPNOTSUPP;
import static foal.kernel.syscall.Errno.EPERM;
import static foal.kernel.syscall.Errno.EROFS;
import static foal.kernel.syscall.Errno.ESPIPE;
import static foal.kernel.syscall.Errno.ETXTBSY;

import foal.kernel.syscall.Data;
import foal.kernel.syscall.Errno;
import foal.kernel.syscall.Fd;
import foal.kernel.syscall.Flags;
import foal.kernel.syscall.In;
import foal.kernel.syscall.Symbolic;
import foal.kernel.syscall.Syscall;
import foal.kernel.task.Resource;
import foal.kernel.task.Signal;
import foal.kernel.task.Task;
import java.util.Optional;

/** System calls on the size of files and the space that they take up, and on getting them to safety. */
public final class SizeCalls {
    private final FileTree tree;

    public SizeCalls(FileTree tree) {
        this.tree = tree;
    }

    /** Modes of fallocate(2). */
    public enum FallocateMode implements Symbolic {
        FALLOC_FL_KEEP_SIZE(1), FALLOC_FL_PUNCH_HOLE(2);

        private final int value;

        FallocateMode(int value) {
            this.value = value;
        }

        @Override
        public long value() {
            return value;
        }
    }

    @Syscall(nr = 45, doc = "change the size of a file")
    public long truncate(Task task, @In(Data.PATH) long path, long length) {
        if (length < 0) {
            return EINVAL.result();
        }
        return switch (tree.find(task, FileTree.AT_FDCWD, path, true)) {
            case FileTree.Found.Error(Errno errno) -> errno.result();
            case FileTree.Found.File found -> switch (found.inode()) {
                case Directory _ -> EISDIR.result();
                case RegularFile file when file.fileSystem().isReadOnly() -> EROFS.result();
                case RegularFile file when !Permission.allows(task, file, Permission.WRITE) -> EACCES.result();
                case RegularFile file when file.isRunning() -> ETXTBSY.result();
                case RegularFile file -> resize(task, file, length);
                default -> EINVAL.result();
            };
        };
    }

    @Syscall(nr = 46, doc = "change the size of an open file")
    public long ftruncate(Task task, @Fd int fd, long length) {
        if (length < 0) {
            return EINVAL.result();
        }
        OpenFile open = DescriptorTable.of(task).lookup(fd);
        if (open == null) {
            return EBADF.result();
        }
        Optional<RegularFile> file = regular(open);
        if (file.isEmpty() || !open.isWritable()) {
            return EINVAL.result();
        }
        return resize(task, file.get(), length);
    }

    private static long resize(Task task, RegularFile file, long length) {
        if (file.seals().filter(seals -> seals.forbidSize(file.size(), length)).isPresent()) {
            return EPERM.result();
        }
        if (isTooLarge(task, file, length)) {
            return EFBIG.result();
        }
        Permission.dropOwnersRights(task, file);
        return file.resize(length);
    }

    /** Whether a file would become larger than the task's process may make one; the task is then told by a signal. */
    private static boolean isTooLarge(Task task, RegularFile file, long length) {
        boolean isTooLarge = length > file.size() && task.process().limits().isBeyond(Resource.RLIMIT_FSIZE, length);
        if (isTooLarge) {
            task.raise(Signal.SIGXFSZ);
        }
        return isTooLarge;
    }

    private static Optional<RegularFile> regular(OpenFile open) {
        return open.entry().map(Dentry::inode).filter(RegularFile.class::isInstance).map(RegularFile.class::cast);
    }

    @Syscall(nr = 47, doc = "allocate space for a range of a file, or make it a hole",
            differs = "Modes besides these fail with EOPNOTSUPP.")
    public long fallocate(Task task, @Fd int fd, @Flags(FallocateMode.class) int mode, long offset, long len) {
        OpenFile open = DescriptorTable.of(task).lookup(fd);
        if (open == null) {
            return EBADF.result();
        }
        if (offset < 0 || len <= 0) {
            return EINVAL.result();
        }
        boolean keepsSize = FallocateMode.FALLOC_FL_KEEP_SIZE.in(mode);
        boolean punches = FallocateMode.FALLOC_FL_PUNCH_HOLE.in(mode);
        if ((mode & ~3) != 0 || punches && !keepsSize) {
            return EOPNOTSUPP.result();
        }
        if (!open.isWritable()) {
            return EBADF.result();
        }
        Optional<RegularFile> file = regular(open);
        if (file.isEmpty()) {
            return switch (open.status().mode() & FileStatus.TYPE) {
                case FileStatus.FIFO -> ESPIPE.result();
                case FileStatus.DIRECTORY -> EISDIR.result();
                default -> ENODEV.result();
            };
        }
        if (len > Long.MAX_VALUE - offset) {
            return EFBIG.result();
        }
        boolean isSealed = file.get().seals().filter(seals -> punches ? seals.forbidWrites()
                : !keepsSize && offset + len > file.get().size() && seals.forbidSize(file.get().size(), offset + len)).isPresent();
        if (isSealed) {
            return EPERM.result();
        }
        if (!keepsSize && isTooLarge(task, file.get(), offset + len)) {
            return EFBIG.result();
        }
        Permission.dropOwnersRights(task, file.get());
        return punches ? file.get().punch(offset, offset + len) : file.get().allocate(offset, offset + len, keepsSize);
    }

    // ---- to safety: what is written is where it belongs at once ----------------------------------------------------

    @Syscall(nr = 82, doc = "write an open file to storage")
    public long fsync(Task task, @Fd int fd) {
        OpenFile file = DescriptorTable.of(task).lookup(fd);
        if (file == null) {
            return EBADF.result();
        }
        boolean canBeSaved = file.entry().map(Dentry::inode).filter(inode -> inode instanceof RegularFile
                || inode instanceof Directory).isPresent();
        return canBeSaved ? regular(file).map(RegularFile::flush).orElse(0L) : EINVAL.result();
    }

    @Syscall(nr = 83, doc = "write the contents of an open file to storage")
    public long fdatasync(Task task, @Fd int fd) {
        return fsync(task, fd);
    }

    @Syscall(nr = 81, doc = "write all files to storage")
    public long sync(Task task) {
        return 0;
    }

    @Syscall(nr = 267, doc = "write all files of a file system to storage")
    public long syncfs(Task task, @Fd int fd) {
        return DescriptorTable.of(task).lookup(fd) == null ? EBADF.result() : 0;
    }
}
