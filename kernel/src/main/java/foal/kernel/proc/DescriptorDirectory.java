package foal.kernel.proc;

import foal.kernel.file.Dentry;
import foal.kernel.file.DescriptorTable;
import foal.kernel.file.FileSystem;
import foal.kernel.file.GeneratedDirectory;
import foal.kernel.file.Inode;
import foal.kernel.file.OpenFile;
import foal.kernel.file.Symlink;
import foal.kernel.task.Task;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** The directory /proc/PID/fd: a link for each open descriptor, which leads to the file that it stands for. */
final class DescriptorDirectory extends GeneratedDirectory {
    private static final int PERMISSIONS = 0500;

    private final FileSystem fileSystem;
    private final long number;
    private final Supplier<DescriptorTable> table;

    /** @param table is asked at each access, for it can be given up for another */
    DescriptorDirectory(FileSystem fileSystem, long number, Supplier<DescriptorTable> table) {
        super(fileSystem, number, PERMISSIONS);
        this.fileSystem = fileSystem;
        this.number = number;
        this.table = table;
    }

    @Override
    protected Optional<Inode> find(Task task, String name) {
        return NumberedName.parse(name).filter(fd -> table.get().get(fd).isPresent())
                .map(fd -> new Symlink(fileSystem, (number << 24) + fd, new Target(table, fd)));
    }

    @Override
    protected List<String> names(Task task) {
        return IntStream.range(0, table.get().size())
                .filter(fd -> table.get().get(fd).isPresent()).mapToObj(String::valueOf).toList();
    }

    /** What a descriptor stands for when the link is followed: it may have been closed since it was listed. */
    private record Target(Supplier<DescriptorTable> table, int fd) implements Symlink.Destination {
        @Override
        public String path(Task task) {
            return table.get().get(fd).map(OpenFile::description).orElse("");
        }

        @Override
        public Optional<Dentry> entry(Task task) {
            return table.get().get(fd).flatMap(OpenFile::entry);
        }
    }
}
