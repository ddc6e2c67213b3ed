package foal.tools.explore;

import foal.kernel.Kernel;
import foal.kernel.Options;
import foal.kernel.sched.Recording;
import foal.kernel.sched.SchedulingPolicy;
import foal.kernel.tty.HostStreams;
import foal.tools.boot.BootOptions;
import foal.tools.boot.Installation;
import foal.tools.boot.PreparedProgram;
import foal.tools.cli.ExitCode;
import foal.tools.cli.Failure;
import foal.tools.cli.Streams;
import foal.tools.symbols.Symbolizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code foal explore} from beginning to end: a first run, the campaign, the shortening of what it has found, the report. */
public final class Explorer {
    private static final HostStreams NO_STREAMS = new HostStreams() {
        @Override
        public void write(boolean toError, byte[] bytes, int length) {
            // this kernel runs nothing
        }
    };
    private static final int FOUND = 1;
    /** Of the machine's clock: what the first run may take, and how much longer others may take. */
    private static final long LONGEST_FIRST_RUN = 2_000_000_000L, TIMES_AS_LONG = 20, AND_MORE = 10_000_000L;
    private static final long SHORTEST_LENGTH = 100;

    private final BootOptions boot;
    private final ExploreOptions wanted;
    private final Streams streams;
    private final Installation installation = Installation.find();

    public Explorer(BootOptions boot, ExploreOptions wanted, Streams streams) {
        this.boot = boot;
        this.wanted = wanted;
        this.streams = streams;
    }

    /** @return the exit status */
    public int run() throws Failure {
        if (boot.program().isEmpty()) {
            throw Failure.usage(wanted.merge() ? "no FILE to merge" : "no PROGRAM to explore; foal list shows the samples");
        }
        try (Interruption interruption = new Interruption()) {
            Report report = wanted.merge() ? merged() : explored(interruption);
            streams.print(TextReport.of(report));
            if (wanted.json().isPresent()) {
                JsonReport.write(report, wanted.json().get());
            }
            if (wanted.junit().isPresent()) {
                JunitReport.write(report, wanted.junit().get());
            }
            return report.failures().isEmpty() ? ExitCode.SUCCESS : FOUND;
        }
    }

    private Report merged() throws Failure {
        List<String> files = Stream.concat(boot.program().stream(), boot.arguments().stream()).toList();
        Report all = JsonReport.read(Path.of(files.getFirst()));
        for (String file : files.subList(1, files.size())) {
            Report one = JsonReport.read(Path.of(file));
            if (!one.program().equals(all.program())) {
                throw new Failure(ExitCode.FAILED, file + " is about " + one.program() + ", not " + all.program());
            }
            all = all.joined(one);
        }
        return all;
    }

    private Report explored(Interruption interruption) throws Failure {
        PreparedProgram program = find(boot, streams);
        long begun = System.nanoTime();
        try (Symbolizer symbolizer = new Symbolizer(installation)) {
            return explored(interruption, program, symbolizer, begun);
        }
    }

    private Report explored(Interruption interruption, PreparedProgram program, Symbolizer symbolizer, long begun) throws Failure {
        Options options = boot.machine();
        First first = firstRun(options, program, symbolizer);
        Strategy strategy = new Strategy(wanted.kind(), wanted.depth(), first.length(), options.seed());
        Campaign campaign = new Campaign(options, program, first.expectation(), strategy,
                new Campaign.Extent(wanted.runs(), wanted.jobs(), wanted.shard().index(), wanted.shard().count()));
        interruption.endsBy(campaign::stop);
        Campaign.Result result;
        try (Watch _ = new Watch(campaign, wanted, streams)) {
            result = campaign.run();
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        List<Report.Finding> failures = new ArrayList<>();
        try (Trial trial = new Trial(options, program, first.expectation())) {
            Diagnostician diagnostician = new Diagnostician(options, program, strategy, trial, symbolizer);
            for (Campaign.Finding finding : result.findings()) {
                failures.add(diagnostician.diagnose(finding));
            }
        }
        String words = Stream.concat(boot.program().stream(), boot.arguments().stream()).collect(Collectors.joining(" "));
        return new Report(words, result.runs(), result.failed(), seconds, failures);
    }

    /** The program that a user means, on a machine that does not hold it yet. */
    static PreparedProgram find(BootOptions boot, Streams streams) throws Failure {
        try (Kernel kernel = new Kernel(boot.machine(), NO_STREAMS, _ -> { })) {
            return PreparedProgram.find(boot, Installation.find(), streams, kernel.files());
        }
    }

    /** What the first run has told. @param length instructions for which there was a choice of who runs */
    private record First(long length, Trial.Expectation expectation) {}

    private First firstRun(Options options, PreparedProgram program, Symbolizer symbolizer) throws Failure {
        long limit = wanted.timeLimit().map(time -> time.toNanos()).orElse(LONGEST_FIRST_RUN);
        Recording recording = new Recording(false);
        try (Trial trial = new Trial(options, program, new Trial.Expectation(limit, Optional.empty(), Optional.empty()))) {
            SchedulingPolicy policy = new SchedulingPolicy.Recorded(SchedulingPolicy.DEFAULT, recording);
            Verdict verdict = trial.run(options.seed(), options.quantum(), policy);
            Optional<String> output = wanted.expected().isPresent() ? Optional.of(read(wanted.expected().get()))
                    : Optional.of(verdict.output()).filter(_ -> wanted.sameOutput());
            long longest = wanted.timeLimit().map(wish -> wish.toNanos())
                    .orElse(Math.min(LONGEST_FIRST_RUN, verdict.time() * TIMES_AS_LONG + AND_MORE));
            Optional<RaceNames> races = boot.reports().races() ? Optional.of(new RaceNames(symbolizer)) : Optional.empty();
            return new First(Math.max(SHORTEST_LENGTH, recording.contended()), new Trial.Expectation(longest, output, races));
        }
    }

    private static String read(Path file) throws Failure {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new Failure(ExitCode.FAILED, "cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
