package foal.tools.explore;

import foal.tools.boot.BootOptions;
import foal.tools.boot.Installation;
import foal.tools.boot.Machine;
import foal.tools.boot.PreparedProgram;
import foal.tools.cli.CompilerWords;
import foal.tools.cli.ExitCode;
import foal.tools.cli.Failure;
import foal.tools.cli.Streams;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** A run that is repeated from its token. */
public final class Replay {
    /** Options of other commands that the token does not hold. */
    private static final Set<String> SHARED = Set.of("libc", CompilerWords.OPTION, "timeout", "deadlock-graph", "watch-deadlocks", "race", "lockset", "stats", "starvation", "trace", "gdb", "debug");

    private final Token token;
    private final BootOptions options;
    private final Streams streams;

    private Replay(Token token, BootOptions options, Streams streams) {
        this.token = token;
        this.options = options;
        this.streams = streams;
    }

    /** The options of the command. */
    public static Options describe() {
        Options all = new Options();
        BootOptions.describe().getOptions().stream().filter(option -> SHARED.contains(option.getLongOpt()) || Surroundings.OPTIONS.contains(option.getLongOpt())).forEach(all::addOption);
        return all;
    }

    /** Reads the token, which is the first word, and the program. */
    public static Replay of(CommandLine line, Streams streams) throws Failure {
        Streams own = ExploreOptions.withoutPerson(streams);
        List<String> words = line.getArgList();
        String text = words.stream().findFirst().orElseThrow(() -> Failure.usage("no TOKEN; foal explore prints them"));
        Token token = Token.parse(text).orElseThrow(() -> Failure.usage(text + ": there is no such file, and it is no token of foal explore"));
        CompilerWords.Leading program = CompilerWords.leading(words.subList(1, words.size()));
        if (program.rest().isEmpty()) {
            throw Failure.usage("no PROGRAM to run");
        }
        BootOptions options = BootOptions.of(line, program.rest(), own);
        return new Replay(token, options.on(token.applyTo(options.machine()))
                .compiled(options.compilation().with(token.library(), program.options())), own);
    }

    /** Repeats the run. @param beforeBoot watches it @return the program's exit status */
    public int run(Machine.Preparation beforeBoot) throws Failure {
        PreparedProgram program = PreparedProgram.find(options, Installation.find(), streams);
        if (!token.isOf(options.machine(), program)) {
            throw new Failure(ExitCode.WRONG_USAGE, "the token is of another program, or of one that was compiled differently, or had other"
                    + " arguments, another environment or another working directory");
        }
        Set<Integer> tasks = new HashSet<>();
        int status = Machine.run(options, program, streams, kernel -> {
            kernel.trace().watch(event -> tasks.add(event.task().tid()));
            beforeBoot.prepare(kernel);
        });
        List<Integer> others = token.tasks().stream().filter(tid -> !tasks.contains(tid)).toList();
        if (!others.isEmpty() && status != ExitCode.TIMEOUT) {
            throw Failure.usage("the token does not fit this program: its schedule names task " + others.getFirst() + ", which there never was");
        }
        return status;
    }
}
