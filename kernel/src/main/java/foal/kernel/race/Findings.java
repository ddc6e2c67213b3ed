package foal.kernel.race;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The races of a run. A location may turn out later to be one for synchronisation: then there was none. */
final class Findings {
    private static final int MOST = 1000;

    private final Set<Pair> known = new HashSet<>();
    private final List<Found> found = new ArrayList<>();

    private record Pair(long one, long other) {}

    private record Found(Location location, Race race) {}

    /** Whether a race of these two instructions has been found before. */
    boolean isKnown(long one, long other) {
        return found.size() == MOST || known.contains(pair(one, other));
    }

    void add(Location location, long one, long other, Race race) {
        known.add(pair(one, other));
        found.add(new Found(location, race));
    }

    private static Pair pair(long one, long other) {
        return new Pair(Math.min(one, other), Math.max(one, other));
    }

    List<Race> races() {
        return found.stream().filter(it -> !it.location().isForSynchronisation).map(Found::race).toList();
    }
}
