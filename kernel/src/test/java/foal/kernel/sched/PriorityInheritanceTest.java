package foal.kernel.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;

import foal.kernel.task.Scheduler;
import foal.kernel.task.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is lent to whom, and for how long. */
class PriorityInheritanceTest {
    private final Map<Task, Task> waits = new LinkedHashMap<>();
    private final Scheduler policy = new PriorityInheritance(new NicePriority(1000), () -> waits);
    private final PolicyHarness harness = new PolicyHarness(policy);
    private final Task urgent = harness.task(-10), middling = harness.task(0), humble = harness.task(10), other = harness.task(15);

    @AfterEach
    void close() {
        harness.close();
    }

    private void block(Task waiter, Task holder) {
        waits.put(waiter, holder);
        policy.blocked(waiter);
    }

    private void wake(Task waiter) {
        waits.remove(waiter);
        waiter.makeRunnable(Scheduler.Reason.WOKEN);
    }

    @Test
    void whoHoldsWhatAnUrgentTaskWaitsForGoesFirst() {
        middling.makeRunnable(Scheduler.Reason.WOKEN);
        humble.makeRunnable(Scheduler.Reason.WOKEN);
        block(urgent, humble);
        assertEquals(Optional.of(humble), policy.next());
    }

    @Test
    void whatIsLentGoesOnToWhomTheBorrowerWaitsFor() {
        middling.makeRunnable(Scheduler.Reason.WOKEN);
        other.makeRunnable(Scheduler.Reason.WOKEN);
        block(humble, other);
        assertEquals(humble.scheduling().ownUrgency(), other.scheduling().urgency());
        block(urgent, humble);
        assertEquals(urgent.scheduling().ownUrgency(), humble.scheduling().urgency());
        assertEquals(Optional.of(other), policy.next());
    }

    @Test
    void whatWasLentGoesBackWhenTheLenderWaitsNoMore() {
        middling.makeRunnable(Scheduler.Reason.WOKEN);
        humble.makeRunnable(Scheduler.Reason.WOKEN);
        block(urgent, humble);
        wake(urgent);
        assertEquals(humble.scheduling().ownUrgency(), humble.scheduling().urgency());
        assertEquals(Optional.of(urgent), policy.next());
        assertEquals(Optional.of(middling), policy.next());
        assertEquals(Optional.of(humble), policy.next());
    }

    @Test
    void aHumbleTaskHasNothingToLend() {
        block(humble, middling);
        assertEquals(middling.scheduling().ownUrgency(), middling.scheduling().urgency());
    }

    @Test
    void tasksThatWaitForEachOtherAreAllAsUrgentAsTheMostUrgent() {
        block(urgent, middling);
        block(middling, humble);
        block(humble, urgent);
        assertEquals(urgent.scheduling().ownUrgency(), middling.scheduling().urgency());
        assertEquals(urgent.scheduling().ownUrgency(), humble.scheduling().urgency());
        assertEquals(urgent.scheduling().ownUrgency(), urgent.scheduling().urgency());
    }

    @Test
    void thePolicyWithinLearnsTooWhoBlocks() {
        List<Task> told = new ArrayList<>();
        Scheduler within = new WrappedPolicy(new NicePriority(1000)) {
            @Override
            public void blocked(Task task) {
                told.add(task);
            }
        };
        new PriorityInheritance(within, () -> waits).blocked(urgent);
        assertEquals(List.of(urgent), told);
    }
}
