package foal.kernel.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** In which order messages come out, and what a queue counts for. */
class PosixQueueTest {
    private final PosixQueue queue = new PosixQueue(null, 4, 100);

    /** Adds a message; nobody is to be notified, so it does not matter whose it is. */
    private void add(String text, int priority) {
        queue.add(text.getBytes(StandardCharsets.US_ASCII), priority, null, null);
    }

    private String take() {
        return queue.firstPriority() + ":" + new String(queue.take(), StandardCharsets.US_ASCII);
    }

    @Test
    void theHighestPriorityComesFirstAndThenTheOldest() {
        add("a", 1);
        add("b", 7);
        add("c", 7);
        add("d", 0);
        assertEquals("7:b 7:c 1:a 0:d", String.join(" ", take(), take(), take(), take()));
    }

    @Test
    void whatComesLaterIsPutInItsPlace() {
        add("a", 1);
        add("b", 2);
        assertEquals("2:b", take());
        add("c", 1);
        add("d", PosixQueue.PRIORITIES - 1);
        assertEquals("32767:d 1:a 1:c", String.join(" ", take(), take(), take()));
    }

    @Test
    void itIsFullWithAsManyMessagesAsItHolds() {
        assertTrue(queue.isEmpty());
        for (int i = 0; i < 4; i++) {
            assertFalse(queue.isFull());
            add("", i);
        }
        assertTrue(queue.isFull());
        take();
        assertFalse(queue.isFull());
        assertEquals(3, queue.count());
    }

    @Test
    void itsFileTellsHowManyBytesAreInIt() {
        add("abc", 1);
        add("de", 2);
        assertEquals("QSIZE:5          NOTIFY:0     SIGNO:0     NOTIFY_PID:0     \n", queue.text());
        take();
        assertEquals(3, queue.bytes());
    }

    @Test
    void itCountsForWhatItCouldHold() {
        assertEquals(4 * (100 + 48) + 4 * 48, queue.cost());
        assertEquals(40_000L * (1 + 48) + 32_768 * 48, PosixQueue.cost(40_000, 1), "priorities are limited");
    }
}
