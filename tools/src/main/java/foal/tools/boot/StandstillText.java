package foal.tools.boot;

import foal.kernel.deadlock.Whereabouts;
import foal.tools.symbols.Symbolizer;
import java.util.ArrayList;
import java.util.List;

/** Where the tasks are of a machine that was stopped, in words. */
public final class StandstillText {
    private static final int MOST_TASKS = 10;

    private final Symbolizer symbolizer;

    public StandstillText(Symbolizer symbolizer) {
        this.symbolizer = symbolizer;
    }

    /** A line for each of the first tasks. */
    public List<String> lines(List<Whereabouts> tasks) {
        List<String> lines = new ArrayList<>(tasks.stream().limit(MOST_TASKS)
                .map(task -> task.who() + " " + task.doing() + ", in " + symbolizer.folded(task.place())).toList());
        if (tasks.size() > MOST_TASKS) {
            lines.add("and " + (tasks.size() - MOST_TASKS) + " more tasks");
        }
        return lines;
    }
}
