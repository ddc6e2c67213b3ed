package foal.kernel.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.kernel.explore.SchedulingPolicy;
import foal.kernel.task.Scheduler;
import foal.kernel.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each policy is for. */
class PoliciesTest {
    private static final int FIFO_CLASS = 1, ROUND_ROBIN_CLASS = 2;
    private static final long QUANTUM = 1000;

    private static Scheduler begin(String policy, long seed) {
        return SchedulingPolicy.parse(policy).orElseThrow().begin(QUANTUM, seed);
    }

    static Stream<String> policies() {
        return Stream.concat(Stream.of(SchedulingPolicy.Named.values()).map(Object::toString), Stream.of("pct:3:5000"));
    }

    private static void wake(Scheduler policy, Task... tasks) {
        for (Task task : tasks) {
            policy.ready(task, Scheduler.Reason.WOKEN);
        }
    }

    // ---- all of them -------------------------------------------------------------------------------------------

    @ParameterizedTest
    @MethodSource("policies")
    void eachRunnableTaskIsChosenOnceAndARemovedOneNever(String name) {
        Scheduler policy = begin(name, 1);
        try (PolicyHarness harness = new PolicyHarness(policy)) {
            Task first = harness.task(), second = harness.task(), third = harness.task(), gone = harness.task();
            wake(policy, first, gone, second, third);
            assertEquals(4, policy.readyCount());
            policy.remove(gone);
            policy.ended(gone);
            List<Task> chosen = new ArrayList<>();
            for (Optional<Task> next = policy.next(); next.isPresent(); next = policy.next()) {
                assertTrue(policy.quantum(next.get()) >= 1);
                policy.ran(next.get(), 10, 0);
                chosen.add(next.get());
            }
            assertEquals(List.of(first, second, third), chosen.stream().sorted(
                    java.util.Comparator.comparingInt(Task::tid)).toList());
            assertEquals(0, policy.readyCount());
        }
    }

    @ParameterizedTest
    @MethodSource("policies")
    void theSameSeedMakesTheSameDecisions(String name) {
        Function<Long, List<Integer>> decisions = seed -> {
            Scheduler policy = begin(name, seed);
            try (PolicyHarness harness = new PolicyHarness(policy)) {
                List<Integer> chosen = new ArrayList<>();
                wake(policy, harness.task(3), harness.task(0), harness.task(-2), harness.task(0));
                for (int i = 0; i < 300; i++) {
                    Task next = policy.next().orElseThrow();
                    chosen.add(next.tid());
                    policy.ran(next, policy.quantum(next), 0);
                    policy.ready(next, i % 3 == 0 ? Scheduler.Reason.YIELDED : Scheduler.Reason.TIMER);
                }
                return chosen;
            }
        };
        assertEquals(decisions.apply(5L), decisions.apply(5L));
    }

    @ParameterizedTest
    @MethodSource("policies")
    void aPolicyIsReadFromTheWordsThatItIsWrittenIn(String name) {
        assertEquals(name, SchedulingPolicy.parse(name).orElseThrow().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "RR", "rr:1", "pct:", "pct:0:1", "pct:1:0", "pct:3", "pct:1:2:3", "pct:99999:1", "best"})
    void whatIsNoPolicyIsRefused(String name) {
        assertEquals(Optional.empty(), SchedulingPolicy.parse(name));
    }

    // ---- real time ---------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(strings = {"rr", "fifo", "priority", "mlfq", "lottery", "stride", "fair"})
    void realTimeTasksGoFirstByPriority(String name) {
        Scheduler policy = begin(name, 1);
        try (PolicyHarness harness = new PolicyHarness(policy)) {
            Task normal = harness.task(-20);
            Task low = harness.realTimeTask(FIFO_CLASS, 1), high = harness.realTimeTask(ROUND_ROBIN_CLASS, 99);
            wake(policy, normal, low, high);
            assertTrue(policy.preempts(harness.task(-20)));
            assertEquals(Optional.of(high), policy.next());
            assertFalse(policy.preempts(high));
            assertEquals(Optional.of(low), policy.next());
            assertEquals(Optional.of(normal), policy.next());
        }
    }

    @Test
    void theTimerGivesTheTurnAwayInTheRoundRobinClassOnly() {
        for (int schedulingClass : new int[] {FIFO_CLASS, ROUND_ROBIN_CLASS}) {
            Scheduler policy = begin("rr", 1);
            try (PolicyHarness harness = new PolicyHarness(policy)) {
                Task one = harness.realTimeTask(schedulingClass, 5), other = harness.realTimeTask(schedulingClass, 5);
                wake(policy, one, other);
                assertEquals(Optional.of(one), policy.next());
                policy.ready(one, Scheduler.Reason.TIMER);
                assertEquals(Optional.of(schedulingClass == FIFO_CLASS ? one : other), policy.next());
            }
        }
    }

    // ---- one by one --------------------------------------------------------------------------------------------

    @Test
    void fifoLetsATaskGoOnUntilItYields() {
        Scheduler policy = begin("fifo", 1);
        try (PolicyHarness harness = new PolicyHarness(policy)) {
            Task one = harness.task(), other = harness.task();
            wake(policy, one, other);
            assertEquals(Optional.of(one), policy.next());
            policy.ready(one, Scheduler.Reason.TIMER);
            assertEquals(Optional.of(one), policy.next());
            policy.ready(one, Scheduler.Reason.YIELDED);
            assertEquals(Optional.of(other), policy.next());
        }
    }

    @Test
    void priorityServesAFavouredTaskAloneAndAtOnce() {
        Scheduler policy = begin("priority", 1);
        try (PolicyHarness harness = new PolicyHarness(policy)) {
            Task favoured = harness.task(-5), other = harness.task(0);
            assertEquals(Map.of(favoured.tid(), 10 * QUANTUM), harness.runTurns(10, favoured, other));
            assertTrue(policy.preempts(other));
            assertFalse(policy.preempts(harness.task(-6)));
        }
    }

    @Test
    void mlfqLetsWhoComputesSinkBelowWhoOftenBlocks() {
        Scheduler policy = begin("mlfq", 1);
        try (PolicyHarness harness = new PolicyHarness(policy)) {
            Task computes = harness.task(), blocks = harness.task();
            harness.runTurns(1, computes);
            wake(policy, blocks);
            assertEquals(Optional.of(blocks), policy.next());
            policy.ran(blocks, 10, 0);
            assertEquals(QUANTUM - 10, policy.quantum(blocks));
            assertEquals(Optional.of(computes), policy.next());
            assertEquals(2 * QUANTUM, policy.quantum(computes));
            wake(policy, blocks);
            assertTrue(policy.preempts(computes));
        }
    }

    @Test
    void mlfqDoesNotBelieveATaskThatAlwaysStopsJustBeforeItsTurnEnds() {
        Scheduler policy = begin("mlfq", 1);
        try (PolicyHarness harness = new PolicyHarness(policy)) {
            Task cheat = harness.task();
            policy.ran(cheat, QUANTUM - 1, 0);
            policy.ran(cheat, QUANTUM - 1, 0);
            assertEquals(2 * QUANTUM, policy.quantum(cheat));
        }
    }

    @Test
    void mlfqRaisesAllTasksFromTimeToTime() {
        Scheduler policy = begin("mlfq", 1);
        try (PolicyHarness harness = new PolicyHarness(policy)) {
            Task starved = harness.task();
            harness.runTurns(3, starved);
            policy.remove(starved);
            assertTrue(policy.quantum(starved) > QUANTUM);
            policy.ran(harness.task(), 100 * QUANTUM, 0);
            assertEquals(QUANTUM, policy.quantum(starved));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"lottery", "stride", "fair"})
    void timeIsSharedByNiceValue(String name) {
        try (PolicyHarness harness = new PolicyHarness(begin(name, 1))) {
            Task favoured = harness.task(-5), other = harness.task(0);
            Map<Integer, Long> times = harness.runTurns(20_000, favoured, other);
            double ratio = (double) times.get(favoured.tid()) / times.get(other.tid());
            assertEquals(Math.pow(1.25, 5), ratio, name.equals("lottery") ? 0.2 : 0.01);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"stride", "fair"})
    void aTaskDoesNotSaveUpTimeByStandingAside(String name) {
        Scheduler policy = begin(name, 1);
        try (PolicyHarness harness = new PolicyHarness(policy)) {
            Task busy = harness.task(), late = harness.task();
            harness.runTurns(1000, busy);
            Map<Integer, Long> times = harness.runTurns(100, late);
            assertTrue(times.get(late.tid()) <= 60 * 2 * QUANTUM, times.toString());
            assertTrue(times.get(busy.tid()) >= 40 * QUANTUM, times.toString());
        }
    }

    // ---- fair: who wakes up ------------------------------------------------------------------------------------

    @Test
    void fairLetsAWokenTaskInterruptOneThatHasHadClearlyMore() {
        Scheduler policy = begin("fair", 1);
        try (PolicyHarness harness = new PolicyHarness(policy)) {
            Task sleeper = harness.task(), busy = harness.task(), third = harness.task();
            harness.runTurns(9, sleeper, busy, third);
            policy.remove(sleeper);
            for (int i = 0; i < 6; i++) {
                takeATurn(policy);
            }
            Task running = policy.next().orElseThrow();
            assertTrue(policy.quantum(running) >= 1);
            assertFalse(policy.preempts(running));
            wake(policy, sleeper);
            assertTrue(policy.preempts(running));
        }
    }

    private static void takeATurn(Scheduler policy) {
        Task chosen = policy.next().orElseThrow();
        policy.ran(chosen, policy.quantum(chosen), 0);
        policy.ready(chosen, Scheduler.Reason.TIMER);
    }

    @Test
    void fairLetsAWokenTaskInterruptOneThatWasAloneForLong() {
        Scheduler policy = begin("fair", 1);
        try (PolicyHarness harness = new PolicyHarness(policy)) {
            Task sleeper = harness.task(), alone = harness.task();
            assertEquals(Optional.of(sleeper), wokenAfter(policy, sleeper, alone, 5 * QUANTUM, 0));
            assertEquals(Optional.of(sleeper), wokenAfter(policy, sleeper, alone, 0, 5 * QUANTUM));
            assertEquals(Optional.of(alone), wokenAfter(policy, sleeper, alone, QUANTUM / 10, 0), "not worth a switch");
        }
    }

    /** Who goes on when a task wakes up after another was alone for so long. Both have had the same before. */
    private static Optional<Task> wokenAfter(Scheduler policy, Task sleeper, Task alone, long user, long system) {
        policy.ran(sleeper, 1, 0);
        policy.quantum(alone);
        wake(policy, sleeper);
        assertTrue(policy.wantsTimerSet());
        policy.ran(alone, user, system);
        policy.ready(alone, Scheduler.Reason.TIMER);
        Optional<Task> chosen = policy.next();
        policy.remove(sleeper);
        policy.remove(alone);
        policy.ran(sleeper, user + system, 0);
        return chosen;
    }

    @Test
    void fairServesManyTasksInTheOrderOfWhatTheyHaveHad() {
        Scheduler policy = begin("fair", 1);
        try (PolicyHarness harness = new PolicyHarness(policy)) {
            List<Task> tasks = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                tasks.add(harness.task());
                wake(policy, tasks.get(i));
            }
            tasks.forEach(policy::remove);
            for (int i = 0; i < 500; i++) {
                policy.ran(tasks.get(i), i * 7919 % 500 + 1, 0);
            }
            tasks.forEach(task -> policy.ready(task, Scheduler.Reason.PREEMPTED));
            tasks.stream().filter(task -> task.tid() % 3 == 0).forEach(policy::remove);
            List<Integer> order = new ArrayList<>();
            for (Optional<Task> next = policy.next(); next.isPresent(); next = policy.next()) {
                order.add(tasks.indexOf(next.get()) * 7919 % 500);
            }
            assertEquals(order.stream().sorted().toList(), order);
            assertEquals(tasks.stream().filter(task -> task.tid() % 3 != 0).count(), order.size());
        }
    }

    @Test
    void randomChoosesAnyTaskForAnyLength() {
        Scheduler policy = begin("random", 7);
        try (PolicyHarness harness = new PolicyHarness(policy)) {
            Task one = harness.task(), other = harness.task();
            Map<Integer, Long> times = harness.runTurns(1000, one, other);
            double mean = (times.get(one.tid()) + times.get(other.tid())) / 1000.0;
            assertEquals(QUANTUM, mean, 0.1 * QUANTUM);
            assertTrue(times.get(one.tid()) > 300 * QUANTUM && times.get(other.tid()) > 300 * QUANTUM, times.toString());
        }
    }

    // ---- pct ---------------------------------------------------------------------------------------------------

    @Test
    void pctOfDepthOneNeverPreemptsAProgramThatBlocks() {
        Scheduler policy = begin("pct:1:1000", 3);
        try (PolicyHarness harness = new PolicyHarness(policy)) {
            wake(policy, harness.task(), harness.task());
            Task chosen = policy.next().orElseThrow();
            policy.ran(chosen, 500, 0);
            policy.ready(chosen, Scheduler.Reason.TIMER);
            assertEquals(Optional.of(chosen), policy.next());
        }
    }

    @Test
    void pctOfDepthTwoChangesThePriorityOnceSomewhere() {
        List<Long> points = new ArrayList<>();
        for (long seed = 0; seed < 50; seed++) {
            Scheduler policy = begin("pct:2:1000", seed);
            try (PolicyHarness harness = new PolicyHarness(policy)) {
                wake(policy, harness.task(), harness.task());
                Task chosen = policy.next().orElseThrow();
                long point = policy.quantum(chosen);
                points.add(point);
                policy.ran(chosen, point, 0);
                policy.ready(chosen, Scheduler.Reason.TIMER);
                assertNotEquals(Optional.of(chosen), policy.next());
            }
        }
        assertTrue(points.stream().allMatch(point -> point >= 1 && point <= 1000), points.toString());
        assertTrue(points.stream().distinct().count() > 30, points.toString());
    }

    @Test
    void pctLetsATaskThatSpinsMakeRoom() {
        Scheduler policy = begin("pct:1:1000", 3);
        try (PolicyHarness harness = new PolicyHarness(policy)) {
            Task one = harness.task(), other = harness.task();
            Map<Integer, Long> times = harness.runTurns(10, one, other);
            assertEquals(2, times.size(), times.toString());
        }
    }
}
