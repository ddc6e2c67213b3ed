package foal.kernel.file;

import foal.kernel.task.Task;
import java.util.Optional;

/** What the kernel does with files on a task's behalf, with no other rights than the task has. */
public final class FilesOnBehalf {
    private final FileTree tree;

    public FilesOnBehalf(FileTree tree) {
        this.tree = tree;
    }

    /** Whether the task may read a file. */
    public boolean mayRead(Task task, Dentry file) {
        return Permission.allows(task, file.inode(), Permission.READ);
    }

    /**
     * Makes a file in the place of what has its name, and opens it for writing. A symbolic link is not followed but
     * replaced; a directory is not.
     *
     * @return none if the task may not
     */
    public Optional<OpenFile> replace(Task task, String path, int permissions) {
        FileContext context = FileContext.of(task);
        boolean isInTheWay = place(task, path) instanceof Walk.Place.Name name && name.entry().isPresent()
                && NameCalls.unlink(task, name.entry().get(), name.slash()) != 0;
        if (isInTheWay || NameCalls.make(task, place(task, path), false, parent ->
                new RegularFile(parent.fileSystem(), permissions & ~context.umask())) != 0) {
            return Optional.empty();
        }
        if (!(tree.walk(context.workingDirectory(), path, task, false) instanceof FileTree.Found.File made)) {
            return Optional.empty();
        }
        int flags = (int) OpenFlag.O_WRONLY.value();
        return made.inode().open(task, made.entry(), flags) instanceof Opened.Ready(OpenFile file) ? Optional.of(file) : Optional.empty();
    }

    private static Walk.Place place(Task task, String path) {
        return new Walk(task, FileContext.of(task).rootDirectory(), FileContext.of(task).workingDirectory(), path).toName();
    }
}
