package foal.tools;

import foal.tools.cli.Command;
import foal.tools.cli.Failure;
import foal.tools.cli.Streams;
import foal.tools.explore.Replay;
import foal.tools.strace.Printer;
import foal.tools.strace.StraceOptions;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** {@code foal replay}: repeats a run. */
final class ReplayCommand implements Command {
    private static final String STRACE = "strace";

    @Override
    public String name() {
        return "replay";
    }

    @Override
    public String synopsis() {
        return "[OPTIONS] TOKEN PROGRAM [ARG...]";
    }

    @Override
    public String summary() {
        return "repeat a run that foal explore has found";
    }

    @Override
    public List<String> notes() {
        return List.of(
                "TOKEN is what foal explore has printed; PROGRAM, its arguments and its environment must be the same.",
                "The exit status is as with foal boot. With --strace the run is the same as without.");
    }

    @Override
    public Options options() {
        return Replay.describe().addOptions(StraceOptions.describe())
                .addOption(Option.builder().longOpt(STRACE).desc("show system calls, as foal strace does").get());
    }

    @Override
    public int run(CommandLine line, Streams streams) throws Failure {
        Replay replay = Replay.of(line, streams);
        if (!line.hasOption(STRACE)) {
            return replay.run(_ -> { });
        }
        try (Printer printer = Printer.open(StraceOptions.of(line), streams)) {
            return replay.run(printer::watch);
        }
    }
}
