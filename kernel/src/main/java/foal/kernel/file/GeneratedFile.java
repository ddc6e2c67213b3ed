package foal.kernel.file;

import foal.kernel.syscall.Errno;
import foal.kernel.task.Task;
import foal.kernel.task.WaitQueue;
import java.util.Optional;
import java.util.function.LongSupplier;

/** A regular file whose text is made up when it is read from its beginning, as those of /proc are. */
public final class GeneratedFile extends Inode {
    private final Text text;

    /** What is in such a file. */
    @FunctionalInterface
    public interface Text {
        /** The text as it is now, for that reader; ISO 8859-1. */
        String read(Task task);

        /** Takes what has been written to it. @return 0 or an error */
        default long write(Task task, String written) {
            return Errno.EINVAL.result();
        }

        /** What tells of changes, if they can be waited for. */
        default Optional<Changes> changes() {
            return Optional.empty();
        }
    }

    /**
     * How to learn that a text is another now.
     *
     * @param queue is woken then
     * @param count of the changes so far
     */
    public record Changes(WaitQueue queue, LongSupplier count) {}

    /** @param number unlike that of any other file of the file system, and always the same for the same file */
    public GeneratedFile(FileSystem fileSystem, long number, int permissions, Text text) {
        super(fileSystem, number, FileStatus.REGULAR | permissions, 1);
        this.text = text;
    }

    Text text() {
        return text;
    }

    @Override
    Opened open(Task task, Dentry entry, int flags) {
        return new Opened.Ready(new OpenGenerated(entry, this, flags));
    }

    @Override
    public long size() {
        return 0;
    }
}
