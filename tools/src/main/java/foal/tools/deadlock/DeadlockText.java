package foal.tools.deadlock;

import foal.kernel.deadlock.Wait;
import foal.kernel.deadlock.WaitForGraph;
import foal.tools.symbols.Symbolizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A wait-for graph in words. */
public final class DeadlockText {
    private static final double NANOS = 1e9;

    private final List<Wait> waits;
    private final Symbolizer symbolizer;

    public DeadlockText(List<Wait> waits, Symbolizer symbolizer) {
        this.waits = waits;
        this.symbolizer = symbolizer;
    }

    /** A few lines for each task, and the circle if there is one. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Wait wait : waits) {
            lines.add("  " + wait.who() + " " + wait.reason() + String.format(", since %.9f s", wait.since() / NANOS));
            lines.add("    " + wakers(wait));
            symbolizer.describe(wait.place()).forEach(place -> lines.add("      at " + place));
        }
        List<Integer> circle = WaitForGraph.circle(waits);
        if (!circle.isEmpty()) {
            lines.add("  a circle: " + circle.stream().map(this::shortName).collect(Collectors.joining(" waits for "))
                    + " waits for " + shortName(circle.getFirst()));
        }
        return lines;
    }

    private String wakers(Wait wait) {
        String others = wait.isOpen() ? "anyone who reaches it" : "";
        String named = wait.wakers().stream().map(this::shortName).collect(Collectors.joining(", "));
        if (named.isEmpty() && others.isEmpty()) {
            return "nobody else could wake it";
        }
        return "could be woken by " + named + (named.isEmpty() || others.isEmpty() ? "" : ", or ") + others;
    }

    private String shortName(int tid) {
        Optional<Wait> wait = waits.stream().filter(it -> it.tid() == tid).findFirst();
        return wait.filter(it -> it.pid() != tid).isPresent() ? "thread " + tid : "pid " + tid;
    }

    /** The graph in the language of Graphviz: an edge from each task to each that could wake it. */
    public String dot() {
        StringBuilder dot = new StringBuilder("digraph deadlock {\n    node [shape=box];\n");
        for (Wait wait : waits) {
            String place = symbolizer.describe(wait.place()).stream().map(line -> "\\n" + quoted(line)).collect(Collectors.joining());
            dot.append("    t").append(wait.tid()).append(" [label=\"").append(quoted(wait.who())).append("\\n")
                    .append(quoted(wait.reason())).append(place).append("\"];\n");
            wait.wakers().forEach(waker -> dot.append("    t").append(wait.tid()).append(" -> t").append(waker).append(";\n"));
        }
        return dot.append("}\n").toString();
    }

    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
