package foal.tools;

import foal.tools.boot.BootOptions;
import foal.tools.boot.Machine;
import foal.tools.boot.Repetition;
import foal.tools.cli.Command;
import foal.tools.cli.Failure;
import foal.tools.cli.Streams;
import foal.tools.explore.Replay;
import foal.tools.strace.Printer;
import foal.tools.strace.StraceOptions;
import java.nio.file.Files;
import java.nio.file.Path;
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
        return "[OPTIONS] FILE | TOKEN PROGRAM [ARG...]";
    }

    @Override
    public String summary() {
        return "repeat a run that was recorded, or that foal explore has found";
    }

    @Override
    public List<String> notes() {
        return List.of(
                "FILE is what foal boot --record FILE has written. Nothing else that the run has used need be here; but if the",
                "program is, it must be the same. Of the options only those that watch the run have an effect.",
                "TOKEN is what foal explore has printed; PROGRAM, its arguments and its environment must be the same.",
                "The exit status is as with foal boot. With --strace, --trace, --race or --gdb the run is the same as without.");
    }

    @Override
    public Options options() {
        return Replay.describe().addOptions(StraceOptions.describe())
                .addOption(Option.builder().longOpt(STRACE).desc("show system calls, as foal strace does").get());
    }

    /** A run that can be watched. */
    private interface Run {
        int run(Machine.Preparation beforeBoot) throws Failure;
    }

    @Override
    public int run(CommandLine line, Streams streams) throws Failure {
        List<String> words = line.getArgList();
        if (words.isEmpty() || words.getFirst().isEmpty() || Files.notExists(Path.of(words.getFirst()))) {
            return run(line, streams, Replay.of(line, streams)::run);
        }
        if (words.size() > 1) {
            throw Failure.usage("unexpected argument " + words.get(1) + "; options come before FILE");
        }
        BootOptions options = BootOptions.of(line, streams);
        return run(line, streams, beforeBoot -> Repetition.run(Path.of(words.getFirst()), options, streams, beforeBoot));
    }

    private static int run(CommandLine line, Streams streams, Run run) throws Failure {
        if (!line.hasOption(STRACE)) {
            return run.run(_ -> { });
        }
        try (Printer printer = Printer.open(StraceOptions.of(line), streams)) {
            return run.run(printer::watch);
        }
    }
}
