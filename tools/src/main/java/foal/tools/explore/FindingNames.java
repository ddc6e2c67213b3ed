package foal.tools.explore;

import foal.kernel.lockorder.LockCycle;
import foal.kernel.race.Race;
import foal.tools.race.LockCycleText;
import foal.tools.race.RaceText;
import foal.tools.symbols.Symbolizer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What races and circles of locks are called, by all threads of a campaign: two runs in which the same lines race, or the same
 * locks make a circle, have failed alike.
 */
final class FindingNames {
    private final RaceText races;
    private final LockCycleText cycles;
    private final Map<String, Optional<String>> known = new HashMap<>();

    FindingNames(Symbolizer symbolizer) {
        races = new RaceText(symbolizer);
        cycles = new LockCycleText(symbolizer);
    }

    /** Nothing for what turns out to be none. */
    synchronized Optional<String> of(Race race) {
        return known.computeIfAbsent(race.key(), _ -> races.isOfAtomics(race) ? Optional.empty() : Optional.of(races.summary(race)));
    }

    synchronized String of(LockCycle cycle) {
        return cycles.summary(cycle);
    }
}
