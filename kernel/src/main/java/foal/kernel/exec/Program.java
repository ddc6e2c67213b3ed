package foal.kernel.exec;

import foal.kernel.file.Dentry;
import foal.kernel.file.RegularFile;
import foal.kernel.task.Process;
import foal.kernel.task.RunningProgram;
import java.util.List;

/**
 * A program that was run.
 *
 * @param file the executable: what {@code /proc/self/exe} leads to. Of a script it is the interpreter
 * @param name as execve(2) was given it
 * @param arguments what its {@code main} is given, with its own name first
 * @param environment variables, as {@code NAME=VALUE}
 * @param auxiliary the auxiliary vector that it was started with, of pairs of numbers; empty before
 */
public record Program(Dentry file, String name, List<String> arguments, List<String> environment, List<Long> auxiliary)
        implements RunningProgram {
    /** Bytes that a string takes besides its characters. */
    private static final int STRING = 56;

    /** What a process runs. */
    public static Program of(Process process) {
        return (Program) process.program();
    }

    /** What is shown of the kernel's own process, which runs none. @param root of all files */
    public static Program ofInit(Dentry root) {
        return new Program(root, "init", List.of(), List.of());
    }

    /** A program that is to be started. */
    public Program(Dentry file, String name, List<String> arguments, List<String> environment) {
        this(file, name, arguments, environment, List.of());
    }

    /** The same, started. */
    Program with(List<Long> auxiliaryVector) {
        return new Program(file, name, arguments, environment, auxiliaryVector);
    }

    /** The absolute path of the executable, as it is now. */
    public String path() {
        return file.path();
    }

    @Override
    public long textBytes() {
        long bytes = 0;
        for (String one : arguments) {
            bytes += one.length() + STRING;
        }
        for (String one : environment) {
            bytes += one.length() + STRING;
        }
        return bytes;
    }

    /** From now on nobody can open the executable for writing. */
    @Override
    public void started() {
        if (file.inode() instanceof RegularFile executable) {
            executable.startRunning();
        }
    }

    @Override
    public void ended() {
        if (file.inode() instanceof RegularFile executable) {
            executable.stopRunning();
        }
    }

    @Override
    public String command() {
        String last = name.substring(name.lastIndexOf('/') + 1);
        return last.substring(0, Math.min(15, last.length()));
    }
}
