package foal.kernel.proc;

import foal.kernel.exec.Program;
import foal.kernel.file.Dentry;
import foal.kernel.file.DescriptorTable;
import foal.kernel.file.FileContext;
import foal.kernel.file.FileSystem;
import foal.kernel.file.GeneratedDirectory;
import foal.kernel.file.GeneratedFile;
import foal.kernel.file.Inode;
import foal.kernel.file.Symlink;
import foal.kernel.syscall.Errno;
import foal.kernel.task.Capability;
import foal.kernel.task.Process;
import foal.kernel.task.ProcessInode;
import foal.kernel.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** The directory /proc/PID of a process, or /proc/PID/task/TID of a thread. */
final class ProcessDirectory extends GeneratedDirectory implements ProcessInode {
    private static final int PERMISSIONS = 0555;
    /** Inode numbers that each thread has for its files. */
    private static final int NUMBERS = 64;
    private static final long FIRST_NUMBER = 1L << 32;

    private final FileSystem fileSystem;
    private final Process process;
    private final Optional<Task> thread;
    private final ProcessText texts;

    /** What is in the directory. */
    private enum Entry {
        STAT, STATUS, STATM, CMDLINE, ENVIRON, MAPS, LIMITS, COMM, EXE, CWD, ROOT, FD, TASK, MOUNTS, MOUNTINFO, AUXV, WCHAN, OOM_SCORE_ADJ,
        SMAPS;

        String file() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** @param thread whose directory it is, if it is not that of the whole process */
    ProcessDirectory(FileSystem fileSystem, Process process, Optional<Task> thread, ProcessText texts) {
        super(fileSystem, number(process, thread, NUMBERS - 1), PERMISSIONS);
        this.fileSystem = fileSystem;
        this.process = process;
        this.thread = thread;
        this.texts = texts;
        own(this);
    }

    /** They belong to the effective user, or to root if others are not to look into the process (proc(5)). */
    private void own(Inode inode) {
        boolean isOpen = process.isDumpable();
        inode.setOwner(isOpen ? process.credentials().effectiveUser() : 0, isOpen ? process.credentials().effectiveGroup() : 0);
    }

    private static long number(Process process, Optional<Task> thread, int index) {
        long owner = thread.map(task -> 1L << 20 | task.tid()).orElse((long) process.pid());
        return FIRST_NUMBER + owner * NUMBERS + index;
    }

    @Override
    public Optional<Process> process() {
        return thread.isEmpty() ? Optional.of(process) : Optional.empty();
    }

    @Override
    protected List<String> names(Task task) {
        List<String> names = new ArrayList<>();
        for (Entry entry : Entry.values()) {
            if (entry != Entry.TASK || thread.isEmpty()) {
                names.add(entry.file());
            }
        }
        return names;
    }

    @Override
    protected Optional<Inode> find(Task task, String name) {
        for (Entry entry : Entry.values()) {
            if (entry.file().equals(name) && (entry != Entry.TASK || thread.isEmpty())) {
                Inode inode = inode(entry, number(process, thread, entry.ordinal()));
                own(inode);
                return Optional.of(inode);
            }
        }
        return Optional.empty();
    }

    private Inode inode(Entry entry, long number) {
        return switch (entry) {
            case STAT -> text(number, 0444, () -> texts.stat(process, thread));
            case STATUS -> text(number, 0444, () -> texts.status(process, thread));
            case STATM -> text(number, 0444, () -> texts.statm(process));
            case CMDLINE -> text(number, 0444, () -> texts.commandLine(process));
            case ENVIRON -> text(number, 0400, () -> texts.environment(process));
            case MAPS -> text(number, 0444, () -> texts.maps(process));
            case SMAPS -> text(number, 0444, () -> texts.smaps(process));
            case LIMITS -> text(number, 0444, () -> texts.limits(process));
            case MOUNTS -> new GeneratedFile(fileSystem, number, 0444, new MountsText(texts.mountChanges(), texts::mounts));
            case MOUNTINFO -> new GeneratedFile(fileSystem, number, 0444, new MountsText(texts.mountChanges(), texts::mountInfo));
            case AUXV -> text(number, 0400, () -> texts.auxiliaryVector(process));
            case WCHAN -> text(number, 0444, () -> texts.waitChannel(process, thread));
            case OOM_SCORE_ADJ -> new GeneratedFile(fileSystem, number, 0644, new OomScoreAdjustment(process));
            case COMM -> new GeneratedFile(fileSystem, number, 0644, new CommandName(task()));
            case EXE -> link(number, it -> Program.of(it).path(), it -> Optional.of(Program.of(it).file()));
            case CWD -> directory(number, FileContext::workingDirectory);
            case ROOT -> directory(number, FileContext::rootDirectory);
            case FD -> new DescriptorDirectory(fileSystem, number,
                    () -> DescriptorTable.of(task()));
            case TASK -> new TaskDirectory(fileSystem, number, process, texts);
        };
    }

    private Task task() {
        return thread.orElseGet(process::leader);
    }

    private GeneratedFile text(long number, int permissions, Supplier<String> text) {
        return new GeneratedFile(fileSystem, number, permissions, reader -> text.get());
    }

    private Symlink directory(long number, Function<FileContext, Dentry> which) {
        Function<Process, Dentry> directory = it -> which.apply(FileContext.of(task()));
        return link(number, it -> directory.apply(it).path(), it -> Optional.of(directory.apply(it)));
    }

    /** A link to something that only a living process has. */
    private Symlink link(long number, Function<Process, String> path, Function<Process, Optional<Dentry>> entry) {
        return new Symlink(fileSystem, number, new Symlink.Destination() {
            @Override
            public String path(Task reader) {
                return process.isAlive() ? path.apply(process) : "";
            }

            @Override
            public Optional<Dentry> entry(Task reader) {
                return process.isAlive() ? entry.apply(process) : Optional.empty();
            }
        });
    }

    /** How gladly the process dies when memory runs out (proc_pid_oom_score_adj(5)). */
    private record OomScoreAdjustment(Process owner) implements GeneratedFile.Text {
        private static final int MOST = 1000;

        @Override
        public String read(Task task) {
            return owner.oomScore().adjustment() + "\n";
        }

        @Override
        public long write(Task task, String written) {
            String text = written.strip();
            // Not longer than the longest number that is in range: else it would not be worth a look.
            int number = text.matches("[+-]?[0-9]{1,9}") ? Integer.parseInt(text) : MOST + 1;
            if (number < -MOST || number > MOST) {
                return Errno.EINVAL.result();
            }
            boolean privileged = task.process().credentials().has(Capability.CAP_SYS_RESOURCE);
            return owner.oomScore().set(number, privileged) ? 0 : Errno.EACCES.result();
        }
    }

    /** The name of a thread, which can be written. */
    private record CommandName(Task owner) implements GeneratedFile.Text {
        @Override
        public String read(Task task) {
            return owner.name() + "\n";
        }

        @Override
        public long write(Task task, String written) {
            if (owner.process() != task.process()) {
                return Errno.EINVAL.result();
            }
            owner.setName(written.endsWith("\n") ? written.substring(0, written.length() - 1) : written);
            return 0;
        }
    }
}
