package foal.kernel.file;

import foal.kernel.syscall.Errno;
import foal.kernel.task.Task;

/** The name of a socket (unix(7)). It cannot be opened, only connected to. */
public final class SocketInode extends Inode {
    SocketInode(FileSystem fileSystem, int permissions) {
        super(fileSystem, fileSystem.nextNumber(), FileStatus.SOCKET | permissions, 0);
    }

    @Override
    Opened open(Task task, Dentry entry, int flags) {
        return new Opened.Failed(Errno.ENXIO);
    }

    @Override
    public long size() {
        return 0;
    }
}
