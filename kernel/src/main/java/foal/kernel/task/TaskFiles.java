package foal.kernel.task;

import foal.kernel.file.DescriptorTable;
import foal.kernel.file.FileContext;

/**
 * How a task reaches files: by descriptors, and by paths. Each of the two is its own, or that of several tasks, be they
 * of one process or not (clone(2), unshare(2)).
 */
public final class TaskFiles {
    private DescriptorTable descriptors;
    private FileContext context;

    TaskFiles(DescriptorTable descriptors, FileContext context) {
        this.descriptors = descriptors;
        this.context = context;
    }

    /** Those of a new task, which may have either in common with this one. */
    public TaskFiles forChild(boolean sharesDescriptors, boolean sharesContext) {
        return new TaskFiles(sharesDescriptors ? descriptors.share() : descriptors.fork(),
                sharesContext ? context.share() : context.copy());
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
    public void unshareContext() {
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
