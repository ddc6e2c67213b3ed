package foal.kernel.proc;

import foal.kernel.file.FileSystem;
import foal.kernel.file.GeneratedDirectory;
import foal.kernel.file.Inode;
import foal.kernel.task.Task;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A directory of /proc whose entries are always the same. */
final class FixedDirectory extends GeneratedDirectory {
    private static final int PERMISSIONS = 0555;

    private final Map<String, Inode> entries;

    FixedDirectory(FileSystem fileSystem, long number, Map<String, Inode> entries) {
        super(fileSystem, number, PERMISSIONS);
        this.entries = entries;
    }

    @Override
    protected Optional<Inode> find(Task task, String name) {
        return Optional.ofNullable(entries.get(name));
    }

    @Override
    protected List<String> names(Task task) {
        return List.copyOf(entries.keySet());
    }
}
