package foal.tools.boot;

import foal.cpu.unicorn.UnicornException;
import foal.kernel.Hardware;
import foal.kernel.HostSide;
import foal.kernel.Kernel;
import foal.kernel.Options.ClockKind;
import foal.kernel.Outcome;
import foal.kernel.debug.DebugControl;
import foal.kernel.net.HostNetwork;
import foal.kernel.outside.Journal;
import foal.kernel.outside.JournaledContent;
import foal.kernel.outside.JournaledNetwork;
import foal.kernel.outside.JournaledStreams;
import foal.kernel.tty.HostStreams;
import foal.tools.cli.ExitCode;
import foal.tools.cli.Failure;
import foal.tools.cli.OutputLost;
import foal.tools.cli.Streams;
import foal.tools.gdb.GdbServer;
import foal.tools.net.NioNetwork;
import foal.tools.recording.Ending;
import foal.tools.recording.Header;
import foal.tools.recording.Recorder;
import foal.tools.recording.RecordingEnded;
import foal.tools.recording.Replayer;
import foal.tools.recording.RunDeparts;
import foal.tools.symbols.Symbolizer;
import foal.tools.timeline.Timeline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Runs a program as the user asked: finds it, builds a kernel around it, lets that run, and reports how it ended.
 *
 * <p>{@code foal boot} is nothing but this; a command that watches the run hands in a {@code beforeBoot}
 * that subscribes to {@link Kernel#trace()}.
 */
public final class Machine {
    private final BootOptions options;
    private final Streams streams;
    private final Installation installation = Installation.find();

    /** What a command does with a kernel before the program is loaded. */
    public interface Preparation {
        /** @throws Failure if the user asked for something that this kernel does not have */
        void prepare(Kernel kernel) throws Failure;
    }

    private Machine(BootOptions options, Streams streams) {
        this.options = options;
        this.streams = streams;
    }

    /**
     * Runs a program from its beginning to its end.
     *
     * @param beforeBoot is given the kernel when its tree of files is complete and before the program is loaded; a
     *     watcher of its trace that cannot write may throw {@link OutputLost}
     * @return the exit status
     */
    public static int run(BootOptions options, Streams streams, Preparation beforeBoot) throws Failure {
        Machine machine = new Machine(options, streams);
        return attempt(() -> options.reports().recording().isPresent()
                ? machine.record(options.reports().recording().get(), beforeBoot)
                : machine.run(World.here(Optional.empty()), beforeBoot));
    }

    /** Runs a program that has been found already. */
    public static int run(BootOptions options, PreparedProgram program, Streams streams, Preparation beforeBoot) throws Failure {
        return attempt(() -> new Machine(options, streams).run(World.here(Optional.of(program)), beforeBoot));
    }

    /**
     * Repeats a run.
     *
     * @param instruments what the user wants to be told of it; the rest of the options is the recording's
     * @param streams take the output; there is no input but the recorded one
     */
    static int replay(BootOptions instruments, Replayer recording, Streams streams, Preparation beforeBoot) throws Failure {
        Header header = recording.header();
        BootOptions options = new BootOptions(header.options(), instruments.timeout(), header.usesNetwork(), instruments.reports(),
                instruments.debug(), Optional.of(header.program().name()), Compilation.NONE, List.of());
        JournaledContent.Room room = new JournaledContent.Room();
        World world = new World(recording, room, Optional.of(PreparedProgram.of(header, recording, room)), _ -> { });
        return attempt(() -> new Machine(options, streams).run(world, beforeBoot));
    }

    /** A run. */
    private interface Attempt {
        int run() throws Failure;
    }

    private static int attempt(Attempt run) throws Failure {
        try {
            return run.run();
        } catch (OutputLost e) {
            throw e.failure();
        } catch (UncheckedIOException e) {
            throw new Failure(ExitCode.FAILED, "a folder cannot be shown: " + e.getCause().getMessage(), e);
        } catch (RecordingEnded e) {
            throw new Failure(ExitCode.FAILED, "the recording ends before the run has begun: the file was cut off there, or Foal was killed", e);
        } catch (RunDeparts e) {
            throw new Failure(ExitCode.FAILED, "the run departs from its recording: " + e.getMessage(), e);
        } catch (UnicornException | OutOfMemoryError e) {
            throw new Failure(ExitCode.FAILED, e.getMessage(), e);
        }
    }

    private int record(Path file, Preparation beforeBoot) throws Failure {
        PreparedProgram program = PreparedProgram.find(options, installation, streams);
        Header header = Header.of(Installation.version(), program.describe(), options.machine(), options.usesNetwork());
        try (Recorder recorder = Recorder.create(file, header)) {
            JournaledContent.Room room = new JournaledContent.Room();
            return run(new World(recorder, room, Optional.of(program.through(recorder, room)), recorder::end), beforeBoot);
        }
    }

    /**
     * What the machine has around it.
     *
     * @param journal through which comes what enters it
     * @param room for what is kept of files
     * @param program if it has been found already
     * @param atTheEnd is told that the run is over
     */
    private record World(Journal journal, JournaledContent.Room room, Optional<PreparedProgram> program, Consumer<Ending> atTheEnd) {
        /** The world as it is. */
        static World here(Optional<PreparedProgram> program) {
            return new World(Journal.NONE, new JournaledContent.Room(), program, _ -> { });
        }

        HostStreams streams(HostConsole console) {
            return journal == Journal.NONE ? console : new JournaledStreams(journal, console);
        }

        HostNetwork network() throws IOException {
            return journal == Journal.NONE ? new NioNetwork()
                    : new JournaledNetwork(journal, journal.isLive() ? Optional.of(new NioNetwork()) : Optional.empty());
        }
    }

    private int run(World world, Preparation beforeBoot) throws Failure {
        boolean isVirtual = options.machine().clock() == ClockKind.VIRTUAL;
        // While a deterministic machine waits for the user its time stands still: it does not see how long it took.
        HostInput input = new HostInput(streams.in(), isVirtual, streams::say);
        try (HostConsole console = new HostConsole(streams, input);
                Symbolizer symbolizer = new Symbolizer(installation);
                HostNetwork network = options.usesNetwork() ? world.network() : null;
                Hardware hardware = new Hardware(options.machine(), options.reports().races() || options.reports().lockOrder());
                Kernel kernel = new Kernel(options.machine(),
                        new HostSide(world.streams(console), world.journal(), world.room(), console::say), hardware);
                Timeline _ = timeline(kernel);
                GdbServer gdb = gdb(console::say)) {
            input.whenArrived(kernel::inputArrived);
            PreparedProgram program = world.program().isPresent() ? world.program().get()
                    : PreparedProgram.find(options, installation, streams, kernel.files());
            program.addFiles(kernel.files());
            if (network != null) {
                kernel.useNetwork(network);
            }
            beforeBoot.prepare(kernel);
            Instruments instruments = new Instruments(options.reports(), kernel, symbolizer, console::say);
            Optional<DebugControl> debug = Optional.ofNullable(gdb).map(kernel.instruments()::debug);
            debug.ifPresent(it -> input.whileWaiting(it::lookWithinCall));
            Optional<Outcome> outcome;
            OutcomeReport report = new OutcomeReport(console::say, instruments.deadlocks(), symbolizer);
            Ending ending = Ending.OF_ITSELF;
            try (Stopper stopper = new Stopper(options.timeout().orElse(null), kernel, input, why -> giveUp(console, why))) {
                program.boot(kernel);
                console.listen(kernel::inputArrived, stopper::stopForUser);
                outcome = Optional.of(kernel.run());
                if (outcome.get() instanceof Outcome.Stopped) {
                    ending = stopper.isByUser() ? Ending.USER : Ending.TIMEOUT;
                    world.atTheEnd().accept(ending);
                }
            } catch (RecordingEnded e) {
                ending = e.ending();
                outcome = Optional.empty();
            }
            debug.ifPresent(DebugControl::over);
            instruments.tellTimes();
            // Before the end of all tasks and files, since reports look at them.
            int exitCode = outcome.isPresent() ? report.report(outcome.get(), ending == Ending.USER, program.command(), kernel)
                    : report.ofRecording(ending, kernel.clock().monotonic());
            instruments.tellMistakes();
            Optional<String> leak = outcome.isPresent() ? kernel.shutDown() : Optional.empty();
            if (leak.isPresent()) {
                throw new Failure(ExitCode.FAILED, "the kernel has leaked: " + leak.get());
            }
            if (ending == Ending.OF_ITSELF) {
                world.atTheEnd().accept(ending); // not before files that were changed in memory have been written
            }
            return exitCode;
        } catch (IOException e) {
            throw new Failure(ExitCode.FAILED, "the terminal cannot be used: " + e.getMessage(), e);
        }
    }

    /** Ends this process although the machine has not stopped. */
    private static void giveUp(HostConsole console, String why) {
        console.say(why);
        try {
            console.close(); // gives the terminal back
        } catch (IOException _) {
            // the process ends all the same
        }
        Runtime.getRuntime().halt(ExitCode.TIMEOUT);
    }

    /** @return null if there is to be none */
    private GdbServer gdb(Consumer<String> user) throws Failure {
        return options.reports().gdbPort().isPresent() ? GdbServer.open(options.reports().gdbPort().getAsInt(), user) : null;
    }

    /** @return null if there is to be none */
    private Timeline timeline(Kernel kernel) throws Failure {
        if (options.reports().timeline().isEmpty()) {
            return null;
        }
        Timeline timeline = Timeline.open(options.reports().timeline().get(), kernel.clock());
        kernel.trace().watch(timeline);
        return timeline;
    }
}
