package foal.tools.explore;

import foal.kernel.tty.Terminals;
import foal.tools.boot.BootOptions;
import foal.tools.cli.CompilerWords;
import foal.tools.cli.Failure;
import foal.tools.cli.Streams;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/**
 * What the user wants to be explored, besides the machine.
 *
 * @param runs schedules to try
 * @param lasting how long at most
 * @param shard which part of them, from 0, of how many
 * @param timeLimit seconds of the machine's clock after which a run has failed
 * @param expected file with what a run must write
 * @param sameOutput whether all runs must write the same
 * @param merge reports to join instead of running anything
 * @param exhaustive whether all schedules are tried instead of some
 * @param surroundings what replay must be told besides the token, as a shell reads it
 */
public record ExploreOptions(Strategy.Kind kind, int depth, long runs, Optional<Duration> lasting, int jobs, Shard shard,
        Optional<Duration> timeLimit, Optional<Path> expected, boolean sameOutput, Optional<Path> junit, Optional<Path> json,
        boolean merge, Optional<Exhaustive> exhaustive, String surroundings) {
    private static final String RUNS = "runs", FOR = "for", SCHED = "sched", DEPTH = "depth", JOBS = "jobs", SHARD = "shard",
            TIMEOUT = "timeout", EXPECT = "expect", SAME_OUTPUT = "same-output", JUNIT = "junit", JSON = "json", MERGE = "merge",
            EXHAUSTIVE = "exhaustive", BOUND = "bound", NO_REDUCTION = "no-reduction";
    /** Options of other commands that mean the same here. */
    private static final Set<String> SHARED = Set.of("seed", "harts", "call-cost", "mem", "libc", CompilerWords.OPTION, "race", "lockset", "debug");

    /** What only makes sense where schedules are drawn, and what only where all are tried. */
    private static final List<String> OF_SOME = List.of(RUNS, SCHED, DEPTH, SHARD, MERGE), OF_ALL = List.of(BOUND, NO_REDUCTION);

    private static final long DEFAULT_RUNS = 10_000, ENDLESS = 1L << 50;
    private static final int DEFAULT_DEPTH = 4, DEEPEST = 100, MOST_JOBS = 256, MOST_SHARDS = 1_000_000, DEFAULT_BOUND = 2, MOST_BOUND = 1_000;

    /** Variables with which schedulers of batch jobs number the parts of a job, and count them. */
    private static final Map<String, String> JOB_VARIABLES =
            Map.of("SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_COUNT", "JOB_COMPLETION_INDEX", "JOB_COMPLETIONS");

    /** @param index from 0 */
    record Shard(int index, int count) {}

    /**
     * All schedules there are.
     *
     * @param bound with so many preemptions at most
     * @param isReduced without those that come to the same as others
     */
    record Exhaustive(int bound, boolean isReduced) {}

    /** The options. */
    public static Options describe() {
        Options all = new Options();
        BootOptions.describe().getOptions().stream().filter(option -> SHARED.contains(option.getLongOpt()) || Surroundings.OPTIONS.contains(option.getLongOpt())).forEach(all::addOption);
        return all.addOption(option(RUNS, "N", "schedules to try (default 10000)"))
                .addOption(option(FOR, "SECONDS", "stop after so many seconds"))
                .addOption(option(SCHED, "NAME", "pct or random (default: both in turn)"))
                .addOption(option(DEPTH, "D", "with pct: look for bugs that need up to D orderings (default 4)"))
                .addOption(option(JOBS, "N", "host threads (default: one a core)"))
                .addOption(option(SHARD, "I/N", "try only each N-th schedule, from the I-th on (I from 1)"))
                .addOption(option(TIMEOUT, "S", "a run that lasts longer than S seconds of the machine's clock has failed "
                        + "(default: 20 times as long as with round robin)"))
                .addOption(option(EXPECT, "FILE", "a run that does not write what is in FILE has failed"))
                .addOption(Option.builder().longOpt(EXHAUSTIVE).desc("try all schedules of a small program").get())
                .addOption(option(BOUND, "B", "with --exhaustive: those with up to B preemptions (default 2)"))
                .addOption(Option.builder().longOpt(NO_REDUCTION)
                        .desc("with --exhaustive: also schedules that are equivalent to others").get())
                .addOption(Option.builder().longOpt(SAME_OUTPUT).desc("a run that does not write what others write has failed").get())
                .addOption(option(JUNIT, "FILE", "write a report in JUnit's form"))
                .addOption(option(JSON, "FILE", "write a report in JSON"))
                .addOption(Option.builder().longOpt(MERGE).desc("join reports in JSON, whose files are given, to one").get());
    }

    private static Option option(String name, String argument, String description) {
        return Option.builder().longOpt(name).hasArg().argName(argument).desc(description).get();
    }

    /** The machine that runs the program: without input or terminal. */
    public static BootOptions machine(CommandLine line, Streams streams) throws Failure {
        return BootOptions.of(line, withoutPerson(streams));
    }

    /** The streams of a run that depends on nobody: with no input and no terminal. */
    public static Streams withoutPerson(Streams streams) {
        return new Streams(InputStream.nullInputStream(), streams.out(), streams.err(), Terminals.NONE, false);
    }

    /** Reads them. */
    public static ExploreOptions of(CommandLine line) throws Failure {
        Optional<Duration> lasting = seconds(line, FOR);
        return new ExploreOptions(kind(line), (int) number(line, DEPTH, DEFAULT_DEPTH, DEEPEST),
                number(line, RUNS, lasting.isPresent() ? ENDLESS : DEFAULT_RUNS, ENDLESS), lasting,
                (int) number(line, JOBS, Math.min(MOST_JOBS, Runtime.getRuntime().availableProcessors()), MOST_JOBS), shard(line, System.getenv()),
                seconds(line, TIMEOUT), path(line, EXPECT), line.hasOption(SAME_OUTPUT), path(line, JUNIT), path(line, JSON),
                line.hasOption(MERGE), exhaustive(line), Surroundings.words(line));
    }

    private static Optional<Exhaustive> exhaustive(CommandLine line) throws Failure {
        boolean isWanted = line.hasOption(EXHAUSTIVE);
        for (String option : isWanted ? OF_SOME : OF_ALL) {
            if (line.hasOption(option)) {
                throw Failure.usage("--" + option + (isWanted ? " does not go with --" : " goes with --") + EXHAUSTIVE
                        + (isWanted ? "" : " only"));
            }
        }
        return isWanted ? Optional.of(new Exhaustive((int) number(line, BOUND, 0, DEFAULT_BOUND, MOST_BOUND), !line.hasOption(NO_REDUCTION)))
                : Optional.empty();
    }

    private static Strategy.Kind kind(CommandLine line) throws Failure {
        return switch (line.getOptionValue(SCHED, "")) {
            case "" -> Strategy.Kind.BOTH;
            case "pct" -> Strategy.Kind.PCT;
            case "random" -> Strategy.Kind.RANDOM;
            default -> throw Failure.usage("--sched " + line.getOptionValue(SCHED) + ": must be pct or random");
        };
    }

    private static long number(CommandLine line, String option, long byDefault, long most) throws Failure {
        return number(line, option, 1, byDefault, most);
    }

    private static long number(CommandLine line, String option, long least, long byDefault, long most) throws Failure {
        String value = line.getOptionValue(option, Long.toString(byDefault));
        if (!value.matches("[0-9]{1,18}") || Long.parseLong(value) < least || Long.parseLong(value) > most) {
            throw Failure.usage("--" + option + " " + value + ": must be a whole number from " + least + " to " + most);
        }
        return Long.parseLong(value);
    }

    private static Optional<Duration> seconds(CommandLine line, String option) throws Failure {
        String value = line.getOptionValue(option);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.matches("[0-9]{1,9}(\\.[0-9]{1,9})?") || Double.parseDouble(value) == 0) {
            throw Failure.usage("--" + option + " " + value + ": must be a number of seconds, more than 0");
        }
        return Optional.of(Duration.ofNanos((long) (Double.parseDouble(value) * 1e9)));
    }

    private static Optional<Path> path(CommandLine line, String option) {
        return Optional.ofNullable(line.getOptionValue(option)).map(Path::of);
    }

    /** What the user says, or the scheduler of batch jobs that has started us. */
    static Shard shard(CommandLine line, Map<String, String> environment) throws Failure {
        String value = line.getOptionValue(SHARD);
        if (value != null) {
            return shard(value, 1).orElseThrow(() -> Failure.usage("--" + SHARD + " " + value + ": must be I/N, with I from 1 to N"));
        }
        return Stream.of("SLURM_ARRAY_TASK_ID", "JOB_COMPLETION_INDEX")
                .filter(variable -> environment.containsKey(variable) && environment.containsKey(JOB_VARIABLES.get(variable)))
                .findFirst()
                .flatMap(variable -> shard(environment.get(variable) + "/" + environment.get(JOB_VARIABLES.get(variable)), 0))
                .orElse(new Shard(0, 1));
    }

    private static Optional<Shard> shard(String text, int first) {
        if (!text.matches("[0-9]{1,7}/[0-9]{1,7}")) {
            return Optional.empty();
        }
        List<Integer> numbers = Stream.of(text.split("/")).map(Integer::parseInt).toList();
        Shard shard = new Shard(numbers.getFirst() - first, numbers.getLast());
        boolean isPossible = shard.index() >= 0 && shard.index() < shard.count() && shard.count() <= MOST_SHARDS;
        return Optional.of(shard).filter(_ -> isPossible);
    }
}
