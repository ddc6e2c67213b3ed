package foal.tools.explore;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What a campaign, or several together, have found.
 *
 * @param program as the user would write it, with its arguments
 * @param surroundings options of what the program found around it, as the user would write them; or ""
 * @param runs schedules that were tried
 * @param failed those that failed
 * @param seconds it took
 * @param failures the different ways to fail
 * @param bounded what else is to be said if all schedules were tried; else null, which JSON has no room for
 */
record Report(String program, String surroundings, long runs, long failed, double seconds, List<Finding> failures, Bounded bounded) {
    /**
     * A search among all schedules.
     *
     * @param bound preemptions at most
     * @param isWhole whether there are no other schedules within that
     * @param preemptions with which schedules were run last
     * @param cut schedules in which a task ran for so long that it was made to make room
     */
    record Bounded(int bound, boolean isWhole, int preemptions, long cut) {}

    /**
     * A way to fail, with the shortest schedule known that leads to it.
     *
     * @param kind exit, signal, deadlock, output, timeout or race
     * @param summary in a few words
     * @param message the last line that the program wrote to standard error, or ""
     * @param number of the first schedule that failed so
     * @param times how many did
     * @param token of the shortest schedule's run
     * @param isScript whether that schedule is known as the switches that follow
     * @param isCut whether making it shorter was given up after many runs
     * @param preemptions switches that interrupt a task, rather than choose one when another blocks
     * @param switches all of them, in words
     * @param lines what tasks do around them, in order
     * @param places where in its code the program was when it failed so, a line each; empty if that says nothing
     */
    record Finding(String kind, String summary, String message, long number, long times, String token, boolean isScript,
            boolean isCut, long preemptions, List<String> switches, List<Line> lines, List<String> places) {
        String key() {
            return Verdict.key(summary, message);
        }

        private boolean isWhole() {
            return kind != null && summary != null && message != null && token != null && switches != null && switches.stream().allMatch(Objects::nonNull)
                    && lines != null && lines.stream().allMatch(line -> line != null && line.isWhole())
                    && places != null && places.stream().allMatch(Objects::nonNull);
        }

        private Finding joined(Finding other) {
            boolean isShorter = preemptions < other.preemptions || preemptions == other.preemptions
                    && (switches.size() < other.switches.size() || switches.size() == other.switches.size() && number < other.number);
            Finding better = isScript == other.isScript ? isShorter ? this : other : isScript ? this : other;
            return new Finding(kind, summary, better.message, Math.min(number, other.number), times + other.times, better.token,
                    better.isScript, better.isCut, better.preemptions, better.switches, better.lines, better.places);
        }
    }

    /**
     * A line of source that a task is about to execute.
     *
     * @param source such as {@code file:line}
     * @param text of the line, or ""
     */
    record Line(int tid, String task, String source, String text) {
        private boolean isWhole() {
            return task != null && source != null && text != null;
        }
    }

    /** Whether nothing is missing: one that was read from a file may have been written by anybody. */
    boolean isWhole() {
        return program != null && surroundings != null && failures != null && failures.stream().allMatch(one -> one != null && one.isWhole());
    }

    /** What was explored: the program in its surroundings. */
    String subject() {
        return (surroundings.isEmpty() ? "" : surroundings + " ") + program;
    }

    /** The command line that repeats a failure, so that it is seen. */
    String replay(Finding failure) {
        String watch = failure.kind.equals(Verdict.Kind.RACE.word()) ? "--race " : failure.kind.equals(Verdict.Kind.LOCK_ORDER.word()) ? "--lockset " : "";
        return "foal replay " + watch + (surroundings.isEmpty() ? "" : surroundings + " ") + failure.token + " " + program;
    }

    /** The report on two campaigns, for the same program, as on one. */
    Report joined(Report other) {
        Map<String, Finding> all = new TreeMap<>();
        failures.forEach(failure -> all.put(failure.key(), failure));
        other.failures.forEach(failure -> all.merge(failure.key(), failure, Finding::joined));
        return new Report(program, surroundings, runs + other.runs, failed + other.failed, seconds + other.seconds,
                all.values().stream().sorted(Comparator.comparingLong(Finding::number)).toList(), null);
    }
}
