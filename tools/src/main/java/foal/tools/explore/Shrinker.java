package foal.tools.explore;

import foal.kernel.sched.Recording;
import foal.kernel.sched.SchedulingPolicy;
import foal.kernel.sched.Switch;
import foal.tools.cli.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes a schedule that fails as short as it can: leaves out switches as long as the program still fails in the same way.
 *
 * <p>Source: Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", IEEE TSE 2002 (ddmin).
 */
final class Shrinker {
    /** Runs that shortening one schedule may take. */
    private static final int MOST_RUNS = 3_000, MOST_RUNS_OF_RACE = 300;

    private final Trial trial;
    private final long seed;
    private final String key;
    private final int mostRuns;
    private int runs;

    /** @param failing the failure that is to remain */
    Shrinker(Trial trial, long seed, Verdict.Failing failing) {
        this.trial = trial;
        this.seed = seed;
        key = failing.key();
        mostRuns = failing.kind().isForeseen() ? MOST_RUNS_OF_RACE : MOST_RUNS;
    }

    /** The shortest script found; none if the schedule, written as a script, does not fail in the same way. */
    Optional<List<Switch>> shrink(List<Switch> script) throws Failure {
        if (!fails(script)) {
            return Optional.empty();
        }
        List<Switch> best = script;
        int parts = 2;
        while (best.size() >= 1 && runs < mostRuns) {
            Optional<List<Switch>> shorter = withoutAPart(best, Math.min(parts, best.size()));
            if (shorter.isPresent()) {
                best = asRun(shorter.get());
                parts = Math.max(parts - 1, 2);
            } else if (parts >= best.size()) {
                break;
            } else {
                parts = Math.min(parts * 2, best.size());
            }
        }
        return Optional.of(best);
    }

    private Optional<List<Switch>> withoutAPart(List<Switch> script, int parts) throws Failure {
        for (int i = 0; i < parts && runs < mostRuns; i++) {
            List<Switch> rest = new ArrayList<>(script.subList(0, script.size() * i / parts));
            rest.addAll(script.subList(script.size() * (i + 1) / parts, script.size()));
            if (fails(rest)) {
                return Optional.of(rest);
            }
        }
        return Optional.empty();
    }

    /** A shorter script often leaves out switches of its own accord, whose places are no longer come to. */
    private List<Switch> asRun(List<Switch> script) throws Failure {
        Recording recording = new Recording(false);
        boolean fails = fails(new SchedulingPolicy.Recorded(new SchedulingPolicy.Scripted(script), recording));
        return fails && recording.script().size() < script.size() ? recording.script() : script;
    }

    private boolean fails(List<Switch> script) throws Failure {
        return fails(new SchedulingPolicy.Scripted(script));
    }

    private boolean fails(SchedulingPolicy policy) throws Failure {
        runs++;
        return trial.run(seed, 1, policy).failures().stream().anyMatch(failing -> failing.key().equals(key));
    }
}
