package foal.kernel.proc;

import foal.kernel.file.FileSystem;
import foal.kernel.file.GeneratedDirectory;
import foal.kernel.file.Inode;
import foal.kernel.task.Process;
import foal.kernel.task.Task;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The directory /proc/PID/task: one for each thread of the process. */
final class TaskDirectory extends GeneratedDirectory {
    private static final int PERMISSIONS = 0555;

    private final FileSystem fileSystem;
    private final Process process;
    private final ProcessText texts;

    TaskDirectory(FileSystem fileSystem, long number, Process process, ProcessText texts) {
        super(fileSystem, number, PERMISSIONS);
        this.fileSystem = fileSystem;
        this.process = process;
        this.texts = texts;
    }

    @Override
    protected Optional<Inode> find(Task task, String name) {
        return NumberedName.parse(name)
                .flatMap(tid -> threads().filter(thread -> thread.tid() == tid).findFirst())
                .map(thread -> new ProcessDirectory(fileSystem, process, Optional.of(thread), texts));
    }

    @Override
    protected List<String> names(Task task) {
        return threads().map(Task::tid).sorted().map(String::valueOf).toList();
    }

    /** The first has a place here though it has ended. */
    private Stream<Task> threads() {
        return Stream.concat(Stream.of(process.leader()), process.tasks().stream()).distinct();
    }
}
