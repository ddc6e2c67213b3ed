package foal.tools.race;

import foal.kernel.lockorder.LockCycle;
import foal.kernel.trace.CodePlace;
import foal.tools.symbols.SourcePlace;
import foal.tools.symbols.Symbolizer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Circles in the order of locks in words. */
public final class LockCycleText {
    private final Symbolizer symbolizer;

    public LockCycleText(Symbolizer symbolizer) {
        this.symbolizer = symbolizer;
    }

    /** In a few words, for a title: the locks, of which each is wanted by who holds the one before. */
    public String summary(LockCycle cycle) {
        return "lock-order cycle of " + cycle.members().stream().map(member -> symbolizer.describe(member.wanted().lock())).sorted()
                .collect(Collectors.joining(", "));
    }

    /** All that is known of one. */
    public List<String> lines(LockCycle cycle) {
        List<String> lines = new ArrayList<>();
        lines.add(summary(cycle));
        for (LockCycle.Member member : cycle.members()) {
            lines.add("  " + member.task() + " held");
            member.held().forEach(taking -> lines.add("    " + taken(taking)));
            lines.add("  and wanted");
            lines.add("    " + taken(member.wanted()));
        }
        lines.add("  on another schedule each of them may wait for the next");
        return lines;
    }

    private String taken(LockCycle.Taking taking) {
        return symbolizer.describe(taking.lock()) + " at " + place(taking.at());
    }

    private String place(CodePlace place) {
        return symbolizer.places(place).stream().findFirst().map(SourcePlace::toString).orElse(String.format("%#x", place.address()));
    }
}
