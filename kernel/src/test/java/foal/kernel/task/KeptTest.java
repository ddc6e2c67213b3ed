package foal.kernel.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import foal.cpu.Hart;
import foal.cpu.PhysicalMemory;
import foal.kernel.message.Talkers;
import foal.kernel.syscall.Result;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a call keeps is abandoned once, in whatever way the call ends, and otherwise never. */
class KeptTest {
    private static final ExitStatus STATUS = new ExitStatus.Exited(0);

    private final PhysicalMemory memory = new PhysicalMemory(1 << 16);
    private final Hart hart = new Hart(memory, (_, _) -> { }, false);
    private final Talkers talkers = new Talkers();
    private final Task task = talkers.task(hart.saveNew());
    private final WaitQueue queue = new WaitQueue("a test");
    private final Place place = new Place();

    private static final class Place implements Kept {
        private int abandoned;

        @Override
        public void abandon() {
            abandoned++;
        }
    }

    /** The task is in a call whose handler has kept something and blocked. */
    private void block() {
        task.call().keep(place);
        assertEquals(Result.BLOCKED, task.waitOn(queue));
    }

    @AfterEach
    void close() {
        if (task.state() != Task.State.DEAD) {
            task.registers().close();
        }
        talkers.close();
        hart.close();
        memory.close();
    }

    @Test
    void theNextRunOfTheHandlerFindsIt() {
        assertSame(Kept.NOTHING, task.call().kept());
        block();
        queue.wakeAll();
        assertSame(place, task.call().kept());
        assertEquals(Result.BLOCKED, task.waitOn(queue), "and so does the one after that");
        assertSame(place, task.call().kept());
        assertEquals(0, place.abandoned);
    }

    @Test
    void aCallThatEndsAbandonsIt() {
        block();
        queue.wakeAll();
        task.call().end();
        assertEquals(1, place.abandoned);
        task.call().begin(Optional.empty());
        assertSame(Kept.NOTHING, task.call().kept());
        task.call().end();
        assertEquals(1, place.abandoned);
    }

    @Test
    void anInterruptedCallAbandonsItWhenItEnds() {
        block();
        queue.wakeAll();
        task.call().interrupt();
        assertEquals(Result.INTERRUPTED, task.waitOn(queue));
        assertEquals(0, place.abandoned, "the handler may still need it");
        task.call().end();
        assertEquals(1, place.abandoned);
    }

    @Test
    void whatTheHandlerTakesIsItsOwn() {
        block();
        assertSame(place, task.call().take());
        assertSame(Kept.NOTHING, task.call().take());
        task.call().end();
        assertEquals(0, place.abandoned);
    }

    @Test
    void aStoppedTaskStillKeepsIt() {
        block();
        task.suspend(Task.State.STOPPED);
        assertSame(place, task.call().kept());
        task.makeRunnable();
        assertSame(place, task.call().kept());
        assertEquals(0, place.abandoned);
    }

    @Test
    void aTaskThatIsKilledAbandonsItOnce() {
        block();
        talkers.processes().exit(task.process(), STATUS);
        assertEquals(1, place.abandoned);
        task.call().end();
        assertEquals(1, place.abandoned);
    }

    @Test
    void aTaskThatIsKilledWhileItIsStoppedAbandonsIt() {
        block();
        task.suspend(Task.State.STOPPED);
        talkers.processes().exit(task, STATUS);
        assertEquals(1, place.abandoned);
    }

    @Test
    void whoIsKilledIsNotWokenByWhatItAbandons() {
        task.call().keep(new Kept() {
            @Override
            public void abandon() {
                queue.wakeAll();
                assertEquals(Task.State.BLOCKED, task.state());
            }
        });
        task.waitOn(queue);
        talkers.processes().exit(task, STATUS);
        assertEquals(Task.State.DEAD, task.state());
    }

    @Test
    void whoeverCompletesACallHasSeenToIt() {
        block();
        task.complete(7);
        assertSame(Kept.NOTHING, task.call().kept());
        task.call().end();
        assertEquals(0, place.abandoned);
    }

    @Test
    void aSecondThingIsNotKeptOverTheFirst() {
        task.call().keep(place);
        task.call().keep(place);
        assertThrows(IllegalStateException.class, () -> task.call().keep(new Place()));
    }

    @Test
    void whatWasMovedBeforeABlockIsRememberedAndReturnedForAnInterrupt() {
        assertEquals(0, Progress.of(task));
        assertEquals(Result.BLOCKED, Progress.stop(task, 0, Result.BLOCKED));
        assertSame(Kept.NOTHING, task.call().kept(), "there is nothing to remember");
        assertEquals(Result.BLOCKED, Progress.stop(task, 5, Result.BLOCKED));
        assertEquals(5, Progress.of(task));
        assertEquals(Result.BLOCKED, Progress.stop(task, 8, Result.BLOCKED));
        assertEquals(8, Progress.of(task));
        assertEquals(9, Progress.stop(task, 9, Result.INTERRUPTED));
        assertEquals(Result.INTERRUPTED, Progress.stop(task, 0, Result.INTERRUPTED));
    }
}
