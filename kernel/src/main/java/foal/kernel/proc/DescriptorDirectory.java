package foal.kernel.proc;

import foal.kernel.file.Dentry;
import foal.kernel.file.FileSystem;
import foal.kernel.file.GeneratedDirectory;
import foal.kernel.file.Inode;
import foal.kernel.file.OpenFile;
import foal.kernel.file.Symlink;
import foal.kernel.task.Process;
import foal.kernel.task.Task;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The directory /proc/PID/fd: a link for each open descriptor, which leads to the file that it stands for. */
final class DescriptorDirectory extends GeneratedDirectory {
    private static final int PERMISSIONS = 0500;

    private final FileSystem fileSystem;
    private final long number;
    private final Process process;

    DescriptorDirectory(FileSystem fileSystem, long number, Process process) {
        super(fileSystem, number, PERMISSIONS);
        this.fileSystem = fileSystem;
        this.number = number;
        this.process = process;
    }

    @Override
    protected Optional<Inode> find(Task task, String name) {
        return Numbers.parse(name).filter(fd -> process.descriptors().get(fd).isPresent())
                .map(fd -> new Symlink(fileSystem, (number << 24) + fd, new Target(process, fd)));
    }

    @Override
    protected List<String> names(Task task) {
        return IntStream.range(0, process.descriptors().size())
                .filter(fd -> process.descriptors().get(fd).isPresent()).mapToObj(String::valueOf).toList();
    }

    /** What a descriptor stands for when the link is followed: it may have been closed since it was listed. */
    private record Target(Process process, int fd) implements Symlink.Destination {
        @Override
        public String path(Task task) {
            return process.descriptors().get(fd).map(OpenFile::description).orElse("");
        }

        @Override
        public Optional<Dentry> entry(Task task) {
            return process.descriptors().get(fd).flatMap(OpenFile::entry);
        }
    }
}
