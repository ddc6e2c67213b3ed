package foal.kernel.explore;

import foal.kernel.sched.FairShare;
import foal.kernel.sched.FirstInFirstOut;
import foal.kernel.sched.HartQueues;
import foal.kernel.sched.Lottery;
import foal.kernel.sched.MultilevelFeedback;
import foal.kernel.sched.NicePriority;
import foal.kernel.sched.PriorityInheritance;
import foal.kernel.sched.RealTimeFirst;
import foal.kernel.sched.RoundRobin;
import foal.kernel.sched.Stride;
import foal.kernel.task.Scheduler;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A scheduling policy as it is asked for: {@link Object#toString} gives the words that {@link #parse} reads. */
public sealed interface SchedulingPolicy {
    /** The policy of a machine for which none was asked. */
    SchedulingPolicy DEFAULT = Named.FAIR;

    /**
     * The policy at the beginning of a run.
     *
     * @param quantum mean instructions between timer interrupts, at least 1
     */
    Scheduler begin(long quantum, long seed);

    /** Whether there is {@link PriorityInheritance} beside it. */
    default boolean inherits() {
        return false;
    }

    /** The same for a machine with several harts, each of which has the policy for itself. @param harts from 1 */
    default Scheduler begin(int harts, long quantum, long seed) {
        if (harts == 1) {
            return begin(quantum, seed);
        }
        SplittableRandom seeds = new SplittableRandom(seed);
        return new HartQueues(harts, () -> begin(quantum, seeds.nextLong()), seeds.split());
    }

    /** Policies that need to be told nothing. */
    enum Named implements SchedulingPolicy {
        RR("round robin"), FIFO("first in, first out, without preemption"), PRIORITY("strict priorities by nice value"),
        PRIORITY_INHERIT("the same with priority inheritance"),
        MLFQ("multi-level feedback queue"), LOTTERY("a lottery with tickets by nice value"),
        STRIDE("shares by nice value, without randomness"), FAIR("equal virtual run time, weighted by nice value"),
        RANDOM("for tests: any task may be next at any time");

        private final String meaning;

        Named(String meaning) {
            this.meaning = meaning;
        }

        @Override
        public Scheduler begin(long quantum, long seed) {
            return switch (this) {
                case RR -> new RealTimeFirst(new RoundRobin(quantum, seed), quantum);
                case FIFO -> new RealTimeFirst(new FirstInFirstOut(), quantum);
                case PRIORITY, PRIORITY_INHERIT -> new RealTimeFirst(new NicePriority(quantum), quantum);
                case MLFQ -> new RealTimeFirst(new MultilevelFeedback(quantum), quantum);
                case LOTTERY -> new RealTimeFirst(new Lottery(quantum, seed), quantum);
                case STRIDE -> new RealTimeFirst(new Stride(quantum), quantum);
                case FAIR -> new RealTimeFirst(new FairShare(quantum, seed), quantum);
                case RANDOM -> new RandomWalk(quantum, seed);
            };
        }

        @Override
        public boolean inherits() {
            return this == PRIORITY_INHERIT;
        }

        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', ':');
        }
    }

    /**
     * {@link PriorityChangePoints}.
     *
     * @param depth of the bugs looked for, at least 1
     * @param length instructions that the program is thought to run, at least 1
     */
    record Pct(int depth, long length) implements SchedulingPolicy {
        static final String NAME = "pct";
        /** If the user says nothing. */
        static final Pct DEFAULT = new Pct(3, 100_000);

        @Override
        public Scheduler begin(long quantum, long seed) {
            return new PriorityChangePoints(depth, length, seed);
        }

        @Override
        public String toString() {
            return NAME + ":" + depth + ":" + length;
        }
    }

    /** {@link Script}. */
    record Scripted(List<Switch> switches) implements SchedulingPolicy {
        static final String NAME = "script";

        @Override
        public Scheduler begin(long quantum, long seed) {
            return new Script(switches);
        }

        /** It says itself whose turn it is, so that one hart does it all. */
        @Override
        public Scheduler begin(int harts, long quantum, long seed) {
            return begin(quantum, seed);
        }

        @Override
        public String toString() {
            return NAME + ":" + switches.stream().map(Switch::toString).collect(Collectors.joining(","));
        }
    }

    /** {@link Stepper}. */
    record Stepped(List<Switch> switches, Consumer<Step> steps) implements SchedulingPolicy {
        @Override
        public Scheduler begin(long quantum, long seed) {
            return new Stepper(switches, steps);
        }

        @Override
        public Scheduler begin(int harts, long quantum, long seed) {
            return begin(quantum, seed);
        }

        @Override
        public String toString() {
            return new Scripted(switches).toString();
        }
    }

    /** {@link Systematic}. */
    record Systematically(Course course) implements SchedulingPolicy {
        @Override
        public Scheduler begin(long quantum, long seed) {
            return new Systematic(course);
        }

        @Override
        public String toString() {
            return "systematic";
        }
    }

    /** Another policy, whose decisions are written down. */
    record Recorded(SchedulingPolicy policy, Recording recording) implements SchedulingPolicy {
        @Override
        public Scheduler begin(long quantum, long seed) {
            return new Recorder(policy.begin(quantum, seed), recording);
        }

        /** As a script knows no harts, one that goes on where another was is a switch of tasks. */
        @Override
        public Scheduler begin(int harts, long quantum, long seed) {
            return new Recorder(policy.begin(harts, quantum, seed), recording);
        }

        @Override
        public boolean inherits() {
            return policy.inherits();
        }

        @Override
        public String toString() {
            return policy.toString();
        }
    }

    /** The policy in words: its name, for pct perhaps {@code :DEPTH:LENGTH}, for a script {@code :FROM@AT-TO,...}. */
    static Optional<SchedulingPolicy> parse(String text) {
        String[] parts = text.split(":", -1);
        if (parts[0].equals(Pct.NAME)) {
            return parsePct(parts);
        }
        if (parts[0].equals(Scripted.NAME) && parts.length == 2) {
            return parseScript(parts[1]);
        }
        return Arrays.stream(Named.values()).filter(policy -> policy.toString().equals(text))
                .map(policy -> (SchedulingPolicy) policy).findFirst();
    }

    private static Optional<SchedulingPolicy> parsePct(String[] parts) {
        boolean isWhole = parts.length == 3 && parts[1].matches("[1-9][0-9]{0,3}") && parts[2].matches("[1-9][0-9]{0,15}");
        if (isWhole) {
            return Optional.of(new Pct(Integer.parseInt(parts[1]), Long.parseLong(parts[2])));
        }
        return parts.length == 1 ? Optional.of(Pct.DEFAULT) : Optional.empty();
    }

    private static Optional<SchedulingPolicy> parseScript(String text) {
        List<Optional<Switch>> switches = text.isEmpty() ? List.of() : Arrays.stream(text.split(",", -1)).map(Switch::parse).toList();
        return switches.stream().allMatch(Optional::isPresent)
                ? Optional.of(new Scripted(switches.stream().map(Optional::orElseThrow).toList())) : Optional.empty();
    }

    /** The names of all policies, each with what it means. */
    static List<String> descriptions() {
        return Arrays.stream(Named.values()).map(policy -> policy + ", " + policy.meaning)
                .collect(Collectors.collectingAndThen(Collectors.toList(), list -> {
                    list.add(Pct.NAME + "[:DEPTH:LENGTH], for tests: random priorities that change DEPTH - 1 times in LENGTH instructions");
                    list.add(Scripted.NAME + ":FROM@AT-TO,..., a schedule that foal explore has found: after FROM's AT-th instruction"
                            + " task TO runs");
                    return List.copyOf(list);
                }));
    }
}
