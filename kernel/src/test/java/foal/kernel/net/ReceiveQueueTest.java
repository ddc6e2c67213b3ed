package foal.kernel.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What is counted in a queue, and which segments are used again. */
class ReceiveQueueTest {
    private final ReceiveQueue queue = new ReceiveQueue();

    private Segment add(int length) {
        Segment segment = queue.make(length);
        queue.add(segment);
        return segment;
    }

    @Test
    void theOldestComesFirst() {
        Segment first = add(1), second = add(2);
        assertSame(first, queue.first());
        assertSame(first, queue.remove());
        assertSame(second, queue.remove());
        assertTrue(queue.isEmpty());
        Segment third = add(3);
        assertSame(third, queue.first(), "it can be filled again");
    }

    @Test
    void bytesAndSegmentsAreCounted() {
        add(100);
        add(5);
        assertEquals(2, queue.count());
        assertEquals(105, queue.bytes());
        queue.advance(40);
        assertEquals(65, queue.bytes());
        assertEquals(60, queue.remove().length());
        assertEquals(5, queue.bytes());
        assertEquals(1, queue.count());
    }

    @Test
    void aSmallSegmentIsUsedAgain() {
        Segment small = add(10);
        queue.advance(10);
        queue.recycle(queue.remove());
        Segment again = queue.make(200);
        assertSame(small, again);
        assertEquals(200, again.length());
        assertNotSame(again, queue.make(200), "but not twice at a time");
    }

    @Test
    void aLargeSegmentIsNot() {
        Segment large = add(1000);
        queue.recycle(queue.remove());
        assertNotSame(large, queue.make(1000));
        assertEquals(1000 + Segment.OVERHEAD, large.charge());
    }
}
