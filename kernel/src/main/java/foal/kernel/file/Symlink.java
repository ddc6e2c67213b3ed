package foal.kernel.file;

import foal.kernel.syscall.Errno;
import foal.kernel.task.Task;
import java.util.Optional;

/** A symbolic link (symlink(7)). */
public final class Symlink extends Inode {
    private final Destination destination;
    private final int length;

    /** Where a link leads, which can depend on who asks, as it does for {@code /proc/self}. */
    public interface Destination {
        /** The text of the link; empty if it leads nowhere. @param task null for the kernel itself */
        String path(Task task);

        /**
         * The entry that following the link leads to, whatever path its text shows: so the links of {@code /proc/PID/fd}
         * lead to pipes and to deleted files. Links as usual have none, and their path is walked.
         */
        default Optional<Dentry> entry(Task task) {
            return Optional.empty();
        }
    }

    private Symlink(FileSystem fileSystem, long number, Destination destination, int length,
            int links) {
        super(fileSystem, number, FileStatus.SYMLINK | 0777, links);
        this.destination = destination;
        this.length = length;
    }

    /** A link of a {@link GeneratedDirectory}, made for each lookup. */
    public Symlink(FileSystem fileSystem, long number, Destination destination) {
        this(fileSystem, number, destination, 0, 1);
    }

    /** A link to a path. */
    public Symlink(FileSystem fileSystem, String path) {
        this(fileSystem, fileSystem.nextNumber(), _ -> path, path.length(), 0);
    }

    /** The path that it stands for, as that task sees it. */
    public String target(Task task) {
        return destination.path(task);
    }

    /** Where following it leads, if that is not where the path leads. */
    Optional<Dentry> jump(Task task) {
        return destination.entry(task);
    }

    @Override
    Opened open(Task task, Dentry entry, int flags) {
        return new Opened.Failed(Errno.ELOOP);
    }

    @Override
    public long size() {
        return length;
    }
}
