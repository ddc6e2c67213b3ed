package foal.kernel.ipc;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.cpu.PhysicalMemory;
import foal.kernel.memory.AddressSpace;
import foal.kernel.memory.FrameTable;
import foal.kernel.memory.Mapping;
import foal.kernel.memory.UserBuffer;
import foal.kernel.memory.UserMemory;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bytes that go through a ring: between two pages of a program's, behind which there is nothing. */
class RingTest {
    private static final long IN = 0x10_0000, OUT = IN + PAGE_SIZE, END = OUT + PAGE_SIZE;

    private final PhysicalMemory memory = new PhysicalMemory(1 << 20);
    private final FrameTable frames = new FrameTable(memory, 1);
    private final AddressSpace space = AddressSpace.create(frames, 2).orElseThrow();
    private final UserMemory user = new UserMemory(space, memory);
    private final Ring ring = new Ring(2 * Ring.SLOT);
    private long added;
    private long taken;

    @BeforeEach
    void mapPages() {
        space.map(Mapping.anonymous(IN, END, 3, ""));
    }

    @AfterEach
    void giveBack() {
        space.close();
        memory.close();
    }

    private UserBuffer buffer(long address, long length) {
        return new UserBuffer().reset(user).add(address, length);
    }

    /** Adds the next bytes of a sequence. */
    private void add(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) ((added + i) * 31 >> 3);
        }
        user.write(IN, bytes, 0, length);
        assertEquals(length, ring.add(buffer(IN, length), length));
        added += length;
    }

    /** Takes bytes and looks whether they are the next of the sequence. */
    private void take(int expected, int room) {
        assertEquals(expected, ring.give(buffer(OUT, room)));
        byte[] bytes = new byte[expected];
        user.read(OUT, bytes, 0, expected);
        for (int i = 0; i < expected; i++) {
            assertEquals((byte) ((taken + i) * 31 >> 3), bytes[i]);
        }
        taken += expected;
    }

    @Test
    void bytesComeOutAsTheyWentInWhateverThePieces() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 2000; i++) {
            int length = random.nextInt(1, 4000);
            if (length <= ring.room()) {
                add(length);
            }
            int room = random.nextInt(1, 4000);
            take(Math.min(room, ring.length()), room);
            assertEquals(added - taken, ring.length());
            assertEquals(ring.capacity() - ring.length(), ring.room());
        }
    }

    @Test
    void theCapacityGrowsAndShrinksAroundWhatIsThere() {
        add(4000);
        add(4000);
        take(3000, 3000);
        assertTrue(ring.setCapacity(16 * Ring.SLOT));
        add(4000);
        assertFalse(ring.setCapacity(2 * Ring.SLOT), "9000 bytes do not fit into 8192");
        take(4000, 4000);
        assertTrue(ring.setCapacity(2 * Ring.SLOT));
        take(4000, 4000);
        take(1000, 4000);
    }

    @Test
    void aReadEndsWithItsPacketAndLosesWhatItHasNoRoomFor() {
        add(10);
        ring.endPacket(10);
        add(20);
        ring.endPacket(20);
        assertEquals(4, ring.give(buffer(OUT, 4)));
        taken = 10;
        take(20, 100);
        assertEquals(0, ring.length());
    }

    @Test
    void aPacketTakesAWholeSlot() {
        add(1);
        ring.endPacket(1);
        assertEquals(2 * Ring.SLOT - 1, ring.room());
        add(1);
        ring.endPacket(1);
        assertEquals(0, ring.room());
        assertTrue(ring.setCapacity(4 * Ring.SLOT));
        assertFalse(ring.setCapacity(Ring.SLOT));
    }

    @Test
    void aSlotThatMeetsABadAddressIsNotTransferred() {
        assertEquals(0, ring.add(buffer(END - 100, 200), 200));
        assertEquals(0, ring.length());
        assertEquals(Ring.SLOT, ring.add(buffer(END - Ring.SLOT - 100, 2 * Ring.SLOT), 2 * Ring.SLOT));
        assertEquals(Ring.SLOT, ring.length());
        assertEquals(0, ring.give(buffer(END - 60, 100)));
        assertEquals(Ring.SLOT, ring.length());
        assertEquals(Ring.SLOT, ring.give(buffer(OUT, Ring.SLOT)));
    }
}
