package foal.kernel.file;

import foal.kernel.memory.KernelMemory;
import foal.kernel.task.Task;
import foal.kernel.task.TaskFiles;
import java.util.function.Consumer;

/**
 * How a task reaches files: by descriptors, and by paths. Each of the two is its own, or that of several tasks, be they
 * of one process or not (clone(2), unshare(2)).
 */
public final class FilesOfTask implements TaskFiles {
    private DescriptorTable descriptors;
    private FileContext context;

    /** The files of a first task, which has no descriptors. */
    public static FilesOfTask without(KernelMemory memory, Dentry root, Dentry workingDirectory, int umask) {
        return new FilesOfTask(new DescriptorTable(memory), new FileContext(root, workingDirectory, umask));
    }

    private FilesOfTask(DescriptorTable descriptors, FileContext context) {
        this.descriptors = descriptors;
        this.context = context;
    }

    /** The files of a task. */
    public static FilesOfTask of(Task task) {
        return (FilesOfTask) task.files();
    }

    DescriptorTable descriptors() {
        return descriptors;
    }

    FileContext context() {
        return context;
    }

    @Override
    public TaskFiles forChild(boolean sharesDescriptors, boolean sharesContext) {
        return new FilesOfTask(sharesDescriptors ? descriptors.share() : descriptors.fork(),
                sharesContext ? context.share() : context.copy());
    }

    @Override
    public long copyCost() {
        return descriptors.copyCost();
    }

    /** From now on descriptors that are opened or closed are no other task's affair. */
    public void unshareDescriptors() {
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

    @Override
    public void exec() {
        unshareDescriptors();
        descriptors.closeForExec();
    }

    @Override
    public void release() {
        descriptors.release();
        context.release();
    }

    @Override
    public Object table() {
        return descriptors;
    }

    @Override
    public void forEachOpen(Consumer<Object> visitor) {
        descriptors.forEach(visitor::accept);
    }
}
