package foal.cpu;

import static foal.cpu.PhysicalMemory.BASE;
import static foal.cpu.PhysicalMemory.PAGE_SIZE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhysicalMemoryTest {
    private static final long SIZE = 4 * PAGE_SIZE;

    private final PhysicalMemory memory = new PhysicalMemory(SIZE);

    @AfterEach
    void close() {
        memory.close();
    }

    @Test
    void itIsZeroAtFirstAndAlignedForTheEngine() {
        for (long offset = 0; offset < SIZE; offset += 8) {
            assertEquals(0, memory.getLong(BASE + offset));
        }
        assertEquals(SIZE, memory.size());
        assertEquals(0, memory.segment().address() % PAGE_SIZE);
    }

    @Test
    void numbersAreLittleEndianAndNeedNoAlignment() {
        memory.setLong(BASE + 3, 0x8877_6655_4433_2211L);
        assertEquals(0x8877_6655_4433_2211L, memory.getLong(BASE + 3));
        assertEquals(0x4433_2211, memory.getInt(BASE + 3));
        assertEquals(0x6655, memory.getShort(BASE + 7));
        assertEquals(0x11, memory.getByte(BASE + 3));
        memory.setInt(BASE + 5, -1);
        memory.setByte(BASE + 10, (byte) 0);
        assertEquals(0x0077_ffff_ffff_2211L, memory.getLong(BASE + 3));
    }

    @Test
    void bytesGoInAndOut() {
        byte[] bytes = {1, 2, 3, 4, 5};
        memory.write(BASE + PAGE_SIZE - 2, bytes, 1, 4);
        byte[] back = new byte[6];
        memory.read(BASE + PAGE_SIZE - 2, back, 2, 4);
        assertArrayEquals(new byte[] {0, 0, 2, 3, 4, 5}, back);
    }

    @Test
    void aPageIsCopiedAndCleared() {
        memory.setLong(BASE, 42);
        memory.copy(BASE, BASE + PAGE_SIZE, PAGE_SIZE);
        memory.clear(BASE, PAGE_SIZE);
        assertEquals(0, memory.getLong(BASE));
        assertEquals(42, memory.getLong(BASE + PAGE_SIZE));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, BASE - 1, BASE + SIZE, BASE + SIZE - 7, -1, Long.MIN_VALUE})
    void whatIsNotRamCannotBeTouched(long address) {
        assertThrows(IndexOutOfBoundsException.class, () -> memory.getLong(address));
        assertThrows(IndexOutOfBoundsException.class, () -> memory.setLong(address, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> memory.write(address, new byte[8], 0, 8));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -PAGE_SIZE, 1, PAGE_SIZE + 1})
    void aSizeMustBeWholePages(long size) {
        assertThrows(IllegalArgumentException.class, () -> new PhysicalMemory(size));
    }

    @Test
    void moreThanTheHostHasIsRefused() {
        assertThrows(OutOfMemoryError.class, () -> new PhysicalMemory(1L << 62));
    }
}
