package foal.kernel.ipc;

import static foal.kernel.message.Talkers.PAGE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.kernel.memory.Struct;
import foal.kernel.message.Talkers;
import foal.kernel.syscall.Errno;
import foal.kernel.task.Credentials;
import foal.kernel.task.Task;
import foal.kernel.time.VirtualClock;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which message a receiver gets, and how many fit. */
class MessageQueueTest {
    private final Talkers talkers = new Talkers();
    private final MessageQueue queue = new MessageQueue(0, 0600, new Credentials(), new VirtualClock(() -> 0));

    @AfterEach
    void close() {
        talkers.close();
    }

    private void send(long... types) {
        for (long type : types) {
            String text = type + "/" + queue.count();
            queue.add(new MessageQueue.Message(type, text.getBytes(StandardCharsets.UTF_8)), 2);
        }
    }

    private String select(long type, boolean except) {
        return queue.select(new MessageQueue.Wish(type, except)).map(message -> new String(message.text(), StandardCharsets.UTF_8)).orElse("none");
    }

    @Test
    void typeZeroTakesTheOldest() {
        send(5, 3, 4);
        assertEquals("5/0", select(0, false));
        assertEquals("5/0", select(0, true));
    }

    @Test
    void aPositiveTypeTakesTheOldestOfThatType() {
        send(5, 3, 5, 3);
        assertEquals("3/1", select(3, false));
        assertEquals("none", select(4, false));
        assertEquals("none", select(Long.MAX_VALUE, false));
    }

    @Test
    void exceptTakesTheOldestOfAnyOtherType() {
        send(5, 5, 3);
        assertEquals("3/2", select(5, true));
        assertEquals("5/0", select(9, true));
    }

    @Test
    void aNegativeTypeTakesTheOldestOfTheLowestTypeUpToIt() {
        send(9, 4, 2, 4, 2);
        assertEquals("2/2", select(-4, false));
        assertEquals("2/2", select(-2, false));
        assertEquals("none", select(-1, false));
        assertEquals("2/2", select(Long.MIN_VALUE, false));
        assertEquals("2/2", select(-Long.MAX_VALUE, false));
    }

    @Test
    void anEmptyQueueHasNothingForAnybody() {
        for (long type : new long[] {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
            assertEquals("none", select(type, false));
        }
    }

    @Test
    void bytesAndMessagesAreLimited() {
        assertTrue(queue.hasRoom(MessageQueue.DEFAULT_CAPACITY));
        assertFalse(queue.hasRoom(MessageQueue.DEFAULT_CAPACITY + 1));
        queue.add(new MessageQueue.Message(1, new byte[MessageQueue.DEFAULT_CAPACITY - 1]), 2);
        assertTrue(queue.hasRoom(1));
        assertFalse(queue.hasRoom(2));
        queue.take(queue.select(new MessageQueue.Wish(0, false)).orElseThrow(), 3);
        assertEquals(0, queue.bytes());
        for (int i = 0; i < MessageQueue.DEFAULT_CAPACITY; i++) {
            queue.add(new MessageQueue.Message(1, new byte[0]), 2);
        }
        assertFalse(queue.hasRoom(0), "empty messages take room too");
    }

    @Test
    void takingRemovesThatMessageAlone() {
        send(1, 1, 2);
        queue.take(queue.select(new MessageQueue.Wish(1, false)).orElseThrow(), 3);
        assertEquals("1/1", select(1, false));
        assertEquals(2, queue.count());
    }

    @Test
    void theStatusTellsSizesAndWhoWasLast() {
        send(1, 2);
        queue.take(queue.select(new MessageQueue.Wish(2, false)).orElseThrow(), 3);
        Struct status = new Struct(MessageQueue.STATUS_SIZE);
        queue.putStatus(status);
        assertEquals(3, status.getLong(72));
        assertEquals(1, status.getLong(80));
        assertEquals(MessageQueue.DEFAULT_CAPACITY, status.getLong(88));
        assertEquals(2, status.getInt(96));
        assertEquals(3, status.getInt(100));
    }

    private String received(Task receiver) {
        return receiver.call().isCompleted() ? receiver.call().outcome() + ":" + Talkers.text(receiver, 10).substring(8) : "waits";
    }

    @Test
    void aMessageGoesToTheFirstWhoWaitsForIt() {
        Task other = talkers.task(), first = talkers.task(), second = talkers.task();
        queue.await(other, new MessageQueue.Wish(7, false), PAGE, 100, false);
        queue.await(first, new MessageQueue.Wish(0, false), PAGE, 100, false);
        queue.await(second, new MessageQueue.Wish(-9, false), PAGE, 100, false);
        assertFalse(queue.add(new MessageQueue.Message(5, new byte[] {'a', 'b'}), 2));
        assertEquals("waits 2:ab waits", received(other) + " " + received(first) + " " + received(second));
        assertFalse(queue.add(new MessageQueue.Message(5, new byte[] {'c', 'd'}), 2));
        assertTrue(queue.add(new MessageQueue.Message(5, new byte[] {'e', 'f'}), 2), "nobody else wants it");
        assertEquals("waits 2:ab 2:cd", received(other) + " " + received(first) + " " + received(second));
        assertEquals(1, queue.count());
    }

    @Test
    void forWhomItIsTooLongDoesNotGetIt() {
        Task strict = talkers.task(), content = talkers.task();
        queue.await(strict, new MessageQueue.Wish(0, false), PAGE, 1, false);
        queue.await(content, new MessageQueue.Wish(0, false), PAGE, 1, true);
        assertFalse(queue.add(new MessageQueue.Message(5, new byte[] {'a', 'b'}), 2));
        assertEquals(Errno.E2BIG.result(), strict.call().outcome());
        assertEquals(1, content.call().outcome());
    }

    @Test
    void whoHasGivenUpGetsNothing() {
        Task receiver = talkers.task();
        queue.await(receiver, new MessageQueue.Wish(0, false), PAGE, 100, false).abandon();
        assertTrue(queue.add(new MessageQueue.Message(5, new byte[0]), 2));
        assertFalse(receiver.call().isCompleted());
    }

    @Test
    void aRemovedQueueHasNobodyWait() {
        Task receiver = talkers.task();
        queue.await(receiver, new MessageQueue.Wish(0, false), PAGE, 100, false);
        queue.dismiss();
        assertEquals(Errno.EIDRM.result(), receiver.call().outcome());
    }
}
