package foal.kernel.file;

import foal.kernel.task.Task;

/** A pipe, be it one with a name (fifo(7)) or one without (pipe(7)). */
public final class Fifo extends Inode {
    private final Openable pipe;

    Fifo(FileSystem fileSystem, int permissions, int links, Openable pipe) {
        super(fileSystem, fileSystem.nextNumber(), FileStatus.FIFO | permissions, links);
        this.pipe = pipe;
    }

    @Override
    Opened open(Task task, Dentry entry, int flags) {
        return pipe.open(task, entry, flags);
    }

    @Override
    public long size() {
        return 0;
    }
}
