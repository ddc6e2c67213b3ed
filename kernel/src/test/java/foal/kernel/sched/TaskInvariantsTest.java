package foal.kernel.sched;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.kernel.task.Scheduler;
import foal.kernel.task.Task;
import foal.kernel.task.TaskInvariants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tasks that are not as they must be are found. */
class TaskInvariantsTest {
    private final Scheduler policy = new RoundRobin(1000, 0);
    private final PolicyHarness harness = new PolicyHarness(policy);
    private final TaskInvariants invariants = new TaskInvariants(harness.processes());
    private final Task task = harness.task();

    @AfterEach
    void close() {
        harness.close();
    }

    private void assertFound(String complaint) {
        String said = assertThrows(IllegalStateException.class, invariants::check).getMessage();
        assertTrue(said.startsWith(complaint), said);
    }

    @Test
    void oneTaskThatRunsIsNotComplainedOf() {
        task.makeRunnable();
        assertDoesNotThrow(invariants::check);
        policy.next();
        task.setRunning();
        assertDoesNotThrow(invariants::check);
    }

    @Test
    void aRunnableTaskThatTheSchedulerHasLostIsFound() {
        task.makeRunnable();
        policy.next();
        assertFound("the scheduler has 0 tasks and 1 are RUNNABLE");
    }

    @Test
    void aTaskThatTheSchedulerStillHasWhenItRunsIsFound() {
        task.makeRunnable();
        task.setRunning();
        assertFound("the scheduler has 1 tasks and 0 are RUNNABLE");
    }

    @Test
    void aChildThatItsParentDoesNotKnowIsFound() {
        task.makeRunnable();
        task.process().parent().children().clear();
        assertFound("the parent does not know it");
    }

    @Test
    void aProcessWithoutTasksThatIsAliveIsFound() {
        task.process().tasks().clear();
        assertFound("alive without tasks, or dead with some");
    }
}
