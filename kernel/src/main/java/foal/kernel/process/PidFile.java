package foal.kernel.process;

import foal.kernel.file.DescriptorTable;
import foal.kernel.file.FileStatus;
import foal.kernel.file.OpenFile;
import foal.kernel.file.PollEvent;
import foal.kernel.task.Process;
import foal.kernel.task.Task;
import foal.kernel.task.WaitQueue;
import java.util.List;
import java.util.Optional;

/** A descriptor that stands for a process, whoever has its number later (pidfd_open(2)). It is readable once that ended. */
final class PidFile extends OpenFile {
    private static final int OWNER_ONLY = 0600;

    private final Process process;

    PidFile(Process process, int flags) {
        super(flags);
        this.process = process;
    }

    /** The one that a descriptor of the caller's stands for, if it does. */
    static Optional<PidFile> of(Task task, int fd) {
        return DescriptorTable.of(task).get(fd).filter(PidFile.class::isInstance).map(PidFile.class::cast);
    }

    Process process() {
        return process;
    }

    @Override
    public int poll(Task task) {
        if (process.isAlive()) {
            return 0;
        }
        boolean isReaped = !process.parent().children().contains(process);
        return PollEvent.READABLE | (isReaped ? (int) PollEvent.POLLHUP.value() : 0);
    }

    @Override
    public List<WaitQueue> pollQueues(Task task) {
        return List.of(process.end());
    }

    @Override
    public FileStatus status() {
        return new FileStatus(process.pid(), OWNER_ONLY, 1, 0, 0, 0);
    }

    @Override
    public String description() {
        return "anon_inode:[pidfd]";
    }
}
