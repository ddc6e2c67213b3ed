package foal.kernel.file;

import foal.kernel.task.Task;
import java.util.List;
import java.util.Optional;

/**
 * A directory whose entries are made up when somebody looks, as those of /proc are. Names that are numbers keep their
 * places in the listing while others come and go.
 */
public abstract non-sealed class GeneratedDirectory extends Directory {
    /** Where numbers begin, behind all names that are none. */
    private static final long NUMBERS = 1000;

    /** @param number unlike that of any other file of the file system, and always the same for the same directory */
    protected GeneratedDirectory(FileSystem fileSystem, long number, int permissions) {
        super(fileSystem, number, permissions);
    }

    /** The file of that name, as that task sees it. */
    protected abstract Optional<Inode> find(Task task, String name);

    /** The names that a listing shows: first those that are no numbers, then the numbers, ascending. */
    protected abstract List<String> names(Task task);

    @Override
    final Optional<Dentry> find(Task task, Dentry self, String name) {
        return find(task, name).map(inode -> new Dentry(self, name, inode));
    }

    @Override
    final void list(Task task, Dentry self, long after, Visitor visitor) {
        long place = 0;
        for (String name : names(task)) {
            boolean isNumber = Character.isDigit(name.charAt(0));
            place = isNumber ? NUMBERS + Long.parseLong(name) : place + 1;
            Optional<Dentry> entry = place > after ? find(task, self, name) : Optional.empty();
            if (entry.isPresent() && !visitor.visit(entry.get(), place)) {
                return;
            }
        }
    }

    @Override
    public long size() {
        return 0;
    }
}
