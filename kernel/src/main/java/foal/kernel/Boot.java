package foal.kernel;

import foal.cpu.Hart;
import foal.cpu.TrapFrame;
import foal.kernel.exec.Loader;
import foal.kernel.exec.Program;
import foal.kernel.file.Dentry;
import foal.kernel.file.Directory;
import foal.kernel.file.FileTree;
import foal.kernel.file.FilesOfTask;
import foal.kernel.file.RegularFile;
import foal.kernel.memory.KernelMemory;
import foal.kernel.syscall.Errno;
import foal.kernel.task.Processes;
import foal.kernel.task.Task;
import java.util.List;

/** Makes a program the first process of the machine, and init beside it. */
final class Boot {
    private static final int UMASK = 022;

    private final Hart hart;
    private final FileTree tree;
    private final Loader loader;
    private final Processes processes;
    private final KernelMemory memory;

    Boot(Hardware hardware, FileTree tree, Loader loader, Processes processes) {
        hart = hardware.processor().hart();
        memory = hardware.frames().kernelMemory();
        this.tree = tree;
        this.loader = loader;
        this.processes = processes;
    }

    /** A program to run first. @param directory in which it starts */
    record Request(String path, List<String> arguments, List<String> environment, String directory) {}

    /** What a boot has come to. */
    sealed interface Booted {
        /** @param task of the program, which does not run yet */
        record First(Task task) implements Booted {}

        /** @param why the program cannot run, to complete "PATH: …" */
        record Failed(String why) implements Booted {}
    }

    /** @param requested the program, without its file */
    Booted boot(Request requested) {
        if (!(findExecutable(requested.path) instanceof Loader.Executable.File(Dentry file))) {
            return new Booted.Failed("is no file");
        }
        if (!(tree.walk(tree.root(), requested.directory, null, true) instanceof FileTree.Found.File(Dentry start)
                && start.inode() instanceof Directory)) {
            return new Booted.Failed("cannot start in " + requested.directory + ": there is no such directory");
        }
        Program program = new Program(file, requested.path, requested.arguments, requested.environment);
        return switch (loader.load(program, Loader.Owner.FIRST, this::findExecutable)) {
            case Loader.Loaded.Failed(_, String why) -> new Booted.Failed(why);
            case Loader.Loaded.Ready ready -> new Booted.First(first(ready, start));
        };
    }

    private Task first(Loader.Loaded.Ready loaded, Dentry start) {
        TrapFrame frame = hart.newFrame();
        frame.setSatp(loaded.space().satp());
        frame.setPc(loaded.pc());
        frame.setX(Hart.SP, loaded.sp());
        return processes.createFirst(frame, loaded.space(),
                new Processes.Beginning(loaded.program(), FilesOfTask.without(memory, tree.root(), start, UMASK)),
                new Processes.Beginning(Program.ofInit(tree.root()), FilesOfTask.without(memory, tree.root(), tree.root(), 0)));
    }

    private Loader.Executable findExecutable(String path) {
        return switch (tree.walk(tree.root(), path, null, true)) {
            case FileTree.Found.Error(Errno errno) -> new Loader.Executable.Refused(errno);
            case FileTree.Found.File found when found.inode() instanceof RegularFile ->
                    new Loader.Executable.File(found.entry());
            case FileTree.Found.File _ -> new Loader.Executable.Refused(Errno.EACCES);
        };
    }
}
