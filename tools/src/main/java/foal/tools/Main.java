package foal.tools;

import foal.cpu.host.HostSignals;
import foal.cpu.unicorn.UnicornException;
import foal.kernel.dispatch.HandlerMistake;
import foal.kernel.task.Signal;
import foal.tools.boot.BootOptions;
import foal.tools.boot.Installation;
import foal.tools.cli.Command;
import foal.tools.cli.CommandLines;
import foal.tools.cli.ExitCode;
import foal.tools.cli.Failure;
import foal.tools.cli.OutputLost;
import foal.tools.cli.ShellWords;
import foal.tools.cli.Similar;
import foal.tools.cli.Streams;
import foal.tools.cli.Usage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;

/** The command {@code foal}: its first word names a command, which gets the rest. */
public final class Main {
    private Main() {}

    public static void main(String[] words) {
        Locale.setDefault(Locale.ROOT); // what a run prints is the same everywhere
        HostSignals.endByQuit();
        System.exit(run(List.of(words), Streams.ofProcess()));
    }

    /** Runs a command. Whatever happens, it ends with an exit status and not with a stack trace. */
    public static int run(List<String> words, Streams streams) {
        try {
            return dispatch(words, streams);
        } catch (OutputLost e) {
            if (e.isReaderGone()) { // the JVM ignores SIGPIPE, which ends other programs without a word
                return ExitCode.SIGNAL_BASE + Signal.SIGPIPE.number();
            }
            streams.say(e.getMessage());
            return ExitCode.FAILED;
        }
    }

    private static int dispatch(List<String> words, Streams streams) {
        String name = words.isEmpty() ? "" : words.getFirst();
        switch (name) {
            case "" -> {
                streams.complain(HelpCommand.overview());
                return ExitCode.WRONG_USAGE;
            }
            case "--help", "-h" -> {
                streams.print(HelpCommand.overview());
                return ExitCode.SUCCESS;
            }
            case "--version" -> {
                streams.print(VersionText.of(Installation.find()));
                return ExitCode.SUCCESS;
            }
            default -> {
                Optional<Command> command = Commands.find(name);
                if (command.isPresent()) {
                    return run(command.get(), words.subList(1, words.size()), streams);
                }
                streams.say(name.startsWith("-") ? "unknown option " + name + Similar.hint(name, List.of("--help", "--version"))
                        : "there is no command " + name + hint(words));
                streams.complain(HelpCommand.overview());
                return ExitCode.WRONG_USAGE;
            }
        }
    }

    /** What may have been meant by words that begin with no command: a program, or a command that is called much like it. */
    private static String hint(List<String> words) {
        return Installation.find().isProgram(words.getFirst()) ? "; did you mean foal boot " + ShellWords.line(words) + "?"
                : Similar.hint(words.getFirst(), Commands.names());
    }

    private static int run(Command command, List<String> words, Streams streams) {
        boolean debug = false;
        try {
            CommandLine line = CommandLines.parse(command, words);
            if (CommandLines.asksForHelp(line)) {
                streams.print(Usage.text(command));
                return ExitCode.SUCCESS;
            }
            debug = BootOptions.isDebug(line);
            return command.run(line, streams);
        } catch (Failure e) {
            streams.say(e.getMessage());
            if (e.exitCode() == ExitCode.WRONG_USAGE) {
                streams.complain(Usage.line(command));
                streams.complain("foal " + command.name() + " --help explains the options\n");
            }
            return fail(e.exitCode(), e, debug, streams);
        } catch (OutputLost e) {
            throw e;
        } catch (HandlerMistake e) {
            streams.say(e.getMessage() + (debug ? "" : " (--debug shows all)"));
            return fail(ExitCode.FAILED, e, debug, streams);
        } catch (RuntimeException | Error e) {
            // The engine's class cannot be made ready where there is no libunicorn.
            streams.say(e.getCause() instanceof UnicornException missing ? missing.getMessage()
                    : "internal error: " + e + (debug ? "" : " (--debug shows where)"));
            return fail(ExitCode.FAILED, e, debug, streams);
        }
    }

    private static int fail(int exitCode, Throwable cause, boolean debug, Streams streams) {
        if (debug && exitCode == ExitCode.FAILED) {
            StringWriter trace = new StringWriter();
            cause.printStackTrace(new PrintWriter(trace, true));
            streams.complain(trace.toString());
        }
        return exitCode;
    }
}
