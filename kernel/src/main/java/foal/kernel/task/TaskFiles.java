package foal.kernel.task;

import java.util.function.Consumer;

/**
 * What a task has of files: open ones, and the directory in which its paths begin. The chapter of files keeps it and knows what is
 * in it; here it is handed on when a task forks, runs another program and ends.
 */
public interface TaskFiles {
    /** The files of a new task, which may share either with this one (clone(2), CLONE_FILES and CLONE_FS). */
    TaskFiles forChild(boolean sharesDescriptors, boolean sharesContext);

    /** Bytes of the kernel's memory that a copy of the descriptors takes. */
    long copyCost();

    /** The task runs another program: its descriptors are its own from now on, and some are closed (execve(2)). */
    void exec();

    /** The task has ended. What no other has in common with it is closed. */
    void release();

    /** The same for all tasks that have their descriptors in common. */
    Object table();

    /** Shows each open file, as often as there are descriptors of it. */
    void forEachOpen(Consumer<Object> visitor);
}
