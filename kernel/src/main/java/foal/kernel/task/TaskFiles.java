package foal.kernel.task;

import foal.kernel.file.DescriptorTable;
import foal.kernel.file.FileContext;

/**
 * How a task reaches files: by descriptors, and by paths. Each of the two is its own, or that of several tasks, be they
 * of one process or not (clone(2), unshare(2)).
 */
final class TaskFiles {
    private DescriptorTable descriptors;
    private FileContext context;

    TaskFiles(DescriptorTable descriptors, FileContext context) {
        this.descriptors = descriptors;
        this.context = context;
    }

    /** Those of a new task, which has in common with this one what the flags of clone say. */
    TaskFiles forChild(long cloneFlags) {
        return new TaskFiles(CloneFlag.CLONE_FILES.in(cloneFlags) ? descriptors.share() : descriptors.fork(),
                CloneFlag.CLONE_FS.in(cloneFlags) ? context.share() : context.copy());
    }

    DescriptorTable descriptors() {
        return descriptors;
    }

    FileContext context() {
        return context;
    }

    /** From now on descriptors that are opened or closed are no other task's affair. */
    void unshareDescriptors() {
        if (descriptors.isShared()) {
            DescriptorTable own = descriptors.fork();
            descriptors.release();
            descriptors = own;
        }
    }

    /** The same for the working directory, the root and the umask. */
    void unshareContext() {
        if (context.isShared()) {
            FileContext own = context.copy();
            context.release();
            context = own;
        }
    }

    /** The task has ended. What no other has in common with it is closed. */
    void release() {
        descriptors.release();
        context.release();
    }
}
