package foal.tools.boot;

import foal.kernel.Kernel;
import foal.kernel.Options.ClockKind;
import foal.kernel.chapter.ChapterChoice;
import foal.kernel.explore.SchedulingPolicy;
import foal.kernel.machine.Processor;
import foal.tools.cli.CompilerWords;
import foal.tools.cli.Failure;
import foal.tools.cli.Streams;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/**
 * What the user asked of a command that runs a program on the machine. Such a command adds {@link #describe()} to
 * its options and reads them with {@link #of}.
 *
 * @param machine all that the run depends on
 * @param timeout how long it may last on the host
 * @param usesNetwork whether the guest's AF_INET sockets are the host's
 * @param reports what is to be told about the run
 * @param debug whether a failure of Foal's shows its stack trace
 * @param program what is to be run: a file of the host's or a sample's name; none for a shell
 * @param compilation how, if that is a source file
 * @param arguments the program's, without its name
 */
public record BootOptions(foal.kernel.Options machine, Optional<Duration> timeout, boolean usesNetwork, Reports reports, boolean debug,
        Optional<String> program, Compilation compilation, List<String> arguments) {
    private static final String SEED = "seed", QUANTUM = "quantum", HARTS = "harts", CALL_COST = "call-cost", SCHED = "sched", CLOCK = "clock", MEM = "mem",
            ENV = "env", CWD = "cwd", NO_CWD = "no-cwd", LIBC = "libc", TIMEOUT = "timeout", DEBUG = "debug",
            ROOT = "root", BIND = "bind", DEADLOCK_GRAPH = "deadlock-graph", WATCH_DEADLOCKS = "watch-deadlocks",
            NET = "net", RACE = "race", LOCKSET = "lockset", STATS = "stats", STARVATION = "starvation", RECORD = "record", TRACE = "trace",
            GDB = "gdb", PLUGINS = "plugins", WITHOUT = "without";
    private static final int LAST_PORT = 65_535;
    /** Of the machine's time, in milliseconds. */
    private static final long DEFAULT_STARVATION = 10;

    /**
     * What is to be told about the run, besides how it ended.
     *
     * @param deadlockGraph a file for the wait-for graph, in the language of Graphviz
     * @param watchesDeadlocks whether deadlocks are to be told of while other tasks still run
     * @param races whether data races are to be looked for
     * @param lockOrder whether circles in the order of locks are
     * @param starvation whether to tell how each task has spent its time: then the milliseconds that it may have been ready
     *     to run without doing so
     * @param recording a file from which the run can be repeated
     * @param timeline a file for its timeline
     * @param gdbPort where a gdb is awaited that watches it; 0 for any port
     */
    public record Reports(Optional<Path> deadlockGraph, boolean watchesDeadlocks, boolean races, boolean lockOrder, OptionalLong starvation,
            Optional<Path> recording, Optional<Path> timeline, OptionalInt gdbPort) {}

    /** What a root of the user's is likely to rely on. */
    private static final Map<String, String> ROOT_ENVIRONMENT = Map.of("HOME", "/root",
            "PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");

    private static final String VIRTUAL = "virtual", HOST = "host", NONE = "none";
    /** The variable that says what kind of terminal there is. */
    private static final String TERM = "TERM";

    /** The option that shows the stack trace of a failure. */
    public static boolean isDebug(CommandLine line) {
        return line.hasOption(DEBUG);
    }

    /** The options that these commands have in common. */
    public static Options describe() {
        return new Options()
                .addOption(option(SEED, "N", "seed of everything random (default 0)"))
                .addOption(option(QUANTUM, "N", "guest instructions between timer interrupts (default 10000)"))
                .addOption(option(HARTS, "N", "number of harts, at most 16 (default 1)"))
                .addOption(option(SCHED, "NAME", "scheduling policy: " + String.join("; ", SchedulingPolicy.descriptions()) + " (default " + SchedulingPolicy.DEFAULT + ")"))
                .addOption(option(CLOCK, "KIND", "virtual: deterministic, idle time is skipped; host: real time and no "
                        + "instruction counting, fastest (default virtual; host for a shell at a terminal)"))
                .addOption(option(CALL_COST, "NS", "time that a system call or a page fault takes by the virtual clock, in "
                        + "nanoseconds; 0 for none (default 500)"))
                .addOption(option(MEM, "SIZE", "guest RAM, such as 64M (default 256M)"))
                .addOption(option(ROOT, "DIR", "host folder that becomes /; writes stay in memory (default: the samples in /bin)"))
                .addOption(option(BIND, "HOST:GUEST[:rw]", "host folder in the guest's tree, read-only without rw; repeatable"))
                .addOption(option(NET, "KIND", "none: AF_INET reaches the guest alone; host: the host's network (default none)"))
                .addOption(option(ENV, "K=V", "environment variable of the program; repeatable"))
                .addOption(option(CWD, "DIR", "working directory in the guest (default: for a file of the host's the folder that Foal is started in; else /)"))
                .addOption(Option.builder().longOpt(NO_CWD).desc("do not show the folder that Foal is started in").get())
                .addOption(option(LIBC, "NAME", "small, glibc or musl: what source files are compiled against (default: glibc, "
                        + "or small for a file that includes <sync/...> or <foal.h>)"))
                .addOption(CompilerWords.option())
                .addOption(option(TIMEOUT, "S", "stop the run after S seconds of the host's time"))
                .addOption(option(DEADLOCK_GRAPH, "FILE", "after a deadlock, write who waits for whom to FILE, for Graphviz"))
                .addOption(Option.builder().longOpt(WATCH_DEADLOCKS)
                        .desc("report tasks that wait for each other at once, even while others run").get())
                .addOption(Option.builder().longOpt(RACE)
                        .desc("look for accesses to shared memory that nothing orders, and report them at the end").get())
                .addOption(Option.builder().longOpt(LOCKSET)
                        .desc("look for orders of locks that can deadlock on another schedule, and report them at the end").get())
                .addOption(Option.builder().longOpt(STATS).desc("show at the end how each task has spent its time").get())
                .addOption(option(STARVATION, "MS", "with --stats, name tasks that were ready for so many milliseconds and did not run (default 10)"))
                .addOption(option(RECORD, "FILE", "record what enters the run, so that foal replay FILE can repeat it"))
                .addOption(option(TRACE, "FILE", "write a timeline of calls, waits and switches, to open in Perfetto (ui.perfetto.dev)"))
                .addOption(option(GDB, "PORT", "wait for gdb at this port of 127.0.0.1, or for 0 at one that is free"))
                .addOption(option(PLUGINS, "DIR", "add the kernel's chapters that are in jars of DIR"))
                .addOption(option(WITHOUT, "NAME,...", "leave chapters of the kernel out: " + String.join(", ", Kernel.CHAPTERS)))
                .addOption(Option.builder().longOpt(DEBUG).desc("show a stack trace if Foal itself fails").get());
    }

    private static Option option(String name, String argument, String description) {
        return Option.builder().longOpt(name).hasArg().argName(argument).desc(description).get();
    }

    /**
     * Reads them.
     *
     * @throws Failure if one makes no sense
     */
    public static BootOptions of(CommandLine line, Streams streams) throws Failure {
        return of(line, line.getArgList(), streams);
    }

    /** Reads them. @param arguments the program and its arguments */
    public static BootOptions of(CommandLine line, List<String> arguments, Streams streams) throws Failure {
        OptionReader values = new OptionReader(line);
        foal.kernel.Options standard = foal.kernel.Options.DEFAULT;
        Compilation.Words words = Compilation.Words.of(arguments);
        // A person who works in a shell wants sleep to sleep.
        String usualClock = words.program().isEmpty() && streams.isInteractive() ? HOST : VIRTUAL;
        foal.kernel.Options machine = standard
                .withSeed(values.number(SEED, standard.seed(), Long.MIN_VALUE))
                .withQuantum(values.number(QUANTUM, standard.quantum(), 1))
                .withHarts((int) values.number(HARTS, standard.harts(), 1, Processor.MOST_HARTS))
                .withCallCost(values.number(CALL_COST, standard.callCost(), 0, foal.kernel.Options.MOST_CALL_COST))
                .withPolicy(policy(values.text(SCHED, standard.policy().toString())))
                .withClock(values.choice(CLOCK, usualClock, List.of(VIRTUAL, HOST)).equals(HOST)
                        ? line.hasOption(RECORD) || line.hasOption(GDB) ? ClockKind.HOST_COUNTED : ClockKind.HOST : ClockKind.VIRTUAL)
                .withMemory(values.memorySize(MEM, standard.memory()))
                .withEnvironment(foal.kernel.Options.environment(environment(values, streams)))
                .withWorkingDirectory(GuestText.of(values.text(CWD, standard.workingDirectory())))
                .withTerminals(streams.terminals())
                .withFolders(HostFolderOptions.read(values, ROOT, BIND))
                .withChapters(chapters(values, line, streams));
        for (String option : List.of(RACE, LOCKSET)) {
            if (line.hasOption(option) && machine.clock() == ClockKind.HOST) {
                throw Failure.usage("--" + option + ": needs --clock virtual");
            }
        }
        if (words.program().filter(Compilation::isSource).isPresent()) {
            words.arguments().stream().filter(CompilerWords::isMisplaced).findFirst().ifPresent(argument -> streams.say(argument
                    + " is an argument of the program: options of the compiler come before the source"));
        }
        Optional<CLibrary> library = line.hasOption(LIBC) ? Optional.of(CLibrary.ofOption(LIBC, values.text(LIBC, ""))) : Optional.empty();
        Compilation compilation = new Compilation(library, List.of(values.all(CompilerWords.OPTION)), words.moreSources());
        return new BootOptions(line.hasOption(NO_CWD) ? machine : atStart(machine, words.program(), line), values.seconds(TIMEOUT),
                values.choice(NET, NONE, List.of(NONE, HOST)).equals(HOST), reports(values, line), isDebug(line), words.program(),
                compilation, words.arguments());
    }

    private static foal.kernel.Options atStart(foal.kernel.Options machine, Optional<String> program, CommandLine line) {
        if (program.filter(ProgramFinder::isOfHost).isEmpty()) {
            return machine;
        }
        foal.kernel.Options there = StartFolder.in(Path.of("").toAbsolutePath(), machine);
        return line.hasOption(CWD) ? there.withWorkingDirectory(machine.workingDirectory()) : there;
    }

    private static SchedulingPolicy policy(String text) throws Failure {
        return SchedulingPolicy.parse(text).orElseThrow(() -> Failure.usage("--sched " + text + ": there is no such policy"));
    }

    private static Reports reports(OptionReader values, CommandLine line) throws Failure {
        long starvation = values.number(STARVATION, DEFAULT_STARVATION, 0);
        return new Reports(Optional.ofNullable(line.getOptionValue(DEADLOCK_GRAPH)).map(Path::of), line.hasOption(WATCH_DEADLOCKS), line.hasOption(RACE),
                line.hasOption(LOCKSET), line.hasOption(STATS) ? OptionalLong.of(starvation) : OptionalLong.empty(),
                Optional.ofNullable(line.getOptionValue(RECORD)).map(Path::of),
                Optional.ofNullable(line.getOptionValue(TRACE)).map(Path::of),
                line.hasOption(GDB) ? OptionalInt.of((int) values.number(GDB, 0, 0, LAST_PORT)) : OptionalInt.empty());
    }

    private static ChapterChoice chapters(OptionReader values, CommandLine line, Streams streams) throws Failure {
        if (!line.hasOption(WITHOUT) && !line.hasOption(PLUGINS)) {
            return ChapterChoice.STANDARD;
        }
        if (line.hasOption(RECORD)) {
            throw Failure.usage("--record: a recording is of a kernel with all of Foal's chapters, and no others");
        }
        Set<String> without = new TreeSet<>(line.hasOption(WITHOUT) ? List.of(values.text(WITHOUT, "").split(",")) : List.of());
        for (String name : without) {
            if (!Kernel.CHAPTERS.contains(name)) {
                throw Failure.usage("--without " + name + ": there is no such chapter; there are " + String.join(", ", Kernel.CHAPTERS));
            }
        }
        return new ChapterChoice(without, line.hasOption(PLUGINS) ? Plugins.load(Path.of(values.text(PLUGINS, "")), streams) : List.of());
    }

    private static Map<String, String> environment(OptionReader values, Streams streams) throws Failure {
        Map<String, String> variables = new HashMap<>();
        if (values.all(ROOT).length > 0) {
            variables.putAll(ROOT_ENVIRONMENT);
        }
        if (streams.isInteractive() && System.getenv(TERM) != null) {
            variables.put(TERM, GuestText.of(System.getenv(TERM)));
        }
        for (String setting : values.all(ENV)) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw Failure.usage("--env " + setting + ": must be NAME=VALUE");
            }
            variables.put(GuestText.of(setting.substring(0, equals)), GuestText.of(setting.substring(equals + 1)));
        }
        return variables;
    }

    /** The words of a command line that run the same program: options of the compiler, the program and its arguments. */
    public List<String> words() {
        return compilation.words(program, arguments);
    }

    /** With other options of the machine. */
    public BootOptions on(foal.kernel.Options other) {
        return new BootOptions(other, timeout, usesNetwork, reports, debug, program, compilation, arguments);
    }

    /** With the program compiled in another way. */
    public BootOptions compiled(Compilation other) {
        return new BootOptions(machine, timeout, usesNetwork, reports, debug, program, other, arguments);
    }

    /** What argv holds: the program, by its path or as {@code sh}, and its arguments. */
    List<String> argv(GuestProgram guest) {
        return Stream.concat(Stream.of(program.isPresent() ? guest.guestPath() : guest.name()),
                arguments.stream().map(GuestText::of)).toList();
    }
}
