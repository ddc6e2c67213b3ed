package foal.kernel.memory;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.cpu.PhysicalMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who uses which frame. */
class FrameTableTest {
    private static final int FRAMES = 8;

    private final PhysicalMemory memory = new PhysicalMemory(FRAMES * PAGE_SIZE);
    private final FrameTable frames = new FrameTable(memory, 1);

    @AfterEach
    void giveMemoryBack() {
        memory.close();
    }

    @Test
    void cachesGiveBackFramesWhenThereAreNoOthers() {
        List<Long> cached = new ArrayList<>();
        frames.addCache(new FrameTable.Cache() {
            @Override
            public void reclaim() {
                cached.forEach(frames::free);
                cached.clear();
            }

            @Override
            public boolean isEmpty() {
                return cached.isEmpty();
            }
        });
        cached.add(frames.allocate());
        cached.add(frames.allocate());
        long last = cached.getLast();
        while (!cached.isEmpty()) {
            assertNotEquals(0, frames.allocate());
        }
        assertEquals(last - PAGE_SIZE, frames.allocate());
        assertEquals(0, frames.allocate());
    }

    @Test
    void allFramesButTheReservedOnesAreHandedOutOnce() {
        Set<Long> seen = new TreeSet<>();
        for (int i = 1; i < FRAMES; i++) {
            seen.add(frames.allocate());
        }
        assertEquals(FRAMES - 1, seen.size());
        assertFalse(seen.contains(0L) || seen.contains(PhysicalMemory.BASE));
        assertEquals(0, frames.allocate());
        assertEquals(0, frames.allocateUncleared());
        assertEquals(FRAMES - 1, frames.used());
    }

    @Test
    void aFrameIsFullOfZerosAlsoWhenItWasUsedBefore() {
        long frame = frames.allocate();
        memory.setLong(frame + 8, 42);
        frames.free(frame);
        assertEquals(frame, frames.allocate());
        assertEquals(0, memory.getLong(frame + 8));
    }

    @Test
    void aFrameIsFreeWhenTheLastReferenceIsGone() {
        long frame = frames.allocate();
        frames.share(frame);
        assertEquals(2, frames.references(frame));
        assertFalse(frames.isExclusive(frame));
        frames.free(frame);
        assertTrue(frames.isExclusive(frame));
        assertEquals(1, frames.used());
        frames.free(frame);
        assertEquals(0, frames.used());
    }

    @Test
    void freeingTwiceIsABugThatThrows() {
        long frame = frames.allocate();
        frames.free(frame);
        assertThrows(IllegalStateException.class, () -> frames.free(frame));
        assertNotEquals(0, frames.allocate());
    }

    @Test
    void codeIsStaleWhenOtherCodeIsToRunFromItsFrame() {
        long frame = frames.allocate();
        frames.markExecuted(frame);
        frames.willBeWritten(frame);
        memory.setLong(frame, 42);
        assertFalse(frames.hasStaleCode(), "nothing can be run from it");
        frames.markExecuted(frame);
        assertTrue(frames.hasStaleCode());
        assertArrayEquals(new long[] {frame}, frames.takeStaleCode());
        assertFalse(frames.hasStaleCode());
    }

    @Test
    void codeThatComesBackToItsFrameIsNotStale() {
        long frame = frames.allocate();
        memory.setLong(frame, 42);
        frames.markExecuted(frame);
        frames.free(frame);
        assertEquals(frame, frames.allocate());
        assertEquals(0, memory.getLong(frame));
        memory.setLong(frame, 42);
        frames.markExecuted(frame);
        assertFalse(frames.hasStaleCode());
    }

    @Test
    void codeThatOthersMayRunIsStaleAtOnceWhenItsFrameIsWritten() {
        long frame = frames.allocate();
        frames.share(frame);
        frames.markExecuted(frame);
        frames.willBeWritten(frame);
        assertArrayEquals(new long[] {frame}, frames.takeStaleCode());
    }

    @Test
    void resetTakesAllFramesBackAndClearsThem() {
        long first = frames.allocate();
        memory.setLong(first, 42);
        frames.markExecuted(first);
        frames.allocate();
        frames.reset();
        assertEquals(0, frames.used());
        assertEquals(first, frames.allocate());
        assertEquals(0, memory.getLong(first));
        frames.markExecuted(first);
        assertTrue(frames.hasStaleCode(), "the code is not what it was");
    }

    @Test
    void aSharedFrameThatLosesAReferenceKeepsItsCode() {
        long frame = frames.allocate();
        frames.share(frame);
        frames.markExecuted(frame);
        frames.free(frame);
        assertFalse(frames.hasStaleCode());
    }
}
