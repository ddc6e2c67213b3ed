package foal.tools.boot;

import foal.cpu.unicorn.UnicornException;
import foal.kernel.Hardware;
import foal.kernel.Kernel;
import foal.kernel.Options.ClockKind;
import foal.kernel.Outcome;
import foal.kernel.race.Race;
import foal.kernel.race.RaceDetector;
import foal.tools.cli.ExitCode;
import foal.tools.cli.Failure;
import foal.tools.cli.OutputLost;
import foal.tools.cli.Streams;
import foal.tools.net.NioNetwork;
import foal.tools.race.RaceText;
import foal.tools.stats.Statistics;
import foal.tools.symbols.Symbolizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * Runs a program as the user asked: finds it, builds a kernel around it, lets that run, and reports how it ended.
 *
 * <p>{@code foal boot} is nothing but this; a command that watches the run hands in a {@code beforeBoot}
 * that subscribes to {@link Kernel#trace()}.
 */
public final class Machine {
    private static final int READ_AND_EXECUTE = 0555;
    private static final long NANOS_PER_MILLI = 1_000_000;

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
        try {
            return new Machine(options, streams).run(beforeBoot);
        } catch (OutputLost e) {
            throw e.failure();
        } catch (UncheckedIOException e) {
            throw new Failure(ExitCode.FAILED, "a folder cannot be shown: " + e.getCause().getMessage(), e);
        } catch (UnicornException | OutOfMemoryError e) {
            throw new Failure(ExitCode.FAILED, e.getMessage(), e);
        }
    }

    private int run(Preparation beforeBoot) throws Failure {
        boolean isVirtual = options.machine().clock() == ClockKind.VIRTUAL;
        // While a deterministic machine waits for the user its time stands still: it does not see how long it took.
        HostInput input = new HostInput(streams.in(), isVirtual, streams::say);
        try (HostConsole console = new HostConsole(streams, input);
                Symbolizer symbolizer = new Symbolizer(installation);
                NioNetwork network = options.usesNetwork() ? new NioNetwork() : null;
                Hardware hardware = new Hardware(options.machine(), options.reports().races());
                Kernel kernel = new Kernel(options.machine(), console, console::say, hardware)) {
            input.whenArrived(kernel::inputArrived);
            PreparedProgram program = PreparedProgram.find(options, installation, streams, kernel.files());
            program.addFiles(kernel.files());
            if (network != null) {
                kernel.useNetwork(network);
            }
            beforeBoot.prepare(kernel);
            DeadlockReports deadlocks = new DeadlockReports(symbolizer, console::say, options.reports().deadlockGraph());
            Optional<Statistics> statistics = options.reports().starvation().stream().boxed().findFirst()
                    .map(millis -> new Statistics(kernel.clock(), millis * NANOS_PER_MILLI));
            statistics.ifPresent(it -> kernel.trace().watch(it::accept));
            if (options.reports().watchesDeadlocks()) {
                kernel.watchDeadlocks(deadlocks::ofSome);
            }
            Optional<RaceDetector> races = options.reports().races() ? Optional.of(kernel.detectRaces()) : Optional.empty();
            program.boot(kernel);
            Outcome outcome;
            boolean stoppedByUser;
            try (Stopper stopper = new Stopper(options.timeout().orElse(null), kernel, input)) {
                console.listen(kernel::inputArrived, stopper::stopForUser);
                outcome = kernel.run();
                stoppedByUser = stopper.isByUser();
            }
            statistics.ifPresent(it -> it.lines().forEach(line -> console.say(GuestText.toHost(line))));
            // Before the end of all tasks and files, since reports look at them.
            int exitCode = new OutcomeReport(console::say, deadlocks).report(outcome, stoppedByUser, program.command());
            races.ifPresent(detector -> report(detector, new RaceText(symbolizer), console));
            Optional<String> leak = kernel.shutDown();
            if (leak.isPresent()) {
                throw new Failure(ExitCode.FAILED, "the kernel has leaked: " + leak.get());
            }
            return exitCode;
        } catch (IOException e) {
            throw new Failure(ExitCode.FAILED, "the terminal cannot be used: " + e.getMessage(), e);
        }
    }

    private static void report(RaceDetector detector, RaceText text, HostConsole console) {
        List<Race> races = text.distinct(detector.races());
        for (Race race : races) {
            text.lines(race).forEach(line -> console.say(GuestText.toHost(line)));
        }
        console.say(races.isEmpty() ? "no data race" : races.size() == 1 ? "1 data race" : races.size() + " data races");
    }
}
