package foal.tools;

import foal.tools.boot.BootOptions;
import foal.tools.boot.Machine;
import foal.tools.cli.Command;
import foal.tools.cli.Failure;
import foal.tools.cli.Streams;
import foal.tools.strace.Printer;
import foal.tools.strace.StraceOptions;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code foal strace}: runs a program and shows its system calls. */
final class StraceCommand implements Command {
    @Override
    public String name() {
        return "strace";
    }

    @Override
    public String synopsis() {
        return "[OPTIONS] PROGRAM [ARG...]";
    }

    @Override
    public String summary() {
        return "run a program and show its system calls";
    }

    @Override
    public List<String> notes() {
        return List.of(
                "PROGRAM and the exit status are as with foal boot. The output is that of strace(1); lines begin with",
                "[pid N] while there is more than one process. The run is the same as without strace.",
                "foal help syscalls describes the calls.");
    }

    @Override
    public Options options() {
        return BootOptions.describe().addOptions(StraceOptions.describe());
    }

    @Override
    public int run(CommandLine line, Streams streams) throws Failure {
        BootOptions options = BootOptions.of(line, streams);
        if (options.program().isEmpty()) {
            throw Failure.usage("no PROGRAM to trace; foal list shows the samples");
        }
        try (Printer printer = Printer.open(StraceOptions.of(line), streams)) {
            return Machine.run(options, streams, printer::watch);
        }
    }
}
