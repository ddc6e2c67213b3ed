package foal.kernel.memory;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.cpu.PageTable;
import foal.cpu.PhysicalMemory;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The kernel's access to a program's memory: two pages that can be written, and one that can only be read. */
class UserMemoryTest {
    private static final long START = 0x10_0000;
    private static final long READ_ONLY = START + 2 * PAGE_SIZE;
    private static final long END = START + 3 * PAGE_SIZE;

    private final PhysicalMemory memory = new PhysicalMemory(1 << 20);
    private final FrameTable frames = new FrameTable(memory, 1);
    private final AddressSpace space = AddressSpace.create(frames, 2).orElseThrow();
    private final UserMemory user = new UserMemory(space, memory);

    @BeforeEach
    void mapPages() {
        space.map(Mapping.anonymous(START, READ_ONLY, 3, ""));
        space.map(Mapping.anonymous(READ_ONLY, END, 1, ""));
    }

    @AfterEach
    void giveBack() {
        space.close();
        memory.close();
    }

    private static byte[] sequence(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 7 + 1);
        }
        return bytes;
    }

    @Test
    void whatIsWrittenAcrossPagesIsReadBack() {
        byte[] written = sequence(5000);
        byte[] read = new byte[5000];
        assertEquals(5000, user.write(START + 1000, written, 0, 5000));
        assertEquals(5000, user.read(START + 1000, read, 0, 5000));
        assertArrayEquals(written, read);
    }

    @Test
    void aCopyEndsAtTheFirstByteThatIsNotAllowed() {
        byte[] bytes = sequence(100);
        assertEquals(30, user.write(READ_ONLY - 30, bytes, 0, 100));
        assertEquals(0, user.write(READ_ONLY, bytes, 0, 100));
        assertEquals(40, user.read(END - 40, bytes, 0, 100));
        assertEquals(0, user.read(END, bytes, 0, 1));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 8, -1, -8, Long.MIN_VALUE, Long.MAX_VALUE - 2, 1L << 38, -(1L << 38), 0x8000_0000L, START - 1})
    void aWildPointerReachesNothing(long address) {
        byte[] bytes = new byte[16];
        assertEquals(0, user.read(address, bytes, 0, 16));
        assertEquals(0, user.write(address, bytes, 0, 16));
        assertEquals(0, user.peek(address, bytes, 16));
        assertFalse(user.read(address, new Struct(8)));
        assertFalse(user.writeInt(address, 1));
        assertEquals(Optional.empty(), user.readString(address, 10));
    }

    @Test
    void theLastByteBeforeTheEndOfTheUsersPartCanBeReached() {
        space.map(Mapping.anonymous(PageTable.USER_END - PAGE_SIZE, PageTable.USER_END, 3, ""));
        assertEquals(1, user.write(PageTable.USER_END - 1, sequence(2), 0, 2));
    }

    @Test
    void anIntIsWrittenWhereverItLies() {
        for (long address : new long[] {START, START + 1, START + PAGE_SIZE - 2}) {
            assertTrue(user.writeInt(address, 0x1234_5678));
            Struct read = new Struct(4);
            assertTrue(user.read(address, read));
            assertEquals(0x1234_5678, read.getInt(0));
        }
        assertFalse(user.writeInt(READ_ONLY - 2, 1));
    }

    @Test
    void aStringEndsAtItsNulOrAtTheLimit() {
        byte[] text = "a string across pages\0".getBytes(StandardCharsets.ISO_8859_1);
        user.write(START + PAGE_SIZE - 5, text, 0, text.length);
        assertEquals(Optional.of("a string across pages"), user.readString(START + PAGE_SIZE - 5, 100));
        assertEquals(Optional.of("a string acr"), user.readString(START + PAGE_SIZE - 5, 12));
        user.write(READ_ONLY - 3, new byte[] {'x', 'y', 'z'}, 0, 3);
        assertEquals(Optional.of("xyz"), user.readString(READ_ONLY - 3, 100));
        space.unmap(READ_ONLY, END);
        assertEquals(Optional.empty(), user.readString(READ_ONLY - 3, 100));
        assertEquals(Optional.of("xyz"), user.readString(READ_ONLY - 3, 3));
    }

    // ---- buffers of several pieces -----------------------------------------------------------------------------

    @Test
    void piecesAreFilledOneAfterTheOther() {
        UserBuffer buffer = new UserBuffer().reset(user).add(START, 3).add(START + 100, 0).add(START + 200, 4);
        assertEquals(7, buffer.remaining());
        assertEquals(5, buffer.give(sequence(5), 0, 5));
        assertEquals(2, buffer.remaining());
        assertEquals(2, buffer.give(sequence(7), 5, 2));
        byte[] back = new byte[7];
        assertEquals(7, new UserBuffer().reset(user).add(START, 3).add(START + 200, 4).take(back, 0, 7));
        assertArrayEquals(sequence(7), back);
    }

    @Test
    void aBadPieceEndsATransferAfterTheGoodOnes() {
        UserBuffer buffer = new UserBuffer().reset(user).add(START, 10).add(READ_ONLY - 4, 8).add(START + 100, 10);
        assertEquals(14, buffer.give(sequence(28), 0, 28));
        assertEquals(14, buffer.remaining());
    }

    @Test
    void whatWasDoneBeforeIsSkipped() {
        UserBuffer buffer = new UserBuffer().reset(user).add(START, 0).add(START, 10).add(START + 100, 10);
        buffer.skip(12);
        assertEquals(8, buffer.remaining());
        buffer.give(new byte[] {9}, 0, 1);
        byte[] back = new byte[1];
        user.read(START + 102, back, 0, 1);
        assertEquals(9, back[0]);
    }

    @Test
    void skippingMoreThanThereIsEndsAtTheEnd() {
        UserBuffer buffer = new UserBuffer().reset(user).add(START, 10);
        buffer.skip(1000);
        assertEquals(0, buffer.remaining());
        assertEquals(0, buffer.take(new byte[1], 0, 1));
    }

    @Test
    void aBufferTakesAsManyPiecesAsACallMayName() {
        UserBuffer buffer = new UserBuffer().reset(user);
        for (int i = 0; i < UserBuffer.MOST_PIECES; i++) {
            buffer.add(START + i, 1);
        }
        assertEquals(UserBuffer.MOST_PIECES, buffer.give(sequence(2000), 0, 2000));
    }

    // ---- structs -----------------------------------------------------------------------------------------------

    @Test
    void fieldsOfAStructAreLittleEndianAndUnsignedWhereTheyAreSmall() {
        Struct struct = new Struct(16).putLong(0, 0x0807_0605_0403_0201L).putShort(8, 0xfffe).putByte(10, 0xff).putInt(12, -1);
        assertEquals(0x04030201, struct.getInt(0));
        assertEquals(0x0201, struct.getShort(0));
        assertEquals(1, struct.getByte(0));
        assertEquals(0xfffe, struct.getShort(8));
        assertEquals(0xff, struct.getByte(10));
        assertEquals(-1, struct.getInt(12));
        assertEquals(0, struct.clear().getLong(0));
    }

    @Test
    void aStringInAStructIsCutAndEndsWithNul() {
        Struct struct = new Struct(8).putLong(0, -1).putString(0, "abcdef", 4).putString(4, "x", 4);
        assertArrayEquals(new byte[] {'a', 'b', 'c', 0, 'x', 0, 0, 0}, struct.bytes());
    }
}
