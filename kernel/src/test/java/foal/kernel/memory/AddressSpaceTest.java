package foal.kernel.memory;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.cpu.Access;
import foal.cpu.PageTable;
import foal.cpu.PhysicalMemory;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Mappings, and what page faults make of them. */
class AddressSpaceTest {
    private static final int READ = 1, WRITE = 2, EXECUTE = 4;
    private static final long START = 0x10_0000;

    private final PhysicalMemory memory = new PhysicalMemory(1 << 20);
    private final FrameTable frames = new FrameTable(memory, 1);
    private final AddressSpace space = AddressSpace.create(frames, 2).orElseThrow();

    @AfterEach
    void everythingIsGivenBack() {
        space.close();
        assertEquals(taken, frames.used());
        memory.close();
    }

    /** Frames that a test has taken for good. */
    private int taken;

    private static long page(int number) {
        return START + (long) number * PAGE_SIZE;
    }

    private void map(int from, int to, int protection) {
        space.map(Mapping.anonymous(page(from), page(to), protection, ""));
    }

    private static Mapping shared(Backing backing, int pages) {
        return Mapping.of(backing, Mapping.Kind.SHARED, page(0), page(pages), READ | WRITE, "");
    }

    private List<String> mappings() {
        return space.mappings().stream().map(mapping -> (mapping.start() - START) / PAGE_SIZE + "-"
                + (mapping.end() - START) / PAGE_SIZE + ":" + mapping.protection()).toList();
    }

    private static byte[] readIn(AddressSpace where, PhysicalMemory memory, long address) {
        byte[] bytes = new byte[1];
        assertEquals(1, new UserMemory(where, memory).read(address, bytes, 0, 1));
        return bytes;
    }

    private void writeIn(AddressSpace where, long address, int value) {
        assertEquals(1, new UserMemory(where, memory).write(address, new byte[] {(byte) value}, 0, 1));
    }

    // ---- mappings ----------------------------------------------------------------------------------------------

    @Test
    void unmappingTheMiddleLeavesBothEnds() {
        map(0, 6, READ);
        space.unmap(page(2), page(4));
        assertEquals(List.of("0-2:1", "4-6:1"), mappings());
        assertEquals(4L * PAGE_SIZE, space.size());
        assertFalse(space.isMapped(page(0), page(6)));
        assertTrue(space.isMapped(page(4), page(6)));
        assertTrue(space.isFree(page(2), page(4)));
        assertFalse(space.isFree(page(1), page(3)));
    }

    @Test
    void protectingTheMiddleSplits() {
        map(0, 6, READ | WRITE);
        space.protect(page(2), page(4), READ);
        assertEquals(List.of("0-2:3", "2-4:1", "4-6:3"), mappings());
        assertEquals(FaultResult.FORBIDDEN, space.fault(page(2), Access.STORE));
        assertEquals(FaultResult.RESOLVED, space.fault(page(4), Access.STORE));
    }

    @Test
    void aMappingReplacesWhatWasThere() {
        map(0, 4, READ | WRITE);
        writeIn(space, page(1), 42);
        map(1, 3, READ);
        assertEquals(List.of("0-1:3", "1-3:1", "3-4:3"), mappings());
        assertArrayEquals(new byte[1], readIn(space, memory, page(1)));
    }

    @Test
    void anonymousMappingsThatContinueEachOtherAreOne() {
        map(0, 1, READ);
        map(1, 2, READ);
        map(2, 3, READ | WRITE);
        assertEquals(List.of("0-2:1", "2-3:3"), mappings());
    }

    @Test
    void mappingsThatComeToBeAlikeAreOneAgain() {
        map(0, 6, READ | WRITE);
        space.protect(page(2), page(4), READ);
        space.protect(page(2), page(4), READ | WRITE);
        assertEquals(List.of("0-6:3"), mappings());
        map(8, 9, READ | WRITE);
        map(6, 8, READ | WRITE);
        assertEquals(List.of("0-9:3"), mappings());
    }

    @Test
    void partsOfAnObjectAreOneMappingIfTheyContinueEachOther() {
        SharedPages pages = new SharedPages(frames, 4);
        Mapping whole = shared(pages, 4);
        space.map(whole);
        space.protect(page(1), page(2), READ);
        space.protect(page(1), page(2), READ | WRITE);
        assertEquals(List.of("0-4:3"), mappings());
        assertEquals(1, pages.mappings());
        space.map(whole.part(page(1), page(3)));
        assertEquals(List.of("0-4:3"), mappings());
        space.map(Mapping.of(pages, Mapping.Kind.SHARED, page(4), page(5), READ | WRITE, ""));
        assertEquals(List.of("0-4:3", "4-5:3"), mappings());
        assertEquals(2, pages.mappings());
    }

    @Test
    void theHighestHoleThatIsLargeEnoughIsFound() {
        long top = space.findFree(PAGE_SIZE).orElseThrow() + PAGE_SIZE;
        space.map(Mapping.anonymous(top - 2 * PAGE_SIZE, top - PAGE_SIZE, READ, ""));
        assertEquals(Optional.of(top - PAGE_SIZE), space.findFree(PAGE_SIZE));
        assertEquals(Optional.of(top - 4 * PAGE_SIZE), space.findFree(2 * PAGE_SIZE));
        assertEquals(Optional.empty(), space.findFree(PageTable.USER_END));
    }

    @Test
    void onlyTheUsersPartCanBeMapped() {
        assertTrue(Layout.isMappable(Layout.LOWEST, PAGE_SIZE));
        assertTrue(Layout.isMappable(PageTable.USER_END - PAGE_SIZE, PAGE_SIZE));
        assertFalse(Layout.isMappable(PageTable.USER_END - PAGE_SIZE, PAGE_SIZE + 1));
        assertFalse(Layout.isMappable(0, PAGE_SIZE));
        assertFalse(Layout.isMappable(-PAGE_SIZE, PAGE_SIZE));
        assertFalse(Layout.isMappable(Layout.LOWEST, 0));
        assertFalse(Layout.isMappable(Layout.LOWEST, Long.MAX_VALUE));
    }

    // ---- faults ------------------------------------------------------------------------------------------------

    @Test
    void pagesComeInWhenTheyAreTouchedAndNotBefore() {
        int before = frames.used();
        map(0, 100, READ | WRITE);
        assertEquals(before, frames.used());
        assertEquals(FaultResult.RESOLVED, space.fault(page(7), Access.LOAD));
        assertEquals(FaultResult.NOT_MAPPED, space.fault(page(100), Access.LOAD));
        assertEquals(FaultResult.NOT_MAPPED, space.fault(page(-1), Access.LOAD));
        assertEquals(FaultResult.FORBIDDEN, space.fault(page(0), Access.FETCH));
    }

    @Test
    void aPageIsNeverWritableAndExecutableAtOnce() {
        map(0, 1, READ | WRITE | EXECUTE);
        for (Access access : List.of(Access.STORE, Access.FETCH, Access.STORE, Access.LOAD, Access.FETCH)) {
            assertNotEquals(0, space.translate(page(0), access));
            int flags = PageTable.flagsOf(entryOf(page(0)));
            assertNotEquals(PageTable.WRITE | PageTable.EXECUTE, flags & (PageTable.WRITE | PageTable.EXECUTE));
        }
    }

    @Test
    void codeIsStaleOnceItIsToRunAgainAndHasChangedMeanwhile() {
        map(0, 1, READ | WRITE | EXECUTE);
        space.fault(page(0), Access.FETCH);
        space.fault(page(0), Access.STORE);
        space.fault(page(0), Access.FETCH);
        assertFalse(frames.hasStaleCode());
        space.fault(page(0), Access.STORE);
        memory.setLong(PageTable.frameOf(entryOf(page(0))), 0x13);
        assertFalse(frames.hasStaleCode());
        space.fault(page(0), Access.FETCH);
        assertTrue(frames.hasStaleCode());
    }

    private long entryOf(long address) {
        return new PageTable(memory, frames, rootOf(space)).entry(address);
    }

    private static long rootOf(AddressSpace of) {
        return (of.satp() & (1L << 44) - 1) * PAGE_SIZE;
    }

    @Test
    void noMemoryIsSaidAndLeaksNothing() {
        map(0, 300, READ | WRITE);
        int touched = 0;
        while (space.fault(page(touched), Access.STORE) == FaultResult.RESOLVED) {
            touched++;
        }
        assertEquals(FaultResult.NO_MEMORY, space.fault(page(touched), Access.STORE));
        assertEquals(Optional.empty(), space.fork(3));
        space.unmap(page(0), page(1));
        assertEquals(FaultResult.RESOLVED, space.fault(page(touched), Access.STORE));
    }

    @Test
    void anObserverChangesNothingAndSeesWhatAReaderWould() {
        map(0, 2, READ | WRITE);
        writeIn(space, page(0), 42);
        int before = frames.used();
        byte[] seen = {1, 1};
        assertEquals(2, new UserMemory(space, memory).peek(page(1) - 1, seen, 2));
        assertArrayEquals(new byte[] {0, 0}, seen);
        assertEquals(1, new UserMemory(space, memory).peek(page(0), seen, 1));
        assertEquals(42, seen[0]);
        assertEquals(1, new UserMemory(space, memory).peek(page(2) - 1, seen, 2));
        assertEquals(0, new UserMemory(space, memory).peek(-8, seen, 2));
        assertEquals(before, frames.used());
    }

    // ---- fork --------------------------------------------------------------------------------------------------

    /** Whoever stores: the hart that has read the page may be another than the one whose store faults. */
    @Test
    void aPageThatIsCopiedForAStoreMustBeForgottenByAllHarts() {
        map(0, 1, READ | WRITE);
        space.fault(page(0), Access.STORE);
        AddressSpace child = space.fork(3).orElseThrow();
        child.fault(page(0), Access.LOAD);
        long before = child.tlbGeneration();
        child.fault(page(0), Access.STORE);
        assertNotEquals(before, child.tlbGeneration());
        before = space.tlbGeneration();
        space.fault(page(0), Access.STORE);
        assertEquals(before, space.tlbGeneration(), "its page stays where it is");
        child.close();
    }

    @Test
    void aForkedSpaceSharesPagesUntilOneSideWrites() {
        map(0, 2, READ | WRITE);
        writeIn(space, page(0), 1);
        writeIn(space, page(1), 2);
        int before = frames.used();
        AddressSpace child = space.fork(3).orElseThrow();
        int tables = frames.used() - before;
        writeIn(space, page(0), 3);
        writeIn(child, page(1), 4);
        assertEquals(before + tables + 2, frames.used());
        assertArrayEquals(new byte[] {3}, readIn(space, memory, page(0)));
        assertArrayEquals(new byte[] {2}, readIn(space, memory, page(1)));
        assertArrayEquals(new byte[] {1}, readIn(child, memory, page(0)));
        assertArrayEquals(new byte[] {4}, readIn(child, memory, page(1)));
        child.close();
        assertEquals(before, frames.used());
    }

    @Test
    void sharedPagesStaySharedAndGoWithTheLastMapping() {
        int before = frames.used();
        space.map(shared(new SharedPages(frames, 2), 2));
        writeIn(space, page(0), 1);
        AddressSpace child = space.fork(3).orElseThrow();
        writeIn(child, page(0), 5);
        assertArrayEquals(new byte[] {5}, readIn(space, memory, page(0)));
        space.unmap(page(0), page(1));
        space.unmap(page(1), page(2));
        assertArrayEquals(new byte[] {5}, readIn(child, memory, page(0)));
        child.close();
        assertTrue(frames.used() <= before + 2, "only page tables are left");
    }

    @Test
    void beyondTheEndOfAnObjectIsNoMemory() {
        space.map(shared(new SharedPages(frames, 1), 2));
        assertEquals(FaultResult.RESOLVED, space.fault(page(0), Access.LOAD));
        assertEquals(FaultResult.BEYOND_END, space.fault(page(1), Access.LOAD));
    }

    @Test
    void pagesThatAnObjectLosesAreGoneFromItsMappings() {
        SharedPages pages = new SharedPages(frames, 4);
        space.map(shared(pages, 4));
        for (int i = 0; i < 4; i++) {
            writeIn(space, page(i), i);
        }
        space.forgetPages(pages, 2, Long.MAX_VALUE / PAGE_SIZE);
        assertTrue(space.residency().isPresent(page(1)));
        assertFalse(space.residency().isPresent(page(2)));
        assertFalse(space.residency().isPresent(page(3)));
        assertTrue(space.tlbGeneration() > 0);
    }

    // ---- stacks ------------------------------------------------------------------------------------------------

    private void mapStack(int from, int to) {
        space.map(new Mapping(page(from), page(to), READ | WRITE, Mapping.Kind.STACK, Optional.empty(), 0, "[stack]"));
    }

    @Test
    void aStackGrowsToWhereItIsTouchedUpToItsLimit() {
        mapStack(999, 1000);
        space.layout().setStackLimit(10 * PAGE_SIZE);
        assertEquals(FaultResult.RESOLVED, space.fault(page(995), Access.STORE));
        assertEquals(List.of("995-1000:3"), mappings());
        assertEquals(FaultResult.RESOLVED, space.fault(page(990), Access.LOAD));
        assertEquals(FaultResult.NOT_MAPPED, space.fault(page(990) - 1, Access.LOAD));
        space.layout().setStackLimit(-1);
        assertEquals(FaultResult.RESOLVED, space.fault(page(990) - 1, Access.LOAD));
    }

    @Test
    void aStackKeepsItsDistance() {
        space.layout().setStackLimit(-1);
        map(0, 1, READ);
        mapStack(999, 1000);
        int gap = 256;
        assertEquals(FaultResult.NOT_MAPPED, space.fault(page(gap), Access.STORE));
        assertEquals(FaultResult.RESOLVED, space.fault(page(1 + gap), Access.STORE));
        space.unmap(page(0), page(1));
        assertEquals(FaultResult.RESOLVED, space.fault(page(gap), Access.STORE));
        space.layout().setMmapTop(page(gap + 1));
        assertEquals(Optional.of(page(0) - PAGE_SIZE), space.findFree(PAGE_SIZE));
    }

    // ---- moving ------------------------------------------------------------------------------------------------

    @Test
    void pagesMoveWithTheirMapping() {
        map(0, 4, READ | WRITE);
        writeIn(space, page(1), 7);
        int used = frames.used();
        assertTrue(space.move(space.mappings(page(1), page(3)).getFirst(), page(10), 4 * PAGE_SIZE, false));
        assertEquals(List.of("0-1:3", "3-4:3", "10-14:3"), mappings());
        assertEquals(used, frames.used());
        assertArrayEquals(new byte[] {7}, readIn(space, memory, page(10)));
        assertTrue(space.tlbGeneration() > 0);
    }

    @Test
    void aMoveForWhichThereIsNoTableChangesNothing() {
        map(0, 4, READ | WRITE);
        writeIn(space, page(1), 7);
        while (frames.allocate() != 0) {
            taken++;
        }
        assertFalse(space.move(space.mappings(page(0), page(4)).getFirst(), 1L << 36, 4 * PAGE_SIZE, false));
        assertEquals(List.of("0-4:3"), mappings());
        assertArrayEquals(new byte[] {7}, readIn(space, memory, page(1)));
    }

    @Test
    void aSpaceOfTwoUsersIsGivenBackByTheSecond() {
        map(0, 1, READ | WRITE);
        writeIn(space, page(0), 6);
        space.share().close();
        assertArrayEquals(new byte[] {6}, readIn(space, memory, page(0)));
    }
}
