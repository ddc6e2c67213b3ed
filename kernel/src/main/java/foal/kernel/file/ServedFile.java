package foal.kernel.file;

import foal.kernel.task.Task;

/**
 * A file that looks like a regular one, but stands for an object of the kernel's that can do more: a POSIX message queue.
 * Opening it opens the object.
 */
public final class ServedFile extends Inode {
    private final Service service;

    /** The object behind such a file. */
    public interface Service extends Openable {
        /** What stat(2) shows as the size. */
        long shownSize();

        /** The file has no name any more, and nobody has it open. */
        void discarded();
    }

    public ServedFile(FileSystem fileSystem, int permissions, Service service) {
        super(fileSystem, fileSystem.nextNumber(), FileStatus.REGULAR | permissions, 0);
        this.service = service;
    }

    public Service service() {
        return service;
    }

    @Override
    Opened open(Task task, Dentry entry, int flags) {
        return service.open(task, entry, flags);
    }

    @Override
    public long size() {
        return service.shownSize();
    }

    @Override
    void discard() {
        service.discarded();
    }
}
