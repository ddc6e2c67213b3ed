package foal.tools.cli;

import java.util.List;
import java.util.Set;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;

/** Reads command lines: options, and from the first other word on arguments, which may look like options too. */
public final class CommandLines {
    private static final String HELP = "help";
    /** What options have for a value that names something of the host's. */
    private static final Set<String> FILES = Set.of("FILE", "DIR");

    private CommandLines() {}

    /** A command's options and {@code --help}. */
    static Options withHelp(Command command) {
        return new Options().addOptions(command.options())
                .addOption(Option.builder().longOpt(HELP).desc("print this help").get());
    }

    /** Reads what follows a command's name. */
    public static CommandLine parse(Command command, List<String> line) throws Failure {
        return parsed(command, command.options().hasLongOption(CompilerWords.OPTION) ? CompilerWords.rewritten(command.options(), line) : line);
    }

    private static CommandLine parsed(Command command, List<String> words) throws Failure {
        try {
            CommandLine line = DefaultParser.builder().setAllowPartialMatching(false)
                    .setStripLeadingAndTrailingQuotes(false).get()
                    .parse(withHelp(command), words.toArray(String[]::new), true);
            if (!command.passesOptionsOn()) {
                checkFirstArgument(line, words, withHelp(command));
            }
            checkNames(line);
            return line;
        } catch (UnrecognizedOptionException e) {
            throw unknownOption(e.getOption(), withHelp(command));
        } catch (MissingArgumentException e) {
            throw Failure.usage("option --" + e.getOption().getLongOpt() + " needs a value");
        } catch (ParseException e) {
            throw Failure.usage(e.getMessage());
        }
    }

    /** Whether the user asks for help with the command. */
    public static boolean asksForHelp(CommandLine line) {
        return line.hasOption(HELP);
    }

    /** The parser takes an option that it does not know for the first argument, unless told that options are over. */
    private static void checkFirstArgument(CommandLine line, List<String> words, Options options) throws Failure {
        List<String> arguments = line.getArgList();
        int first = words.size() - arguments.size();
        boolean isAfterOptions = first > 0 && words.get(first - 1).equals("--");
        if (!arguments.isEmpty() && !isAfterOptions && arguments.getFirst().startsWith("-")) {
            throw unknownOption(arguments.getFirst(), options);
        }
    }

    /** An empty name of a file would be taken for the folder that we are in. */
    private static void checkNames(CommandLine line) throws Failure {
        for (Option option : line.getOptions()) {
            if (FILES.contains(String.valueOf(option.getArgName())) && option.getValuesList().contains("")) {
                throw Failure.usage("option " + (option.hasLongOpt() ? "--" + option.getLongOpt() : "-" + option.getOpt()) + ": the name of the "
                        + (option.getArgName().equals("DIR") ? "folder" : "file") + " is empty");
            }
        }
    }

    private static Failure unknownOption(String option, Options options) {
        List<String> names = options.getOptions().stream().filter(Option::hasLongOpt).map(known -> "--" + known.getLongOpt()).toList();
        boolean mayBeCompilers = options.hasLongOption(CompilerWords.OPTION) && !option.startsWith("--");
        return Failure.usage("unknown option " + option + (mayBeCompilers ? "; if it is the compiler's: --cc=" + option : "") + Similar.hint(option.replaceFirst("=.*", ""), names));
    }
}
