package foal.cpu;

import static foal.cpu.PhysicalMemory.BASE;
import static foal.cpu.PhysicalMemory.PAGE_SIZE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTableTest {
    private static final int READ_WRITE = PageTable.READ | PageTable.WRITE;
    private static final long FRAME = BASE + 100 * PAGE_SIZE;

    private final PhysicalMemory memory = new PhysicalMemory(1 << 20);
    private final TestFrames frames = new TestFrames(memory);
    private final PageTable table = new PageTable(memory, frames, frames.allocate());

    @AfterEach
    void close() {
        memory.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 0x1000, 0x1f_f000, 0x20_0000, 0x3fff_f000, 0x4000_0000, PageTable.USER_END - PAGE_SIZE})
    void aMappedPageHasItsFrameAndRights(long virtual) {
        assertTrue(table.map(virtual, FRAME, READ_WRITE));
        long entry = table.entry(virtual + 123);
        assertEquals(FRAME, PageTable.frameOf(entry));
        assertEquals(READ_WRITE, PageTable.flagsOf(entry) & (READ_WRITE | PageTable.EXECUTE));
        assertEquals(0, table.entry(virtual + PAGE_SIZE));
    }

    @Test
    void mappingAgainReplacesFrameAndRights() {
        table.map(0x1000, FRAME, READ_WRITE);
        table.map(0x1000, FRAME + PAGE_SIZE, PageTable.READ | PageTable.SOFTWARE);
        long entry = table.entry(0x1000);
        assertEquals(FRAME + PAGE_SIZE, PageTable.frameOf(entry));
        assertEquals(0, entry & PageTable.WRITE);
        assertNotEquals(0, entry & PageTable.SOFTWARE);
    }

    @Test
    void unmappingTellsWhatWasThere() {
        table.map(0x1000, FRAME, READ_WRITE);
        long entry = table.entry(0x1000);
        assertEquals(entry, table.unmap(0x1000));
        assertEquals(0, table.entry(0x1000));
        assertEquals(0, table.unmap(0x1000));
        assertEquals(0, table.unmap(0x4000_0000), "where there is not even a table");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, -PAGE_SIZE, PageTable.USER_END, Long.MIN_VALUE, Long.MAX_VALUE})
    void addressesOutsideOfTheUsersHalfHaveNoEntry(long virtual) {
        assertEquals(0, table.entry(virtual));
        assertEquals(0, table.unmap(virtual));
        assertThrows(IllegalArgumentException.class, () -> table.map(virtual, FRAME, READ_WRITE));
    }

    @Test
    void aPageThatCanBeWrittenButNotReadIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> table.map(0x1000, FRAME, PageTable.WRITE));
        assertThrows(IllegalArgumentException.class,
                () -> table.map(0x1000, FRAME, PageTable.WRITE | PageTable.EXECUTE));
    }

    @Test
    void replaceEachVisitsThePagesOfARangeInOrder() {
        long[] pages = {0x1000, 0x3000, 0x1f_f000, 0x20_0000, 0x4000_0000, 0x4000_2000, PageTable.USER_END - PAGE_SIZE};
        for (int i = pages.length - 1; i >= 0; i--) {
            table.map(pages[i], FRAME + (long) i * PAGE_SIZE, READ_WRITE);
        }
        assertEquals(List.of(0x1000L, 0x3000L, 0x1f_f000L, 0x20_0000L, 0x4000_0000L, 0x4000_2000L,
                PageTable.USER_END - PAGE_SIZE), visited(0, Long.MAX_VALUE));
        assertEquals(List.of(0x3000L, 0x1f_f000L), visited(0x2000, 0x20_0000));
        assertEquals(List.of(0x4000_2000L), visited(0x4000_1000, 0x5000_0000));
        assertEquals(List.of(), visited(0x4000, 0x5000));
        assertEquals(List.of(), visited(0x1000, 0x1000));
    }

    @Test
    void replaceEachPutsTheVisitorsAnswerInEachPlace() {
        table.map(0x1000, FRAME, READ_WRITE);
        table.map(0x2000, FRAME + PAGE_SIZE, READ_WRITE);
        table.map(0x3000, FRAME + 2 * PAGE_SIZE, READ_WRITE);
        table.replaceEach(0x1000, 0x3000, (virtual, entry) -> virtual == 0x1000 ? 0 : entry & ~PageTable.WRITE);
        assertEquals(0, table.entry(0x1000));
        assertEquals(PageTable.READ, table.entry(0x2000) & READ_WRITE);
        assertEquals(READ_WRITE, table.entry(0x3000) & READ_WRITE);
    }

    @Test
    void closingGivesBackEachFrameOfTheTable() {
        assertEquals(1, frames.used());
        table.map(0x1000, FRAME, READ_WRITE);
        assertEquals(3, frames.used());
        table.map(0x2000, FRAME, READ_WRITE);
        assertEquals(3, frames.used(), "the same table serves the next page");
        table.map(0x20_0000, FRAME, READ_WRITE);
        table.map(0x4000_0000, FRAME, READ_WRITE);
        assertEquals(6, frames.used());
        table.replaceEach(0, PageTable.USER_END, (virtual, entry) -> 0);
        table.close();
        assertEquals(0, frames.used());
    }

    @Test
    void withoutFramesForTheTableMappingFailsAndLosesNothing() {
        for (int limit = 1; limit <= 2; limit++) {
            frames.limitTo(limit);
            assertFalse(table.map(0x1000, FRAME, READ_WRITE));
            assertEquals(0, table.entry(0x1000));
        }
        frames.limitTo(3);
        assertTrue(table.map(0x1000, FRAME, READ_WRITE));
        assertFalse(table.map(0x4000_0000, FRAME, READ_WRITE));
        assertTrue(table.map(0x2000, FRAME, READ_WRITE), "needs no further frame");
        table.close();
        assertEquals(0, frames.used());
    }

    @Test
    void satpNamesTheRootAndTheMode() {
        assertEquals(8, table.satp() >>> 60);
        table.map(0x1000, FRAME, READ_WRITE);
        assertEquals(table.entry(0x1000), PageTable.entryOf(memory, table.satp(), 0x1000));
    }

    private List<Long> visited(long from, long to) {
        List<Long> pages = new ArrayList<>();
        table.replaceEach(from, to, (virtual, entry) -> {
            pages.add(virtual);
            return entry;
        });
        return pages;
    }
}
