package foal.kernel.memory;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.cpu.Access;
import foal.cpu.PageTable;
import foal.cpu.PhysicalMemory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An address space that is not as it must be is found. */
class SpaceInvariantsTest {
    private static final int READ = 1, WRITE = 2, EXECUTE = 4;
    private static final long START = 0x10_0000;

    private final PhysicalMemory memory = new PhysicalMemory(1 << 20);
    private final FrameTable frames = new FrameTable(memory, 1);
    private final PageTable table = new PageTable(memory, frames, frames.allocate());
    private final Mappings mappings = new Mappings(null, frames.kernelMemory());
    private final ResidentPages pages = new ResidentPages(frames, table);
    private final Mapping mapping = Mapping.anonymous(START, START + 2 * PAGE_SIZE, READ | WRITE, "");

    @BeforeEach
    void aPageThatIsStoredTo() {
        mappings.insert(mapping);
        assertEquals(FaultResult.RESOLVED, pages.fault(mapping, START, Access.STORE));
    }

    @AfterEach
    void close() {
        memory.close();
    }

    private String complaint() {
        return assertThrows(IllegalStateException.class, () -> new SpaceInvariants(frames).check(mappings, pages)).getMessage();
    }

    @Test
    void aSoundSpaceIsNotComplainedOf() {
        assertEquals(2, assertDoesNotThrow(() -> new SpaceInvariants(frames).check(mappings, pages)));
    }

    @Test
    void aPageWithoutAMappingIsFound() {
        mappings.remove(START, START + PAGE_SIZE);
        assertEquals("a page lies in no mapping: 0x100000", complaint());
    }

    @Test
    void aRightThatTheMappingDoesNotGiveIsFound() {
        mappings.protect(START, START + PAGE_SIZE, READ);
        assertEquals("an entry allows too much: 0x100000", complaint());
    }

    @Test
    void aPageThatIsWritableAndExecutableIsFound() {
        mappings.protect(START, START + PAGE_SIZE, READ | WRITE | EXECUTE);
        table.map(START, PageTable.frameOf(table.entry(START)), PageTable.READ | PageTable.WRITE | PageTable.EXECUTE);
        assertEquals("a page is writable and executable: 0x100000", complaint());
    }

    @Test
    void aWritablePageWhoseFrameOthersHaveIsFound() {
        frames.share(PageTable.frameOf(table.entry(START)));
        assertEquals("a private page that others have is writable: 0x100000", complaint());
    }

    @Test
    void aFrameThatIsInTwoTablesByOneReferenceIsFound() {
        table.map(START + PAGE_SIZE, PageTable.frameOf(table.entry(START)), PageTable.READ);
        assertEquals("a frame has fewer references than entries: 0x101000", complaint());
    }

    @Test
    void aPageThatIsNotCountedIsFound() {
        table.map(START + PAGE_SIZE, frames.allocate(), PageTable.READ);
        assertTrue(complaint().startsWith("there are 2 pages and not 1"));
    }
}
