package foal.tools.explore;

import foal.kernel.Options;
import foal.kernel.explore.Course;
import foal.kernel.explore.SchedulingPolicy;
import foal.tools.boot.PreparedProgram;
import foal.tools.cli.Failure;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Runs a program under all schedules with at most so many preemptions: first those with none, then those with one, and so on, so
 * that what is found first takes the fewest. Who goes on when a task blocks is a choice too, but no preemption.
 *
 * <p>Where tasks may be interrupted is found out on the way: before calls, and before instructions that access what another task
 * accesses too. With each such instruction that comes to be known all begins anew.
 *
 * <p>Source: Musuvathi and Qadeer, "Iterative Context Bounding for Systematic Testing of Multithreaded Programs", PLDI 2007.
 */
final class Enumeration implements Effort {
    /** Schedules that are run before their branches are looked at: the same for any number of threads, and so is the result. */
    private static final int BATCH = 64;

    private final Options options;
    private final PreparedProgram program;
    private final Trial.Expectation expectation;
    private final Extent extent;

    private final Map<String, Finding> findings = new LinkedHashMap<>();
    private final Set<Long> points = new TreeSet<>();
    /** With how few preemptions each node has been come to, or will be. */
    private final Map<Node, Integer> known = new HashMap<>();
    private final List<Deque<Plan>> byPreemptions = new ArrayList<>();
    private volatile long done;
    private volatile long failed;
    private volatile boolean stopped;
    private long cut;

    /**
     * How much is tried.
     *
     * @param bound preemptions in a schedule, at most
     * @param isReduced whether a schedule is left out if it comes to a state from which another has gone on in the same way
     * @param jobs host threads
     */
    record Extent(int bound, boolean isReduced, int jobs) {}

    /** A schedule: that of another up to one of its branches, where another task goes on; or the first of all, with no origin. */
    private record Plan(Plan origin, int branch, Node node) {
        static final Plan FIRST = new Plan(null, -1, new Node(0, 0));

        Map<Integer, Integer> turns() {
            Map<Integer, Integer> turns = new HashMap<>();
            for (Plan plan = this; plan.origin != null; plan = plan.origin) {
                turns.put(plan.branch, plan.node.tid);
            }
            return turns;
        }
    }

    /** A state of the machine in which a certain task goes on: all that may happen then follows from it. */
    private record Node(long state, int tid) {}

    /** What a schedule has come to. */
    private record Ran(Plan plan, Course course, List<Verdict.Failing> failures) {}

    /**
     * Failures that are likely to have the same cause.
     *
     * @param turns of the first schedules that failed so, at most {@value #MOST_KEPT} (see {@link Course})
     * @param number of the first, from 0
     */
    record Finding(Verdict.Failing failing, List<Map<Integer, Integer>> turns, long number, long times) {
        private static final int MOST_KEPT = 8;

        private Finding joined(Finding other) {
            return new Finding(failing, Stream.concat(turns.stream(), other.turns.stream()).limit(MOST_KEPT).toList(), number,
                    times + other.times);
        }
    }

    /**
     * What came of it.
     *
     * @param preemptions of the schedules that were run last, at most
     * @param isWhole whether there is no other schedule within the bound
     * @param cut schedules in which a task ran so long that it was made to make room
     * @param points instructions before which tasks could be interrupted, besides calls
     */
    record Result(long runs, long failed, int preemptions, boolean isWhole, long cut, Set<Long> points, List<Finding> findings) {}

    Enumeration(Options options, PreparedProgram program, Trial.Expectation expectation, Extent extent) {
        this.options = options;
        this.program = program;
        this.expectation = expectation;
        this.extent = extent;
    }

    @Override
    public void stop() {
        stopped = true;
    }

    @Override
    public long done() {
        return done;
    }

    @Override
    public long failed() {
        return failed;
    }

    /** Runs them all, until one fails or it is stopped. */
    Result run() throws Failure {
        try (Crew crew = new Crew(extent.jobs(), () -> new Trial(options, program, expectation))) {
            begin();
            int preemptions = 0;
            while (preemptions <= extent.bound() && failed == 0 && !stopped) {
                Deque<Plan> plans = byPreemptions.get(preemptions);
                if (plans.isEmpty()) {
                    preemptions++;
                } else if (!note(crew.run(nextOf(plans, preemptions), this::run), preemptions)) {
                    begin();
                    preemptions = 0;
                }
            }
            boolean isWhole = byPreemptions.stream().allMatch(Deque::isEmpty);
            return new Result(done, failed, Math.min(preemptions, extent.bound()), isWhole, cut, points, List.copyOf(findings.values()));
        }
    }

    private void begin() {
        done = 0;
        failed = 0;
        cut = 0;
        findings.clear();
        known.clear();
        byPreemptions.clear();
        for (int i = 0; i <= extent.bound(); i++) {
            byPreemptions.add(new ArrayDeque<>());
        }
        byPreemptions.getFirst().add(Plan.FIRST);
    }

    private List<Plan> nextOf(Deque<Plan> plans, int preemptions) {
        List<Plan> batch = new ArrayList<>();
        while (batch.size() < BATCH && !plans.isEmpty()) {
            Plan plan = plans.poll();
            if (known.getOrDefault(plan.node(), preemptions) == preemptions) { // else it was come to with fewer meanwhile
                batch.add(plan);
            }
        }
        return batch;
    }

    private Ran run(Trial trial, Plan plan) throws Failure {
        Course course = new Course(plan.turns(), points);
        Verdict verdict = trial.run(options.seed(), 1, new SchedulingPolicy.Systematically(course));
        return new Ran(plan, course, verdict.failures());
    }

    /** @return false if they have shown that tasks can be interrupted at more places than was known */
    private boolean note(List<Ran> all, int preemptions) {
        int before = points.size();
        all.forEach(ran -> points.addAll(ran.course().newPoints()));
        if (points.size() > before) {
            return false;
        }
        for (Ran ran : all) {
            noteFailures(ran);
            cut += ran.course().isCut() ? 1 : 0;
            branchOff(ran, preemptions);
            done++;
        }
        return true;
    }

    private void noteFailures(Ran ran) {
        failed += ran.failures().isEmpty() ? 0 : 1;
        for (Verdict.Failing failing : ran.failures()) {
            findings.merge(failing.key(), new Finding(failing, List.of(ran.plan().turns()), done, 1), Finding::joined);
        }
    }

    /** Plans the schedules that go another way at one of the branches behind the one at which this schedule was planned. */
    private void branchOff(Ran ran, int preemptions) {
        List<Course.Branch> branches = ran.course().branches();
        for (int i = ran.plan().branch() + 1; i < branches.size(); i++) {
            Course.Branch branch = branches.get(i);
            if (!isNew(new Node(branch.state(), branch.chosen()), preemptions)) {
                return; // from here on another schedule was the same
            }
            int then = preemptions + (branch.isPreemption() ? 1 : 0);
            for (int tid : branch.others()) {
                Node node = new Node(branch.state(), tid);
                if (then <= extent.bound() && isNew(node, then)) {
                    byPreemptions.get(then).add(new Plan(ran.plan(), i, node));
                }
            }
        }
    }

    private boolean isNew(Node node, int preemptions) {
        if (!extent.isReduced()) {
            return true;
        }
        boolean isNew = known.getOrDefault(node, Integer.MAX_VALUE) > preemptions;
        if (isNew) {
            known.put(node, preemptions);
        }
        return isNew;
    }
}
