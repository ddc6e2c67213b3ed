package foal.kernel.file;

import static foal.kernel.syscall.Errno.EACCES;
import static foal.kernel.syscall.Errno.EBADF;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.ENAMETOOLONG;
import static foal.kernel.syscall.Errno.ENOENT;
import static foal.kernel.syscall.Errno.ENOTDIR;
import static foal.kernel.syscall.Errno.EPERM;
import static foal.kernel.syscall.Errno.ERANGE;

import foal.kernel.syscall.Data;
import foal.kernel.syscall.Errno;
import foal.kernel.syscall.Fd;
import foal.kernel.syscall.In;
import foal.kernel.syscall.Out;
import foal.kernel.syscall.Syscall;
import foal.kernel.task.Capability;
import foal.kernel.task.Task;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** System calls on directories: listing them, and being in one. */
public final class DirectoryCalls {
    private static final int MOST_LISTED = 0x7fff_ffff;

    private final FileTree tree;

    public DirectoryCalls(FileTree tree) {
        this.tree = tree;
    }

    @Syscall(nr = 61, doc = "list a directory")
    public long getdents64(Task task, @Fd int fd, @Out(value = Data.DIRENTS, length = "return") long dirp, int count) {
        OpenFile file = DescriptorTable.of(task).lookup(fd);
        if (file == null) {
            return EBADF.result();
        }
        long size = Math.min(count & 0xffff_ffffL, MOST_LISTED);
        return file instanceof OpenDirectory directory ? directory.list(task, dirp, size) : ENOTDIR.result();
    }

    /** Enters a directory, if the task may. */
    private static long enter(Task task, FileTree.Found found, Consumer<Dentry> how) {
        return switch (found) {
            case FileTree.Found.Error(Errno errno) -> errno.result();
            case FileTree.Found.File file when !(file.inode() instanceof Directory) -> ENOTDIR.result();
            case FileTree.Found.File file when !Permission.allows(task, file.inode(), Permission.EXECUTE) -> EACCES.result();
            case FileTree.Found.File(Dentry directory) -> {
                how.accept(directory);
                yield 0;
            }
        };
    }

    @Syscall(nr = 49, doc = "change the working directory")
    public long chdir(Task task, @In(Data.PATH) long path) {
        return enter(task, tree.find(task, FileTree.AT_FDCWD, path, true), FileContext.of(task)::setWorkingDirectory);
    }

    @Syscall(nr = 50, doc = "change the working directory to an open one")
    public long fchdir(Task task, @Fd int fd) {
        OpenFile file = DescriptorTable.of(task).lookupAny(fd);
        if (file == null) {
            return EBADF.result();
        }
        return enter(task, file.entry().<FileTree.Found>map(FileTree.Found.File::new)
                .orElse(new FileTree.Found.Error(ENOTDIR)), FileContext.of(task)::setWorkingDirectory);
    }

    @Syscall(nr = 51, doc = "change where absolute paths begin")
    public long chroot(Task task, @In(Data.PATH) long path) {
        FileTree.Found found = tree.find(task, FileTree.AT_FDCWD, path, true);
        long error = enter(task, found, _ -> { });
        if (error != 0 || !task.process().credentials().has(Capability.CAP_SYS_CHROOT)) {
            return error != 0 ? error : EPERM.result();
        }
        return enter(task, found, FileContext.of(task)::setRootDirectory);
    }

    @Syscall(nr = 17, doc = "get the working directory")
    public long getcwd(Task task, @Out(Data.PATH) long buf, long size) {
        Dentry directory = FileContext.of(task).workingDirectory();
        if (directory.isRemoved()) {
            return ENOENT.result();
        }
        byte[] path = (directory.path(FileContext.of(task).rootDirectory()) + "\0").getBytes(StandardCharsets.ISO_8859_1);
        if (path.length > FileTree.PATH_MAX) {
            return ENAMETOOLONG.result();
        }
        if (size >= 0 && size < path.length) {
            return ERANGE.result();
        }
        return task.memory().write(buf, path, 0, path.length) == path.length ? path.length : EFAULT.result();
    }
}
