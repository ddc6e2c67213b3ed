package foal.tools.explore;

import foal.kernel.Kernel;
import foal.kernel.Options;
import foal.kernel.Outcome;
import foal.kernel.deadlock.Wait;
import foal.kernel.explore.Recording;
import foal.kernel.explore.SchedulingPolicy;
import foal.kernel.explore.Step;
import foal.kernel.explore.Switch;
import foal.kernel.trace.CodePlace;
import foal.tools.boot.CrashText;
import foal.tools.boot.GuestText;
import foal.tools.boot.PreparedProgram;
import foal.tools.boot.StandstillText;
import foal.tools.cli.Failure;
import foal.tools.deadlock.DeadlockText;
import foal.tools.symbols.SourcePlace;
import foal.tools.symbols.SourceText;
import foal.tools.symbols.Symbolizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds out what in a schedule makes a program fail. */
final class Diagnostician {
    private final Options options;
    private final PreparedProgram program;
    private final Trial trial;
    private final Symbolizer symbolizer;
    private final SourceText sources = new SourceText();

    Diagnostician(Options options, PreparedProgram program, Trial trial, Symbolizer symbolizer) {
        this.options = options;
        this.program = program;
        this.trial = trial;
        this.symbolizer = symbolizer;
    }

    /**
     * A way to fail.
     *
     * @param number of the first schedule that failed so, which was the first of {@code choices}
     * @param times how many did
     * @param choices some of them
     */
    record Case(Verdict.Failing failing, long number, long times, List<Strategy.Choice> choices) {}

    /** From several schedules that fail alike the one that can be made the shortest. */
    Report.Finding diagnose(Case found) throws Failure {
        Optional<Report.Finding> best = Optional.empty();
        for (Strategy.Choice choice : found.choices()) {
            Report.Finding one = diagnose(found, choice);
            if (best.isEmpty() || isBetter(one, best.get())) {
                best = Optional.of(one);
            }
            if (best.get().isScript() && best.get().switches().size() <= 1) {
                break;
            }
        }
        return best.orElseThrow();
    }

    private static boolean isBetter(Report.Finding one, Report.Finding other) {
        if (one.isScript() != other.isScript()) {
            return one.isScript();
        }
        return one.preemptions() < other.preemptions()
                || one.preemptions() == other.preemptions() && one.switches().size() < other.switches().size();
    }

    private Report.Finding diagnose(Case found, Strategy.Choice choice) throws Failure {
        Recording recording = new Recording(false);
        trial.run(choice.seed(), choice.quantum(), new SchedulingPolicy.Recorded(choice.policy(), recording));
        Shrinker shrinker = new Shrinker(trial, choice.seed(), found.failing());
        Optional<List<Switch>> shortest = shrinker.shrink(recording.script());
        if (shortest.isEmpty()) {
            List<String> places = new ArrayList<>();
            trial.run(choice.seed(), choice.quantum(), choice.policy(), (kernel, outcome) -> places.addAll(places(kernel, outcome)));
            return report(found, token(choice.seed(), choice.quantum(), choice.policy()), Optional.empty(), false,
                    new Told(found.failing(), List.of(), List.of(), places));
        }
        SchedulingPolicy.Scripted script = new SchedulingPolicy.Scripted(shortest.get());
        Recording decisions = new Recording(true);
        List<String> switches = new ArrayList<>(), places = new ArrayList<>();
        Verdict verdict = trial.run(choice.seed(), 1, new SchedulingPolicy.Recorded(script, decisions), (kernel, outcome) -> {
            decisions.decisions().forEach(one -> switches.add(describe(one)));
            places.addAll(places(kernel, outcome));
        });
        return report(found, token(choice.seed(), 1, script), Optional.of(decisions), shrinker.isCut(),
                new Told(sameWay(verdict, found.failing()), switches, lines(choice.seed(), script), places));
    }

    /** How a run failed that fails in the same way as another: the numbers in its message may be others. */
    private static Verdict.Failing sameWay(Verdict verdict, Verdict.Failing other) {
        return verdict.failures().stream().filter(one -> one.key().equals(other.key())).findFirst().orElse(other);
    }

    /** What a report tells of a run. */
    private record Told(Verdict.Failing failing, List<String> switches, List<Report.Line> lines, List<String> places) {}

    /** Where the program was at its end, if that is not the one that it has chosen. */
    private List<String> places(Kernel kernel, Outcome outcome) {
        List<String> places = switch (outcome) {
            case Outcome.Deadlock(List<Wait> waiting) -> new DeadlockText(waiting, symbolizer).folded();
            case Outcome.Stopped _ -> new StandstillText(symbolizer).lines(kernel.whereabouts());
            case Outcome.Ended _ -> kernel.crash().map(crash -> CrashText.folded(crash, symbolizer)).stream().toList();
        };
        return places.stream().map(GuestText::toHost).toList();
    }

    private static Report.Finding report(Case found, Token token, Optional<Recording> decisions, boolean isCut, Told told) {
        Verdict.Failing failing = told.failing();
        long preemptions = decisions.stream().flatMap(made -> made.decisions().stream())
                .filter(Recording.Decision::isPreemption).count();
        return new Report.Finding(failing.kind().word(), failing.summary(), failing.message(), found.number(), found.times(),
                token.toString(), decisions.isPresent(), isCut, preemptions, told.switches(), told.lines(), told.places());
    }

    private Token token(long seed, long quantum, SchedulingPolicy policy) throws Failure {
        return Token.of(options.withSeed(seed).withQuantum(quantum).withPolicy(policy), program);
    }

    private List<Report.Line> lines(long seed, SchedulingPolicy.Scripted script) throws Failure {
        List<Step> steps = new ArrayList<>();
        List<Report.Line> lines = new ArrayList<>();
        trial.run(seed, 1, new SchedulingPolicy.Stepped(script.switches(), steps::add), (_, _) -> {
            for (Step step : steps) {
                Report.Line line = line(step);
                if (lines.isEmpty() || !lines.getLast().equals(line)) {
                    lines.add(line);
                }
            }
        });
        return lines;
    }

    private Report.Line line(Step step) {
        List<SourcePlace> places = symbolizer.places(step.place());
        String source = places.isEmpty() ? address(step.place()) : shortName(places.getFirst());
        String text = places.isEmpty() ? "" : sources.line(places.getFirst()).orElse("");
        return new Report.Line(step.tid(), step.name(), source, text);
    }

    private static String shortName(SourcePlace place) {
        return place.file().map(file -> file.substring(file.lastIndexOf('/') + 1) + ":" + place.line()).orElse(place.function());
    }

    private String describe(Recording.Decision decision) {
        String from = "task " + decision.made().from() + " (" + decision.fromName() + ")";
        String to = "task " + decision.made().to() + " (" + decision.toName() + ") goes on";
        return decision.place().map(place -> from + " is interrupted before " + describe(place) + "; " + to)
                .orElse("when " + from + " makes room, " + to);
    }

    private String describe(CodePlace place) {
        List<SourcePlace> places = symbolizer.places(place);
        return String.format("%#x", place.address()) + (places.isEmpty() ? "" : ", " + places.getFirst());
    }

    private static String address(CodePlace place) {
        return String.format("%#x", place.address()) + place.image().map(image -> " of " + image.path()).orElse("");
    }
}
