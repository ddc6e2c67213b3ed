package foal.kernel.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.cpu.PhysicalMemory;
import foal.kernel.memory.AddressSpace;
import foal.kernel.memory.FrameTable;
import foal.kernel.memory.Mapping;
import foal.kernel.memory.Struct;
import foal.kernel.message.Talkers;
import foal.kernel.task.Process;
import foal.kernel.time.VirtualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long a segment of shared memory lives, and what it tells of itself. */
class SharedSegmentTest {
    private static final long PAGE_SIZE = PhysicalMemory.PAGE_SIZE;
    private static final int DEST = 01000, LOCKED = 02000;

    private final Talkers talkers = new Talkers();
    private final Process maker = talkers.task().process();
    private final PhysicalMemory memory = new PhysicalMemory(1 << 20);
    private final FrameTable frames = new FrameTable(memory, 1);
    private final AddressSpace space = AddressSpace.create(frames, 7).orElseThrow();
    private final int used = frames.used();
    private boolean isGone;
    private final SharedSegment segment =
            new SharedSegment(5, 0640, maker, PAGE_SIZE + 1, frames, new VirtualClock(() -> 0)).whenGone(_ -> isGone = true);

    @AfterEach
    void close() {
        space.close();
        memory.close();
        talkers.close();
    }

    private void attach(long address) {
        space.map(Mapping.of(segment.backing(), Mapping.Kind.SHARED, address, address + 2 * PAGE_SIZE, 3, ""));
    }

    private Struct status() {
        Struct status = new Struct(SharedSegment.STATUS_SIZE);
        segment.putStatus(status);
        return status;
    }

    @Test
    void itStaysWhenNobodyHasItAttached() {
        attach(0x10_0000);
        segment.backing().frame(0);
        space.unmap(0x10_0000, 0x10_0000 + 2 * PAGE_SIZE);
        assertFalse(isGone);
        assertEquals(1, segment.resident());
    }

    @Test
    void removedItLastsUntilTheLastHasDetached() {
        attach(0x10_0000);
        attach(0x20_0000);
        segment.backing().frame(1);
        segment.remove();
        space.unmap(0x10_0000, 0x10_0000 + 2 * PAGE_SIZE);
        assertFalse(isGone);
        space.unmap(0x20_0000, 0x20_0000 + PAGE_SIZE);
        assertFalse(isGone, "a part of it is still there");
        space.unmap(0x20_0000 + PAGE_SIZE, 0x20_0000 + 2 * PAGE_SIZE);
        assertTrue(isGone);
        assertEquals(used, frames.used());
    }

    @Test
    void removedWithoutUsersItIsGoneAtOnce() {
        segment.backing().frame(0);
        segment.remove();
        assertTrue(isGone);
        assertEquals(used, frames.used());
    }

    @Test
    void itTellsItsSizeAndUsers() {
        assertEquals(PAGE_SIZE + 1, status().getLong(48));
        assertEquals(0, status().getLong(88));
        assertEquals(maker.pid(), status().getInt(80));
        attach(0x10_0000);
        assertEquals(1, status().getLong(88));
        assertEquals(7, status().getInt(84), "the last to attach");
    }

    @Test
    void itsModeTellsWhetherItIsLockedOrRemoved() {
        assertEquals(0640, status().getInt(20));
        segment.setLocked(true);
        assertEquals(0640 | LOCKED, status().getInt(20));
        attach(0x10_0000);
        segment.remove();
        assertEquals(0640 | LOCKED | DEST, status().getInt(20));
        assertEquals(0, status().getInt(0), "its key finds it no more");
    }
}
