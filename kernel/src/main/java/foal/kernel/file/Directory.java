package foal.kernel.file;

import foal.kernel.syscall.Errno;
import foal.kernel.task.Task;
import java.util.Optional;

/** A directory: names, each of which stands for a file. */
public abstract sealed class Directory extends Inode permits StoredDirectory, GeneratedDirectory {
    Directory(FileSystem fileSystem, long number, int permissions) {
        // Its name, or its own ".." at the top of a tree; and its ".".
        super(fileSystem, number, FileStatus.DIRECTORY | permissions, 2);
    }

    /**
     * Makes sure that its entries can be looked at; is called before that.
     *
     * @param self this directory's own entry
     * @return why they cannot be, or null
     */
    protected Errno prepare(Dentry self) {
        return null;
    }

    /**
     * The entry of that name, which is neither {@code .} nor {@code ..}.
     *
     * @param self this directory's own entry
     */
    abstract Optional<Dentry> find(Task task, Dentry self, String name);

    /** Takes the entries of a listing. */
    interface Visitor {
        /** @param place from which the listing goes on @return false to end the listing before this entry */
        boolean visit(Dentry entry, long place);
    }

    /** Lists the entries whose places are above a given one, in the order of places, which begin at 1. */
    abstract void list(Task task, Dentry self, long after, Visitor visitor);

    @Override
    Opened open(Task task, Dentry entry, int flags) {
        return new Opened.Ready(new OpenDirectory(entry, flags));
    }

    @Override
    public long size() {
        return 4096;
    }
}
