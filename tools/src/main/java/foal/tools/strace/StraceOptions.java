package foal.tools.strace;

import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/**
 * What the user wants to see of the calls.
 *
 * @param selection which of them, as {@code -e} has it
 * @param summary only a table of them
 * @param timeStamps when each was made
 * @param file where to write; if empty, to standard error
 */
public record StraceOptions(String selection, boolean summary, boolean timeStamps, Optional<Path> file) {
    private static final String SELECTION = "e", SUMMARY = "c", TIME_STAMPS = "t", FILE = "o", FOLLOW = "f";

    /** The options of strace(1) that there are. */
    public static Options describe() {
        return new Options()
                .addOption(Option.builder(SELECTION).longOpt("expr").hasArg().argName("[trace=]NAME,...")
                        .desc("show only these calls; or, with %, those about file, desc, process, signal, memory, ipc, network")
                        .get())
                .addOption(Option.builder(SUMMARY).longOpt("summary-only").desc("print only a table of the calls").get())
                .addOption(Option.builder(FILE).longOpt("output").hasArg().argName("FILE")
                        .desc("write to FILE instead of standard error").get())
                .addOption(Option.builder(TIME_STAMPS).longOpt("timestamps")
                        .desc("begin each line with the virtual time, in seconds").get())
                .addOption(Option.builder(FOLLOW).longOpt("follow-forks")
                        .desc("changes nothing: children and threads are always followed").get());
    }

    /** Reads them. */
    public static StraceOptions of(CommandLine line) {
        return new StraceOptions(line.getOptionValue(SELECTION, "all"), line.hasOption(SUMMARY), line.hasOption(TIME_STAMPS),
                Optional.ofNullable(line.getOptionValue(FILE)).map(Path::of));
    }
}
