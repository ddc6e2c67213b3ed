package foal.kernel.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.kernel.task.Scheduler;
import foal.kernel.task.Task;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One queue, and a timer that varies. */
class RoundRobinTest {
    private final RoundRobin policy = new RoundRobin(1000, 1);
    private final PolicyHarness harness = new PolicyHarness(policy);

    @AfterEach
    void giveMemoryBack() {
        harness.close();
    }

    private Task task() {
        return harness.task();
    }

    private void wake(Task task) {
        policy.ready(task, Scheduler.Reason.WOKEN);
    }

    private List<Long> quanta(RoundRobin of) {
        of.ready(task(), Scheduler.Reason.WOKEN); // so that the chosen one is not alone
        return LongStream.range(0, 1000).map(i -> of.quantum(null)).boxed().toList();
    }

    @Test
    void tasksRunInTheOrderInWhichTheyBecameReady() {
        Task first = task(), second = task(), third = task();
        List.of(first, second, third).forEach(this::wake);
        assertEquals(3, policy.readyCount());
        assertEquals(Optional.of(first), policy.next());
        wake(first);
        assertEquals(Optional.of(second), policy.next());
        assertEquals(Optional.of(third), policy.next());
        assertEquals(Optional.of(first), policy.next());
        assertEquals(Optional.empty(), policy.next());
    }

    @Test
    void aTaskThatIsRemovedIsNotChosen() {
        Task first = task(), second = task();
        wake(first);
        wake(second);
        policy.remove(first);
        policy.remove(first);
        assertEquals(1, policy.readyCount());
        assertEquals(Optional.of(second), policy.next());
    }

    @Test
    void theTimerVariesByAnEighth() {
        List<Long> quanta = quanta(policy);
        assertTrue(quanta.stream().allMatch(quantum -> quantum >= 875 && quantum <= 1125), quanta.toString());
        assertTrue(quanta.stream().distinct().count() > 100);
        assertEquals(1000, quanta.stream().mapToLong(quantum -> quantum).average().orElseThrow(), 20);
    }

    @Test
    void theSameSeedGivesTheSameQuanta() {
        assertEquals(quanta(new RoundRobin(1000, 5)), quanta(new RoundRobin(1000, 5)));
        assertNotEquals(quanta(new RoundRobin(1000, 5)), quanta(new RoundRobin(1000, 6)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 7, 8, 1L << 62})
    void aQuantumIsAtLeastOne(long quantum) {
        assertTrue(quanta(new RoundRobin(quantum, 1)).stream().allMatch(length -> length >= 1));
    }

    @Test
    void forATaskThatIsAloneTheTimerComesLateUntilThereIsAnother() {
        assertTrue(policy.quantum(task()) >= 87_500);
        assertFalse(policy.wantsTimerSet());
        Task alone = task(), other = task();
        wake(other);
        assertTrue(policy.wantsTimerSet());
        policy.ready(alone, Scheduler.Reason.TIMER);
        assertEquals(Optional.of(alone), policy.next());
        assertTrue(policy.quantum(alone) <= 1125);
        assertFalse(policy.wantsTimerSet());
        policy.ready(alone, Scheduler.Reason.TIMER);
        assertEquals(Optional.of(other), policy.next());
    }
}
