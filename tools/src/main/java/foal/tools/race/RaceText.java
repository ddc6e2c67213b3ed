package foal.tools.race;

import foal.kernel.race.Race;
import foal.kernel.trace.CallStack;
import foal.kernel.trace.CodePlace;
import foal.tools.symbols.SourcePlace;
import foal.tools.symbols.SourceText;
import foal.tools.symbols.Symbolizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Data races in words. */
public final class RaceText {
    /** What loads or stores atomically, as C has it and as compilers do. */
    private static final Pattern ATOMIC = Pattern.compile("(atomic|__atomic|__c11_atomic)_(load|store)\\w*\\s*\\(");

    private final Symbolizer symbolizer;
    private final SourceText sources = new SourceText();

    public RaceText(Symbolizer symbolizer) {
        this.symbolizer = symbolizer;
    }

    /**
     * Whether both accesses are atomic, as their lines of source say: with {@code memory_order_relaxed} the compiler makes a plain
     * load or store of one. They are no race then, though they order nothing either.
     */
    public boolean isOfAtomics(Race race) {
        return isAtomic(race.earlier().at()) && isAtomic(race.later().at());
    }

    private boolean isAtomic(CodePlace place) {
        return symbolizer.places(place).stream().findFirst().flatMap(sources::from).filter(text -> ATOMIC.matcher(text).lookingAt()).isPresent();
    }

    /** One of the races between each two lines of source, in the order in which they were found. */
    public List<Race> distinct(List<Race> races) {
        Map<String, Race> distinct = new LinkedHashMap<>();
        races.stream().filter(race -> !isOfAtomics(race)).forEach(race -> distinct.putIfAbsent(key(race), race));
        return List.copyOf(distinct.values());
    }

    private String key(Race race) {
        String one = line(race.earlier().at()), other = line(race.later().at());
        return one.compareTo(other) < 0 ? one + "\n" + other : other + "\n" + one;
    }

    /** In a few words, for a title. */
    public String summary(Race race) {
        String one = line(race.earlier().at()), other = line(race.later().at());
        String first = one.compareTo(other) < 0 ? one : other, second = first.equals(one) ? other : one;
        return "data race on " + symbolizer.describe(race.place()) + ": " + first + (first.equals(second) ? "" : " and " + second);
    }

    private String line(CodePlace place) {
        return symbolizer.places(place).stream().findFirst().map(SourcePlace::toString).orElse(String.format("%#x", place.address()));
    }

    /** All that is known of one. */
    public List<String> lines(Race race) {
        List<String> lines = new ArrayList<>();
        lines.add("data race on " + symbolizer.describe(race.place()));
        lines.add("  " + did(race.later()));
        at(lines, race.later());
        lines.add("  after " + did(race.earlier()));
        at(lines, race.earlier());
        lines.add("  no lock, wait, message or fence orders the two");
        for (Race.Access access : List.of(race.later(), race.earlier())) {
            lines.add("  the last synchronisation of " + access.task() + " was " + access.synchronisation()
                    + access.synchronised().map(place -> " at " + line(place)).orElse(""));
        }
        return lines;
    }

    private static String did(Race.Access access) {
        return access.task() + (access.isStore() ? " stored" : " loaded");
    }

    private void at(List<String> lines, Race.Access access) {
        symbolizer.describe(new CallStack(access.at(), access.link(), List.of())).forEach(place -> lines.add("    at " + place));
    }
}
