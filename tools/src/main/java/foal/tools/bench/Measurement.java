package foal.tools.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Times of several runs, in nanoseconds per round. */
final class Measurement {
    private final List<Double> times = new ArrayList<>();

    void add(long nanoseconds, long rounds) {
        times.add((double) nanoseconds / rounds);
    }

    boolean isEmpty() {
        return times.isEmpty();
    }

    double median() {
        return median(times);
    }

    /**
     * How many times as long these runs take as others with which they took turns: the median over all pairs, whose two
     * runs the host has made with about the same speed, even if that changes meanwhile.
     *
     * @param others as many
     */
    double timesAsLongAs(Measurement others) {
        return median(IntStream.range(0, times.size()).mapToObj(run -> times.get(run) / others.times.get(run)).toList());
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }

    /** The median, in a unit that suits it. */
    String text() {
        double time = median();
        if (time < 1e4) {
            return String.format("%.0f ns", time);
        }
        return time < 1e7 ? String.format("%.1f µs", time / 1e3) : String.format("%.1f ms", time / 1e6);
    }
}
