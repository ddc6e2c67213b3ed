package foal.kernel.ipc;

import static foal.kernel.message.Talkers.PAGE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.kernel.message.Talkers;
import foal.kernel.task.Task;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** In which order messages come out, and what a queue counts for. */
class PosixQueueTest {
    private final Talkers talkers = new Talkers();
    private final PosixQueue queue = new PosixQueue(null, 4, 100);

    @AfterEach
    void close() {
        talkers.close();
    }

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

    @Test
    void aMessageGoesToWhoHasWaitedLongest() {
        Task first = talkers.task(), second = talkers.task();
        queue.awaitMessage(first, PAGE, PAGE + 8);
        queue.awaitMessage(second, PAGE, 0);
        add("one", 7);
        assertTrue(queue.isEmpty());
        assertEquals(3, first.call().outcome());
        assertEquals("one", Talkers.text(first, 3));
        assertEquals('\7', Talkers.text(first, 9).charAt(8), "its priority");
        assertFalse(second.call().isCompleted());
        add("two", 0);
        assertEquals("two", Talkers.text(second, 3));
        add("three", 0);
        assertEquals("0:three", take());
    }

    @Test
    void whoTakesAMessageLetsTheNextIn() {
        Task first = talkers.task(), second = talkers.task();
        for (int i = 0; i < 4; i++) {
            add("old", 5);
        }
        queue.awaitRoom(first, new byte[] {'a'}, 9);
        queue.awaitRoom(second, new byte[] {'b'}, 1);
        assertEquals("5:old", take());
        assertTrue(queue.isFull());
        assertTrue(first.call().isCompleted());
        assertFalse(second.call().isCompleted());
        assertEquals("9:a 5:old 5:old 5:old 1:b", String.join(" ", take(), take(), take(), take(), take()));
        assertEquals(0, second.call().outcome());
        assertTrue(queue.isEmpty());
    }

    @Test
    void whoHasGivenUpGetsNothing() {
        Task receiver = talkers.task();
        queue.awaitMessage(receiver, PAGE, 0).abandon();
        add("kept", 0);
        assertFalse(receiver.call().isCompleted());
        assertEquals("0:kept", take());
    }
}
