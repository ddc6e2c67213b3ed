package foal.kernel.file;

import foal.kernel.task.Task;

/** What is behind a device node or a FIFO: it makes the open file, which defines all that can be done then. */
@FunctionalInterface
public interface Openable {
    /**
     * Opens it.
     *
     * @param entry by which name
     * @param flags of {@link OpenFlag}
     */
    Opened open(Task task, Dentry entry, int flags);
}
