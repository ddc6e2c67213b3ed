package foal.tools;

import foal.tools.boot.Installation;
import foal.tools.cli.Command;
import foal.tools.cli.ExitCode;
import foal.tools.cli.Failure;
import foal.tools.cli.Streams;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.CommandLine;

/** {@code foal cc}: compiles and links guest programs. The compiler is a program of its own, with its own class path. */
final class CcCommand implements Command {
    @Override
    public String name() {
        return "cc";
    }

    @Override
    public String synopsis() {
        return "[CLANG OPTIONS] FILE... -o OUT";
    }

    @Override
    public String summary() {
        return "compile and link a guest program against userland's library";
    }

    @Override
    public List<String> notes() {
        return List.of("All other options are clang's. OUT is a static RISC-V executable: foal boot OUT runs it.");
    }

    @Override
    public boolean passesOptionsOn() {
        return true;
    }

    @Override
    public int run(CommandLine line, Streams streams) throws Failure {
        List<String> command = new ArrayList<>(Installation.find().compiler());
        command.addAll(line.getArgList());
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new Failure(ExitCode.FAILED, "cannot run the compiler: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw new Failure(ExitCode.FAILED, "interrupted while compiling", e);
        }
    }
}
