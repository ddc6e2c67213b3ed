package foal.tools.explore;

import foal.kernel.explore.Recording;
import foal.kernel.explore.SchedulingPolicy;
import foal.kernel.explore.Switch;
import foal.tools.cli.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes a schedule that fails as short as it can: leaves out switches as long as the program still fails in the same way.
 *
 * <p>Source: Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", IEEE TSE 2002 (ddmin).
 */
final class Shrinker {
    /** Runs that shortening one schedule may take; with those that look for races, which are slow. */
    private static final int MOST_RUNS = 3_000, MOST_RUNS_FORESEEN = 100;

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
        mostRuns = failing.kind().isForeseen() ? MOST_RUNS_FORESEEN : MOST_RUNS;
    }

    /** The shortest script found; none if the schedule, written as a script, does not fail in the same way. */
    Optional<List<Switch>> shrink(List<Switch> script) throws Failure {
        Optional<List<Switch>> whole = failing(script);
        if (whole.isEmpty() || failing(List.of()).isPresent()) {
            return whole.map(_ -> List.of());
        }
        List<Switch> best = withFewerTasks(whole.get());
        int parts = 2;
        while (runs < mostRuns) {
            Optional<List<Switch>> shorter = withoutAPart(best, Math.min(parts, best.size()));
            if (shorter.isPresent()) {
                best = shorter.get();
                parts = Math.max(parts - 1, 2);
            } else if (parts >= best.size()) {
                break;
            } else {
                parts = Math.min(parts * 2, best.size());
            }
        }
        return Optional.of(best);
    }

    /** Whether the end of {@link #shrink} was that of its runs: the script may not be the shortest. */
    boolean isCut() {
        return runs >= mostRuns;
    }

    /** Leaves out all switches from and to a task, if the program fails without. */
    private List<Switch> withFewerTasks(List<Switch> script) throws Failure {
        List<Switch> best = script;
        for (int tid : script.stream().flatMap(one -> Stream.of(one.from(), one.to())).distinct().sorted().toList()) {
            best = failing(best.stream().filter(one -> one.from() != tid && one.to() != tid).toList()).orElse(best);
        }
        return best;
    }

    private Optional<List<Switch>> withoutAPart(List<Switch> script, int parts) throws Failure {
        for (int i = 0; i < parts && runs < mostRuns; i++) {
            List<Switch> rest = new ArrayList<>(script.subList(0, script.size() * i / parts));
            rest.addAll(script.subList(script.size() * (i + 1) / parts, script.size()));
            Optional<List<Switch>> shorter = failing(rest);
            if (shorter.isPresent()) {
                return shorter;
            }
        }
        return Optional.empty();
    }

    /**
     * Runs a script. If the program fails, the script as it was run: it often leaves out switches of its own accord, whose places
     * are no longer come to, or would come behind the failure.
     */
    private Optional<List<Switch>> failing(List<Switch> script) throws Failure {
        runs++;
        Recording recording = new Recording(false);
        SchedulingPolicy policy = new SchedulingPolicy.Recorded(new SchedulingPolicy.Scripted(script), recording);
        if (!trial.runUntil(key, seed, 1, policy).fails(key)) {
            return Optional.empty();
        }
        return Optional.of(recording.script().size() < script.size() ? recording.script() : script);
    }
}
