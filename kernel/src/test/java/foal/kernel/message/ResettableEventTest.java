package foal.kernel.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.kernel.task.Task;
import foal.kernel.task.WaitQueue;
import foal.kernel.task.Waiter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who learns of an event. */
class ResettableEventTest {
    private static final WaitQueue REASON = new WaitQueue("an event");
    private static final boolean MANUAL = false, AUTOMATIC = true;

    private final Talkers talkers = new Talkers();

    private List<Task> waiters(ResettableEvent event) {
        List<Task> tasks = Stream.generate(talkers::task).limit(3).toList();
        tasks.forEach(task -> event.add(new Waiter(task, REASON)));
        return tasks;
    }

    private static long learnt(List<Task> tasks) {
        return tasks.stream().filter(task -> task.call().isCompleted()).count();
    }

    @AfterEach
    void close() {
        talkers.close();
    }

    @Test
    void withManualResetAllLearnOfItUntilItIsReset() {
        ResettableEvent event = new ResettableEvent(1, MANUAL, false);
        List<Task> tasks = waiters(event);
        event.set();
        assertEquals(3, learnt(tasks));
        assertTrue(event.consume() && event.consume());
        event.reset();
        assertFalse(event.consume());
    }

    @Test
    void withAutomaticResetOneLearnsOfIt() {
        ResettableEvent event = new ResettableEvent(1, AUTOMATIC, false);
        List<Task> tasks = waiters(event);
        event.set();
        assertEquals(1, learnt(tasks));
        assertTrue(tasks.getFirst().call().isCompleted(), "who has waited longest");
        assertFalse(event.consume());
        event.set();
        event.set();
        assertEquals(3, learnt(tasks));
        event.set();
        assertTrue(event.consume(), "nobody waited: it is remembered, once");
        assertFalse(event.consume());
    }

    @Test
    void aPulseIsNotRemembered() {
        ResettableEvent event = new ResettableEvent(1, MANUAL, false);
        event.pulse();
        assertFalse(event.consume());
        List<Task> tasks = waiters(event);
        event.pulse();
        assertEquals(3, learnt(tasks));
        assertFalse(event.consume());
    }

    @Test
    void aPulseWithAutomaticResetWakesOne() {
        ResettableEvent event = new ResettableEvent(1, AUTOMATIC, true);
        List<Task> tasks = waiters(event);
        event.pulse();
        assertEquals(1, learnt(tasks));
        assertFalse(event.consume());
    }

    @Test
    void whoNoLongerWaitsLearnsOfNothing() {
        ResettableEvent event = new ResettableEvent(1, AUTOMATIC, false);
        Waiter gone = new Waiter(talkers.task(), REASON);
        event.add(gone);
        List<Task> tasks = waiters(event);
        gone.abandon();
        event.set();
        assertTrue(tasks.getFirst().call().isCompleted());
        assertFalse(gone.task().call().isCompleted());
    }
}
