package foal.kernel.file;

import foal.kernel.syscall.Errno;
import foal.kernel.task.Task;
import java.util.Optional;

/**
 * A directory of {@link ServedFile}s. Names are made by system calls of their own (mq_open(2)); they can be looked up,
 * listed and taken away like any others.
 */
public final class ServedDirectory extends StoredDirectory {
    /** @param permissions with {@link Inode#STICKY} if everybody may make names */
    public ServedDirectory(FileSystem fileSystem, int permissions) {
        super(fileSystem, permissions);
    }

    @Override
    protected Errno adding(String name, Inode inode) {
        return Errno.EPERM;
    }

    @Override
    protected boolean canExchange() {
        return false;
    }

    @Override
    protected Errno moving(Dentry entry, StoredDirectory target, String newName) {
        return Errno.EPERM;
    }

    /** The entry of that name, if there is one. @param self this directory's own entry */
    public Optional<Dentry> lookUp(Dentry self, String name) {
        return find(null, self, name);
    }

    /** Gives a task's new file a name, which is free. @return the entry */
    public Dentry add(Task task, Dentry self, String name, ServedFile file) {
        Permission.own(task, this, file);
        return add(self, name, file);
    }

    /** Takes a name away, as unlink(2) does. @return 0 or an error */
    public static long unlink(Task task, Dentry entry) {
        return NameCalls.unlink(task, entry, false);
    }

    /** Whether a task may open a file in the way that the access mode of the flags says. */
    public static boolean mayOpen(Task task, Dentry entry, int flags) {
        int wanted = (OpenFlag.O_WRONLY.in(flags) ? 0 : Permission.READ) | (OpenFlag.O_RDONLY.in(flags) ? 0 : Permission.WRITE);
        return Permission.allows(task, entry.inode(), wanted);
    }
}
