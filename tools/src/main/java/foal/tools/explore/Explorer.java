package foal.tools.explore;

import foal.kernel.Options;
import foal.kernel.explore.Course;
import foal.kernel.explore.Recording;
import foal.kernel.explore.SchedulingPolicy;
import foal.tools.boot.BootOptions;
import foal.tools.boot.Installation;
import foal.tools.boot.PreparedProgram;
import foal.tools.cli.ExitCode;
import foal.tools.cli.Failure;
import foal.tools.cli.FileTrouble;
import foal.tools.cli.ShellWords;
import foal.tools.cli.Streams;
import foal.tools.symbols.Symbolizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code foal explore} from beginning to end: a first run, the campaign, the shortening of what it has found, the report. */
public final class Explorer {
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
        if (wanted.exhaustive().isPresent() && boot.machine().harts() > 1) {
            throw Failure.usage("--exhaustive is for one hart: it interrupts a task wherever another hart could come between");
        }
        for (Path file : Stream.concat(wanted.json().stream(), wanted.junit().stream()).toList()) {
            checkCanBeWritten(file);
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

    /** Whoever has waited for hours is to have the report. What the file holds stays as it is for now. */
    private static void checkCanBeWritten(Path file) throws Failure {
        try {
            Files.newByteChannel(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE).close();
        } catch (IOException e) {
            throw new Failure(ExitCode.FAILED, "cannot write to " + file + ": " + FileTrouble.reason(e), e);
        }
    }

    private Report merged() throws Failure {
        List<String> files = Stream.concat(boot.program().stream(), boot.arguments().stream()).toList();
        Report all = JsonReport.read(Path.of(files.getFirst()));
        for (String file : files.subList(1, files.size())) {
            Report one = JsonReport.read(Path.of(file));
            if (one.bounded() != null || all.bounded() != null) {
                throw new Failure(ExitCode.FAILED, "a search among all schedules has no parts to join");
            }
            if (!one.subject().equals(all.subject())) {
                throw new Failure(ExitCode.FAILED, file + " is about " + one.subject() + ", not " + all.subject());
            }
            all = all.joined(one);
        }
        return all;
    }

    private Report explored(Interruption interruption) throws Failure {
        PreparedProgram program = PreparedProgram.find(boot, installation, streams);
        long begun = System.nanoTime();
        try (Symbolizer symbolizer = new Symbolizer(installation)) {
            return explored(interruption, program, symbolizer, begun);
        }
    }

    private Report explored(Interruption interruption, PreparedProgram program, Symbolizer symbolizer, long begun) throws Failure {
        Options options = boot.machine();
        First first = firstRun(options, program, symbolizer);
        return wanted.exhaustive().isPresent()
                ? enumerated(interruption, options, program, symbolizer, first, wanted.exhaustive().get(), begun)
                : drawn(interruption, options, program, symbolizer, first, begun);
    }

    /** Some schedules. */
    private Report drawn(Interruption interruption, Options options, PreparedProgram program, Symbolizer symbolizer, First first, long begun)
            throws Failure {
        Strategy strategy = new Strategy(wanted.kind(), wanted.depth(), first.length(), options.seed());
        Campaign campaign = new Campaign(options, program, first.expectation(), strategy,
                new Campaign.Extent(wanted.runs(), wanted.jobs(), wanted.shard().index(), wanted.shard().count()));
        Campaign.Result result = watched(interruption, campaign, campaign::run);
        double seconds = (System.nanoTime() - begun) / 1e9;
        List<Diagnostician.Case> cases = result.findings().stream().map(finding -> {
            // A race is seen on most schedules, whichever way its tasks are switched between, and runs that look for them are slow.
            boolean isForeseen = finding.failing().kind().isForeseen();
            List<Long> numbers = isForeseen ? finding.numbers().subList(0, 1) : finding.numbers();
            return new Diagnostician.Case(finding.failing(), finding.number(), finding.times(), numbers.stream().map(strategy::choose).toList());
        }).toList();
        return new Report(words(), wanted.surroundings(), result.runs(), result.failed(), seconds, diagnosed(options, program, symbolizer, first, cases), null);
    }

    /** All schedules. */
    private Report enumerated(Interruption interruption, Options options, PreparedProgram program, Symbolizer symbolizer, First first,
            ExploreOptions.Exhaustive extent, long begun) throws Failure {
        Enumeration enumeration = new Enumeration(options, program, first.expectation(),
                new Enumeration.Extent(extent.bound(), extent.isReduced(), wanted.jobs()));
        Enumeration.Result result = watched(interruption, enumeration, enumeration::run);
        double seconds = (System.nanoTime() - begun) / 1e9;
        List<Diagnostician.Case> cases = result.findings().stream().map(finding -> new Diagnostician.Case(finding.failing(), finding.number(),
                finding.times(), finding.turns().stream().map(turns -> new Strategy.Choice(options.seed(), 1,
                        new SchedulingPolicy.Systematically(new Course(turns, result.points())))).toList())).toList();
        return new Report(words(), wanted.surroundings(), result.runs(), result.failed(), seconds, diagnosed(options, program, symbolizer, first, cases),
                new Report.Bounded(extent.bound(), result.isWhole(), result.preemptions(), result.cut()));
    }

    /** Something that may fail. */
    private interface Run<T> {
        T run() throws Failure;
    }

    private <T> T watched(Interruption interruption, Effort effort, Run<T> run) throws Failure {
        interruption.endsBy(effort::stop);
        try (Watch _ = new Watch(effort, wanted, streams)) {
            return run.run();
        }
    }

    private List<Report.Finding> diagnosed(Options options, PreparedProgram program, Symbolizer symbolizer, First first,
            List<Diagnostician.Case> cases) throws Failure {
        List<Report.Finding> failures = new ArrayList<>();
        try (Trial trial = new Trial(options, program, first.expectation())) {
            Diagnostician diagnostician = new Diagnostician(options, program, trial, symbolizer);
            for (Diagnostician.Case one : cases) {
                failures.add(diagnostician.diagnose(one));
            }
        }
        return failures;
    }

    private String words() {
        return ShellWords.line(boot.words());
    }

    /** What the first run has told. @param length instructions for which there was a choice of who runs */
    private record First(long length, Trial.Expectation expectation) {}

    private First firstRun(Options options, PreparedProgram program, Symbolizer symbolizer) throws Failure {
        long limit = wanted.timeLimit().map(time -> time.toNanos()).orElse(LONGEST_FIRST_RUN);
        Recording recording = new Recording(false);
        FindingNames names = new FindingNames(symbolizer);
        try (Trial trial = new Trial(options, program, new Trial.Expectation(limit, Optional.empty(), false, false, names))) {
            SchedulingPolicy policy = new SchedulingPolicy.Recorded(SchedulingPolicy.Named.RR, recording);
            Verdict verdict = trial.run(options.seed(), options.quantum(), policy);
            Optional<String> output = wanted.expected().isPresent() ? Optional.of(read(wanted.expected().get()))
                    : Optional.of(verdict.output()).filter(_ -> wanted.sameOutput());
            long longest = wanted.timeLimit().map(wish -> wish.toNanos())
                    .orElse(Math.min(LONGEST_FIRST_RUN, verdict.time() * TIMES_AS_LONG + AND_MORE));
            return new First(Math.max(SHORTEST_LENGTH, recording.contended()), new Trial.Expectation(longest, output,
                    boot.reports().races(), boot.reports().lockOrder(), names));
        }
    }

    private static String read(Path file) throws Failure {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new Failure(ExitCode.FAILED, "cannot read " + file + ": " + FileTrouble.reason(e), e);
        }
    }
}
