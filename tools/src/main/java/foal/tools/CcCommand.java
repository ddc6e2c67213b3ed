package foal.tools;

import foal.tools.boot.CLibrary;
import foal.tools.boot.Compilation;
import foal.tools.boot.Installation;
import foal.tools.cli.Command;
import foal.tools.cli.ExitCode;
import foal.tools.cli.Failure;
import foal.tools.cli.Streams;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.cli.CommandLine;

/** {@code foal cc}: compiles and links guest programs. The compiler is a program of its own, with its own class path. */
final class CcCommand implements Command {
    @Override
    public String name() {
        return "cc";
    }

    @Override
    public String synopsis() {
        return "[--libc NAME] [CLANG OPTIONS] FILE... -o OUT";
    }

    @Override
    public String summary() {
        return "compile and link a guest program";
    }

    @Override
    public List<String> notes() {
        return List.of("All other options are clang's. OUT is a static RISC-V executable: foal boot OUT runs it.",
                "--libc glibc takes the GNU C library, which has C++; musl another complete one; small Foal's own,",
                "which is in userland. Without it glibc is taken if it is there, but small for assembly and for files",
                "that include <sync/...> or <foal.h>. What is not there is fetched if --libc names it.");
    }

    @Override
    public boolean passesOptionsOn() {
        return true;
    }

    /** The arguments with the C library in them. */
    private static List<String> withLibrary(List<String> arguments, Streams streams) {
        if (arguments.stream().anyMatch(argument -> argument.matches("--libc(=.*)?"))) {
            return arguments;
        }
        List<Path> sources = arguments.stream().filter(Compilation::isSource).map(Path::of).toList();
        CLibrary library = CLibrary.usual(sources, Installation.find(), streams);
        return Stream.concat(Stream.of("--libc", library.word()), arguments.stream()).toList();
    }

    @Override
    public int run(CommandLine line, Streams streams) throws Failure {
        List<String> command = new ArrayList<>(Installation.find().compiler());
        command.addAll(withLibrary(line.getArgList(), streams));
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new Failure(ExitCode.FAILED, "cannot run the compiler: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw new Failure(ExitCode.FAILED, "interrupted while compiling", e);
        }
    }
}
