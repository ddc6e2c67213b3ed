package foal.kernel.file;

import foal.kernel.task.Task;

/**
 * Where a task's paths begin, and which permissions its new files do not get. Threads have one in common, and so have
 * processes that were made with CLONE_FS (clone(2)): who changes the directory changes it for all.
 */
public final class FileContext {
    private Dentry rootDirectory;
    private Dentry workingDirectory;
    private int umask;
    private int users = 1;

    public FileContext(Dentry rootDirectory, Dentry workingDirectory, int umask) {
        this.rootDirectory = rootDirectory;
        this.workingDirectory = workingDirectory;
        this.umask = umask;
    }

    /** A task's. */
    public static FileContext of(Task task) {
        return FilesOfTask.of(task).context();
    }

    /** Where absolute paths begin (chroot(2)). */
    public Dentry rootDirectory() {
        return rootDirectory;
    }

    public void setRootDirectory(Dentry directory) {
        rootDirectory = directory;
    }

    public Dentry workingDirectory() {
        return workingDirectory;
    }

    public void setWorkingDirectory(Dentry directory) {
        workingDirectory = directory;
    }

    public int umask() {
        return umask;
    }

    public void setUmask(int mask) {
        umask = mask;
    }

    /** The same in a context of its own. */
    public FileContext copy() {
        return new FileContext(rootDirectory, workingDirectory, umask);
    }

    /** One more task uses it, and will {@link #release} it. */
    public FileContext share() {
        users++;
        return this;
    }

    /** Whether more than one task uses it. */
    public boolean isShared() {
        return users > 1;
    }

    /** One user less. */
    public void release() {
        users--;
    }
}
