package foal.kernel.file;

import static foal.kernel.syscall.Errno.EBADF;
import static foal.kernel.syscall.Errno.EOPNOTSUPP;

import foal.kernel.syscall.Data;
import foal.kernel.syscall.Errno;
import foal.kernel.syscall.Fd;
import foal.kernel.syscall.In;
import foal.kernel.syscall.Out;
import foal.kernel.syscall.Syscall;
import foal.kernel.task.Task;

/**
 * System calls on extended attributes (xattr(7)), which no file system here has: there are none to be listed, and
 * nothing else is supported. That is how programs find out that they need not care.
 */
public final class ExtendedAttributeCalls {
    private static final String NONE = "No file has extended attributes.";

    private final FileTree tree;

    public ExtendedAttributeCalls(FileTree tree) {
        this.tree = tree;
    }

    private long answer(Task task, long path, boolean followLast, long answer) {
        return switch (tree.find(task, FileTree.AT_FDCWD, path, followLast)) {
            case FileTree.Found.Error(Errno errno) -> errno.result();
            case FileTree.Found.File _ -> answer;
        };
    }

    private static long answer(Task task, int fd, long answer) {
        return DescriptorTable.of(task).lookup(fd) == null ? EBADF.result() : answer;
    }

    @Syscall(nr = 5, doc = "set an extended attribute", differs = NONE)
    public long setxattr(Task task, @In(Data.PATH) long path, @In(Data.STRING) long name,
            @In(value = Data.BYTES, length = "size") long value, long size, int flags) {
        return answer(task, path, true, EOPNOTSUPP.result());
    }

    @Syscall(nr = 6, doc = "set an extended attribute of a link", differs = NONE)
    public long lsetxattr(Task task, @In(Data.PATH) long path, @In(Data.STRING) long name,
            @In(value = Data.BYTES, length = "size") long value, long size, int flags) {
        return answer(task, path, false, EOPNOTSUPP.result());
    }

    @Syscall(nr = 7, doc = "set an extended attribute of an open file", differs = NONE)
    public long fsetxattr(Task task, @Fd int fd, @In(Data.STRING) long name,
            @In(value = Data.BYTES, length = "size") long value, long size, int flags) {
        return answer(task, fd, EOPNOTSUPP.result());
    }

    @Syscall(nr = 8, doc = "get an extended attribute", differs = NONE)
    public long getxattr(Task task, @In(Data.PATH) long path, @In(Data.STRING) long name,
            @Out(value = Data.BYTES, length = "return") long value, long size) {
        return answer(task, path, true, EOPNOTSUPP.result());
    }

    @Syscall(nr = 9, doc = "get an extended attribute of a link", differs = NONE)
    public long lgetxattr(Task task, @In(Data.PATH) long path, @In(Data.STRING) long name,
            @Out(value = Data.BYTES, length = "return") long value, long size) {
        return answer(task, path, false, EOPNOTSUPP.result());
    }

    @Syscall(nr = 10, doc = "get an extended attribute of an open file", differs = NONE)
    public long fgetxattr(Task task, @Fd int fd, @In(Data.STRING) long name,
            @Out(value = Data.BYTES, length = "return") long value, long size) {
        return answer(task, fd, EOPNOTSUPP.result());
    }

    @Syscall(nr = 11, doc = "list extended attributes", differs = NONE)
    public long listxattr(Task task, @In(Data.PATH) long path, @Out(value = Data.BYTES, length = "return") long list, long size) {
        return answer(task, path, true, 0);
    }

    @Syscall(nr = 12, doc = "list extended attributes of a link", differs = NONE)
    public long llistxattr(Task task, @In(Data.PATH) long path, @Out(value = Data.BYTES, length = "return") long list, long size) {
        return answer(task, path, false, 0);
    }

    @Syscall(nr = 13, doc = "list extended attributes of an open file", differs = NONE)
    public long flistxattr(Task task, @Fd int fd, @Out(value = Data.BYTES, length = "return") long list, long size) {
        return answer(task, fd, 0);
    }

    @Syscall(nr = 14, doc = "remove an extended attribute", differs = NONE)
    public long removexattr(Task task, @In(Data.PATH) long path, @In(Data.STRING) long name) {
        return answer(task, path, true, EOPNOTSUPP.result());
    }

    @Syscall(nr = 15, doc = "remove an extended attribute of a link", differs = NONE)
    public long lremovexattr(Task task, @In(Data.PATH) long path, @In(Data.STRING) long name) {
        return answer(task, path, false, EOPNOTSUPP.result());
    }

    @Syscall(nr = 16, doc = "remove an extended attribute of an open file", differs = NONE)
    public long fremovexattr(Task task, @Fd int fd, @In(Data.STRING) long name) {
        return answer(task, fd, EOPNOTSUPP.result());
    }
}
