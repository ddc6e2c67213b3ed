package foal.tools.explore;

import foal.kernel.Hardware;
import foal.kernel.HostSide;
import foal.kernel.Kernel;
import foal.kernel.Options;
import foal.kernel.Outcome;
import foal.kernel.explore.SchedulingPolicy;
import foal.kernel.lockorder.LockOrderWatch;
import foal.kernel.race.RaceDetector;
import foal.kernel.task.ExitStatus;
import foal.kernel.task.Signal;
import foal.kernel.tty.HostStreams;
import foal.tools.boot.GuestText;
import foal.tools.boot.PreparedProgram;
import foal.tools.cli.ExitCode;
import foal.tools.cli.Failure;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Runs a program under one schedule after another, on the same hardware. Each run is as on a machine of its own. */
final class Trial implements AutoCloseable {
    /** What is kept of each output stream of a run. */
    private static final int MOST_OUTPUT = 1 << 20;

    private final Options options;
    private final PreparedProgram program;
    private final Expectation expectation;
    private final Hardware hardware;

    /**
     * What a run must do.
     *
     * @param timeLimit nanoseconds of the machine's clock
     * @param output what it must write to standard output, if that matters
     * @param races whether there must be no data race
     * @param lockOrder whether there must be no circle in the order of locks
     * @param names what these are called
     */
    record Expectation(long timeLimit, Optional<String> output, boolean races, boolean lockOrder, FindingNames names) {}

    /** The machines that run, in all threads. */
    private static final Set<Kernel> RUNNING = ConcurrentHashMap.newKeySet();
    private static volatile boolean endsEarly;

    /** Something to do when the program has come to its end and before its machine is switched off. */
    interface Afterwards {
        void look(Kernel kernel, Outcome outcome) throws Failure;
    }

    private static final Afterwards NOTHING = (_, _) -> { };

    /** To be used by one thread only. */
    Trial(Options options, PreparedProgram program, Expectation expectation) {
        this.options = options;
        this.program = program;
        this.expectation = expectation;
        hardware = new Hardware(options, expectation.races() || expectation.lockOrder());
    }

    Verdict run(long seed, long quantum, SchedulingPolicy policy) throws Failure {
        return run(seed, quantum, policy, NOTHING);
    }

    Verdict run(long seed, long quantum, SchedulingPolicy policy, Afterwards afterwards) throws Failure {
        return run(seed, quantum, policy, afterwards, Optional.empty());
    }

    /** A run that is over when it has failed in a certain way, of which data races can be seen before the end. */
    Verdict runUntil(String key, long seed, long quantum, SchedulingPolicy policy) throws Failure {
        return run(seed, quantum, policy, NOTHING, Optional.of(key));
    }

    private Verdict run(long seed, long quantum, SchedulingPolicy policy, Afterwards afterwards, Optional<String> until) throws Failure {
        Output output = new Output();
        Options all = options.withSeed(seed).withQuantum(quantum).withPolicy(policy);
        try (Kernel kernel = new Kernel(all, HostSide.live(output, _ -> { }), hardware)) {
            Optional<RaceDetector> races = expectation.races() ? Optional.of(kernel.instruments().detectRaces()) : Optional.empty();
            Optional<LockOrderWatch> locks = expectation.lockOrder() ? Optional.of(kernel.instruments().watchLockOrder()) : Optional.empty();
            until.filter(_ -> races.isPresent()).ifPresent(key -> kernel.trace().watch(_ -> {
                if (races(races.get()).anyMatch(failing -> failing.key().equals(key))) {
                    kernel.requestStop();
                }
            }));
            program.addFiles(kernel.files());
            program.boot(kernel);
            kernel.limitTime(expectation.timeLimit());
            Outcome outcome = run(kernel);
            long time = kernel.clock().monotonic();
            afterwards.look(kernel, outcome);
            List<Verdict.Failing> found = Stream.concat(races.stream().flatMap(this::races), locks.stream().flatMap(this::cycles)).toList();
            Optional<String> leak = kernel.shutDown();
            if (leak.isPresent()) {
                throw new Failure(ExitCode.FAILED, "the kernel has leaked: " + leak.get());
            }
            String written = output.text(output.out);
            List<Verdict.Failing> failures = Stream.concat(failure(outcome, written, output.lastError()).stream(), found.stream()).toList();
            return new Verdict(endsEarly ? List.of() : failures, written, time);
        }
    }

    private static Outcome run(Kernel kernel) {
        RUNNING.add(kernel);
        try {
            if (endsEarly) {
                kernel.requestStop();
            }
            return kernel.run();
        } finally {
            RUNNING.remove(kernel);
        }
    }

    /** The process is to end: stops the runs of all threads, and what they tell from now on counts for nothing. */
    static void endEarly() {
        endsEarly = true;
        RUNNING.forEach(Kernel::requestStop);
    }

    private Stream<Verdict.Failing> races(RaceDetector detector) {
        return detector.races().stream().flatMap(race -> expectation.names().of(race).stream()).distinct()
                .map(name -> new Verdict.Failing(Verdict.Kind.RACE, name, ""));
    }

    private Stream<Verdict.Failing> cycles(LockOrderWatch watch) {
        return watch.cycles().stream().map(expectation.names()::of).distinct()
                .map(name -> new Verdict.Failing(Verdict.Kind.LOCK_ORDER, name, ""));
    }

    private Optional<Verdict.Failing> failure(Outcome outcome, String written, String message) {
        return switch (outcome) {
            case Outcome.Ended(ExitStatus.Exited(int status), _) when status != 0 ->
                    failing(Verdict.Kind.EXIT, "exit status " + status, message);
            case Outcome.Ended(ExitStatus.Killed(int signal, _), _) ->
                    failing(Verdict.Kind.SIGNAL, "killed by " + Signal.nameOf(signal), message);
            case Outcome.Ended _ -> expectation.output().filter(expected -> !expected.equals(written))
                    .flatMap(_ -> failing(Verdict.Kind.OUTPUT, "other output", ""));
            case Outcome.Deadlock _ -> failing(Verdict.Kind.DEADLOCK, "deadlock", message);
            case Outcome.Stopped _ -> failing(Verdict.Kind.TIME, "no end in time", message);
        };
    }

    private static Optional<Verdict.Failing> failing(Verdict.Kind kind, String summary, String message) {
        return Optional.of(new Verdict.Failing(kind, summary, message));
    }

    @Override
    public void close() {
        hardware.close();
    }

    /** Keeps what the program writes; it has nothing to read. */
    private static final class Output implements HostStreams {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final ByteArrayOutputStream err = new ByteArrayOutputStream();

        @Override
        public void write(boolean toError, byte[] bytes, int length) {
            ByteArrayOutputStream stream = toError ? err : out;
            stream.write(bytes, 0, Math.min(length, MOST_OUTPUT - stream.size()));
        }

        String text(ByteArrayOutputStream stream) {
            return stream.toString(StandardCharsets.ISO_8859_1);
        }

        String lastError() {
            String all = GuestText.toHost(text(err).stripTrailing());
            return all.substring(all.lastIndexOf('\n') + 1);
        }
    }
}
