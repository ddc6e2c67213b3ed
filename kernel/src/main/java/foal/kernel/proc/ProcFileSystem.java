package foal.kernel.proc;

import foal.kernel.file.FileSystem;
import foal.kernel.file.GeneratedDirectory;
import foal.kernel.file.Inode;
import foal.kernel.file.Symlink;
import foal.kernel.task.Process;
import foal.kernel.task.Processes;
import foal.kernel.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The directory /proc: the files about the system, and a directory for each process. */
public final class ProcFileSystem extends GeneratedDirectory {
    private static final int PERMISSIONS = 0555;
    private static final String SELF = "self", THREAD_SELF = "thread-self";

    private final FileSystem fileSystem;
    private final Processes processes;
    private final ProcessText texts;
    private final Map<String, Inode> system;

    /** @param system the files and directories about the system, by their names */
    public ProcFileSystem(FileSystem fileSystem, Processes processes, ProcessText texts, Map<String, Inode> system) {
        super(fileSystem, 1, PERMISSIONS);
        this.fileSystem = fileSystem;
        this.processes = processes;
        this.texts = texts;
        this.system = system;
    }

    @Override
    protected Optional<Inode> find(Task task, String name) {
        if (system.containsKey(name)) {
            return Optional.of(system.get(name));
        }
        return switch (name) {
            case SELF -> link(2, reader -> String.valueOf(reader.pid()), task);
            case THREAD_SELF -> link(3, reader -> reader.pid() + "/task/" + reader.tid(), task);
            default -> NumberedName.parse(name).flatMap(this::directory);
        };
    }

    /** @param task none if the kernel itself looks, for whom there is no "self" */
    private Optional<Inode> link(long number, Symlink.Destination destination, Task task) {
        return task == null ? Optional.empty() : Optional.of(new Symlink(fileSystem, number, destination));
    }

    /** Threads have directories too, though they are not listed. */
    private Optional<Inode> directory(int id) {
        Optional<Process> process = processes.find(id).or(() -> processes.findTask(id).map(Task::process));
        return process.map(found -> new ProcessDirectory(fileSystem, found, Optional.empty(), texts));
    }

    @Override
    protected List<String> names(Task task) {
        List<String> names = new ArrayList<>(system.keySet());
        names.addAll(List.of(SELF, THREAD_SELF));
        processes.all().forEach(process -> names.add(String.valueOf(process.pid())));
        return names;
    }
}
