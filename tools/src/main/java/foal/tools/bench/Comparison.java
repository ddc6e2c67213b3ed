package foal.tools.bench;

import foal.kernel.Options;
import java.util.List;

/**
 * Two ways for Foal to run the same program, of which the second may take so many times as long.
 *
 * @param program of userland/bench
 * @param isWatched whether data races are looked for in the second way
 * @param goal the most that the second may take, in times of the first
 */
record Comparison(String name, String program, long rounds, Options second, boolean isWatched, String goal) {
    static final Options FIRST = Options.DEFAULT;

    static final List<Comparison> ALL = List.of(
            new Comparison("four processes, --harts 4", "parallel", 2_000, FIRST.withHarts(4), false, "1.30"),
            new Comparison("shared memory, --race", "shared_array", 300, FIRST, true, "60.00"),
            new Comparison("nothing shared, --race", "parallel", 300, FIRST, true, "5.00"));
}
