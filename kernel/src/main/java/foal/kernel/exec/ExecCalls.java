package foal.kernel.exec;

import static foal.kernel.syscall.Errno.E2BIG;
import static foal.kernel.syscall.Errno.EACCES;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.ELOOP;
import static foal.kernel.syscall.Errno.ENOMEM;
import static foal.kernel.syscall.Errno.ETXTBSY;

import foal.cpu.Hart;
import foal.cpu.TrapFrame;
import foal.kernel.file.AtFlag;
import foal.kernel.file.Dentry;
import foal.kernel.file.FileContext;
import foal.kernel.file.FileTree;
import foal.kernel.file.Permission;
import foal.kernel.file.RegularFile;
import foal.kernel.file.Symlink;
import foal.kernel.machine.Processor;
import foal.kernel.memory.Struct;
import foal.kernel.syscall.Data;
import foal.kernel.syscall.DirFd;
import foal.kernel.syscall.Errno;
import foal.kernel.syscall.Flags;
import foal.kernel.syscall.In;
import foal.kernel.syscall.Result;
import foal.kernel.syscall.Syscall;
import foal.kernel.syscall.Topic;
import foal.kernel.task.Processes;
import foal.kernel.task.Resource;
import foal.kernel.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The system calls that run another program in a process. */
public final class ExecCalls {
    private final FileTree tree;
    private final Loader loader;
    private final Processes processes;
    private final Processor processor;
    private final Struct pointer = new Struct(8);

    public ExecCalls(FileTree tree, Loader loader, Processes processes, Processor processor) {
        this.tree = tree;
        this.loader = loader;
        this.processes = processes;
        this.processor = processor;
    }

    /** Strings that a call was given, or why it could not be. */
    private sealed interface Strings {
        record Read(List<String> strings) implements Strings {}

        record Bad(Errno errno) implements Strings {}
    }

    @Syscall(nr = 221, doc = "run another program in this process", topics = Topic.PROCESS,
            differs = "Programs find everything at the same addresses each time: nothing is placed at random. The "
                    + "bits that would have a program run as its owner or group change nothing.")
    public long execve(Task task, @In(Data.PATH) long pathname, @In(Data.STRINGS) long argv,
            @In(Data.STRING_COUNT) long envp) {
        return execveat(task, FileTree.AT_FDCWD, pathname, argv, envp, 0);
    }

    @Syscall(nr = 281, doc = "run another program in this process, named by a descriptor and a path", topics = Topic.PROCESS)
    public long execveat(Task task, @DirFd int dirfd, @In(Data.PATH) long pathname, @In(Data.STRINGS) long argv,
            @In(Data.STRING_COUNT) long envp, @Flags(AtFlag.class) int flags) {
        if ((flags & ~(AtFlag.AT_EMPTY_PATH.value() | AtFlag.AT_SYMLINK_NOFOLLOW.value())) != 0) {
            return EINVAL.result();
        }
        Optional<String> path = task.memory().readString(pathname, FileTree.PATH_MAX);
        if (path.isEmpty()) {
            return EFAULT.result();
        }
        Strings arguments = readStrings(task, argv);
        Strings environment = readStrings(task, envp);
        if (arguments instanceof Strings.Bad(Errno errno)) {
            return errno.result();
        }
        if (environment instanceof Strings.Bad(Errno errno)) {
            return errno.result();
        }
        FileTree.Found found = tree.find(task, dirfd, pathname, !AtFlag.AT_SYMLINK_NOFOLLOW.in(flags), AtFlag.AT_EMPTY_PATH.in(flags));
        return switch (executable(task, found)) {
            case Loader.Executable.Refused(Errno errno) -> errno.result();
            case Loader.Executable.File(Dentry entry) ->
                    exec(task, new Program(entry, nameOf(dirfd, path.get()),
                            atLeastOne(((Strings.Read) arguments).strings()), ((Strings.Read) environment).strings()));
        };
    }

    /** By which name a program finds itself: the path, below the descriptor if that counts. */
    private static String nameOf(int dirfd, String path) {
        if (dirfd == FileTree.AT_FDCWD || path.startsWith("/")) {
            return path;
        }
        return "/dev/fd/" + dirfd + (path.isEmpty() ? "" : "/" + path);
    }

    /** A program finds an argv[0] even if there is none. */
    private static List<String> atLeastOne(List<String> arguments) {
        return arguments.isEmpty() ? List.of("") : arguments;
    }

    private static Loader.Executable executable(Task task, FileTree.Found found) {
        return switch (found) {
            case FileTree.Found.Error(Errno errno) -> new Loader.Executable.Refused(errno);
            case FileTree.Found.File(Dentry entry) when entry.inode() instanceof RegularFile file && Permission.allowsExecution(task, file) ->
                    file.isOpenForWriting() ? new Loader.Executable.Refused(ETXTBSY) : new Loader.Executable.File(entry);
            case FileTree.Found.File(Dentry entry) ->
                    new Loader.Executable.Refused(entry.inode() instanceof Symlink ? ELOOP : EACCES);
        };
    }

    private Loader.Executable find(Task task, String path) {
        return executable(task, tree.walk(FileContext.of(task).workingDirectory(), path, task, true));
    }

    private long exec(Task task, Program program) {
        if (!task.process().kept().hasRoomFor(program, task.process().credentials().supplementaryCount())) {
            return ENOMEM.result();
        }
        return switch (loader.load(program, Loader.Owner.of(task.process()), path -> find(task, path))) {
            case Loader.Loaded.Failed(Errno errno, _) -> errno.result();
            case Loader.Loaded.Ready(var space, Program loaded, long pc, long sp) -> {
                processes.replaceProgram(task, space, loaded);
                TrapFrame frame = task.registers();
                processor.hart().reset(frame);
                frame.setSatp(space.satp());
                frame.setPc(pc);
                frame.setX(Hart.SP, sp);
                yield Result.NO_RETURN;
            }
        };
    }

    /** Reads an array of pointers to strings, which ends with a null pointer; a null array is empty. */
    private Strings readStrings(Task task, long array) {
        List<String> strings = new ArrayList<>();
        long total = 0;
        long room = InitialStack.room(task.process().limits().soft(Resource.RLIMIT_STACK));
        for (long at = array; at != 0; at += 8) {
            if (!task.memory().read(at, pointer)) {
                return new Strings.Bad(EFAULT);
            }
            if (pointer.getLong(0) == 0) {
                break;
            }
            Optional<String> string = task.memory().readString(pointer.getLong(0), InitialStack.LONGEST_STRING);
            if (string.isEmpty()) {
                return new Strings.Bad(EFAULT);
            }
            strings.add(string.get());
            total += string.get().length() + 9;
            if (string.get().length() == InitialStack.LONGEST_STRING || total > room) {
                return new Strings.Bad(E2BIG);
            }
        }
        return new Strings.Read(strings);
    }
}
