package foal.tools.deadlock;

import foal.kernel.deadlock.Wait;
import foal.kernel.deadlock.WaitForGraph;
import foal.tools.symbols.Symbolizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A wait-for graph in words. */
public final class DeadlockText {
    private static final double NANOS = 1e9;

    /** What a reader still looks at: tasks, and others that are named of each. */
    private static final int MOST_TASKS = 20, MOST_NAMES = 10;

    private final List<Wait> waits;
    private final Map<Integer, Wait> byTid = new HashMap<>();
    private final Symbolizer symbolizer;

    public DeadlockText(List<Wait> waits, Symbolizer symbolizer) {
        this.waits = waits;
        waits.forEach(wait -> byTid.put(wait.tid(), wait));
        this.symbolizer = symbolizer;
    }

    /** A few lines for each of the first tasks, and the circle if there is one. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Wait wait : waits.subList(0, Math.min(waits.size(), MOST_TASKS))) {
            lines.add("  " + wait.who() + " " + wait.reason() + String.format(", since %.9f s", wait.since() / NANOS));
            lines.add("    " + wakers(wait));
            symbolizer.describe(wait.place()).forEach(place -> lines.add("      at " + place));
        }
        if (waits.size() > MOST_TASKS) {
            lines.add("  and " + (waits.size() - MOST_TASKS) + " more tasks");
        }
        circle().ifPresent(lines::add);
        return lines;
    }

    /** The same without its times and hints, a line for each task. */
    public List<String> folded() {
        List<String> lines = new ArrayList<>();
        waits.stream().limit(MOST_TASKS).forEach(wait -> lines.add(wait.who() + " " + wait.reason() + ", in " + symbolizer.folded(wait.place())));
        if (waits.size() > MOST_TASKS) {
            lines.add("and " + (waits.size() - MOST_TASKS) + " more tasks");
        }
        circle().ifPresent(line -> lines.add(line.strip()));
        return lines;
    }

    /**
     * The circle, if there is one. It is certain where each task in it can be woken by one other alone. A lock may not say who holds
     * it: then all threads could, and who waits for one thread's end is not taken for one that holds it.
     */
    private Optional<String> circle() {
        List<Integer> certain = WaitForGraph.circle(waits.stream().filter(wait -> others(wait).count() == 1).toList());
        if (!certain.isEmpty()) {
            return Optional.of("  a circle: " + inTurn(certain));
        }
        List<Integer> possible = WaitForGraph.circle(waits.stream().filter(wait -> others(wait).count() > 1).toList());
        if (possible.isEmpty()) {
            possible = WaitForGraph.circle(waits);
        }
        return possible.isEmpty() ? Optional.empty() : Optional.of("  perhaps a circle: " + inTurn(possible));
    }

    private String inTurn(List<Integer> tids) {
        return names(tids, " waits for ") + " waits for " + shortName(tids.getFirst());
    }

    private String wakers(Wait wait) {
        String others = wait.isOpen() ? "anyone who reaches it" : "";
        String named = names(others(wait).limit(MOST_NAMES + 1).toList(), ", ");
        if (named.isEmpty() && others.isEmpty()) {
            return "nobody else could wake it";
        }
        return "could be woken by " + named + (named.isEmpty() || others.isEmpty() ? "" : ", or ") + others;
    }

    private static Stream<Integer> others(Wait wait) {
        return wait.wakers().stream().filter(waker -> waker != wait.tid());
    }

    /** The first of some tasks. */
    private String names(List<Integer> tids, String between) {
        return tids.stream().limit(MOST_NAMES).map(this::shortName).collect(Collectors.joining(between))
                + (tids.size() > MOST_NAMES ? between + "others" : "");
    }

    private String shortName(int tid) {
        return Optional.ofNullable(byTid.get(tid)).filter(it -> it.pid() != tid).isPresent() ? "thread " + tid : "pid " + tid;
    }

    /**
     * The graph in the language of Graphviz: an edge from each task to each that could wake it. What many tasks wait for in
     * the same way is a point that their edges go through.
     */
    public String dot() {
        StringBuilder dot = new StringBuilder("digraph deadlock {\n    node [shape=box];\n");
        Map<List<Integer>, Integer> points = new IdentityHashMap<>();
        for (Wait wait : waits) {
            String task = "    t" + wait.tid();
            String place = symbolizer.describe(wait.place()).stream().map(line -> "\\n" + quoted(line)).collect(Collectors.joining());
            dot.append(task).append(" [label=\"").append(quoted(wait.who())).append("\\n")
                    .append(quoted(wait.reason())).append(place).append("\"];\n");
            if (wait.wakers().size() <= MOST_NAMES) {
                others(wait).forEach(waker -> dot.append(task).append(" -> t").append(waker).append(";\n"));
                continue;
            }
            boolean isNew = !points.containsKey(wait.wakers());
            String point = "p" + points.computeIfAbsent(wait.wakers(), _ -> points.size());
            dot.append(task).append(" -> ").append(point).append(";\n");
            if (isNew) {
                dot.append("    ").append(point).append(" [shape=point];\n");
                wait.wakers().forEach(waker -> dot.append("    ").append(point).append(" -> t").append(waker).append(";\n"));
            }
        }
        return dot.append("}\n").toString();
    }

    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
