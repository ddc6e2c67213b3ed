package foal.tools.explore;

import foal.kernel.race.Race;
import foal.tools.race.RaceText;
import foal.tools.symbols.Symbolizer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What races are called, by all threads of a campaign: two runs in which the same lines race have failed alike. */
final class RaceNames {
    private final RaceText text;
    private final Map<String, Optional<String>> known = new HashMap<>();

    RaceNames(Symbolizer symbolizer) {
        text = new RaceText(symbolizer);
    }

    /** Nothing for what turns out to be none. */
    synchronized Optional<String> of(Race race) {
        return known.computeIfAbsent(race.key(), _ -> text.isOfAtomics(race) ? Optional.empty() : Optional.of(text.summary(race)));
    }
}
