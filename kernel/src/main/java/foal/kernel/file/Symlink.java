package foal.kernel.file;

import foal.kernel.task.Task;
import java.util.function.Function;

/** A symbolic link. Its target can depend on who asks, as that of {@code /proc/self/exe} does. */
public final class Symlink extends Inode {
    private final Function<Task, String> target;

    Symlink(long number, Function<Task, String> target) {
        super(number, FileStatus.SYMLINK | 0777);
        this.target = target;
    }

    /** The path that it stands for, as that task sees it. */
    public String target(Task task) {
        return target.apply(task);
    }

    @Override
    long size() {
        return 0;
    }
}
