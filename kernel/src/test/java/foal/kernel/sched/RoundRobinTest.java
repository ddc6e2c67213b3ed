package foal.kernel.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.cpu.PhysicalMemory;
import foal.kernel.exec.Program;
import foal.kernel.memory.FrameTable;
import foal.kernel.task.Futexes;
import foal.kernel.task.Processes;
import foal.kernel.task.Task;
import foal.kernel.time.Clock;
import foal.kernel.time.Timers;
import foal.kernel.time.VirtualClock;
import foal.kernel.trace.Trace;
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
    private final Clock clock = new VirtualClock(() -> 0);
    private final PhysicalMemory memory = new PhysicalMemory(1 << 20);
    private final Processes processes = new Processes(new FrameTable(memory, 1), policy, new Timers(), clock,
            new Trace(), new Futexes(memory, clock), () -> { });

    @AfterEach
    void giveMemoryBack() {
        memory.close();
    }

    private Task task() {
        return processes.createFirst(null, null, new Program("/it", "/it", List.of(), List.of()), null, null, 0);
    }

    private static List<Long> quanta(RoundRobin of) {
        return LongStream.range(0, 1000).map(i -> of.quantum()).boxed().toList();
    }

    @Test
    void tasksRunInTheOrderInWhichTheyBecameReady() {
        Task first = task(), second = task(), third = task();
        List.of(first, second, third).forEach(policy::ready);
        assertEquals(3, policy.readyCount());
        assertEquals(Optional.of(first), policy.next());
        policy.ready(first);
        assertEquals(Optional.of(second), policy.next());
        assertEquals(Optional.of(third), policy.next());
        assertEquals(Optional.of(first), policy.next());
        assertEquals(Optional.empty(), policy.next());
    }

    @Test
    void aTaskThatIsRemovedIsNotChosen() {
        Task first = task(), second = task();
        policy.ready(first);
        policy.ready(second);
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
}
