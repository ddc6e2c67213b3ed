package foal.tools;

import foal.tools.boot.BootOptions;
import foal.tools.boot.Machine;
import foal.tools.cli.Command;
import foal.tools.cli.Failure;
import foal.tools.cli.Streams;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code foal boot}: runs a program. */
final class BootCommand implements Command {
    @Override
    public String name() {
        return "boot";
    }

    @Override
    public String synopsis() {
        return "[OPTIONS] [PROGRAM [ARG...]]";
    }

    @Override
    public String summary() {
        return "run a program, or a shell, as the first process";
    }

    @Override
    public List<String> notes() {
        return List.of(
                "PROGRAM is a RISC-V executable, one or more source files (.c, .cpp, .cc, .cxx, .S), or the name of a",
                "sample (foal list); without one, /bin/sh runs. Words that name source files belong to the program up",
                "to the first that does not, or --. Options of the compiler come before the first.",
                "A program of the host's starts in the folder that Foal is started in, which it sees at its own path;",
                "what it changes there stays in memory.",
                "At a terminal the program has it to itself: ^C interrupts the program. ^] and then q ends the run,",
                "whatever the program does; ^] twice is one ^] for the program.",
                "The exit status is the program's own; 128 + N if signal N killed it; 123 after a deadlock,",
                "124 after --timeout, 125 if Foal itself failed, 126 if PROGRAM cannot be run, 127 if there",
                "is none, 2 if the command line makes no sense.");
    }

    @Override
    public Options options() {
        return BootOptions.describe();
    }

    @Override
    public int run(CommandLine line, Streams streams) throws Failure {
        return Machine.run(BootOptions.of(line, streams), streams, _ -> { });
    }
}
