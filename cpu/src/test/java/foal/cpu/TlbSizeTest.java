package foal.cpu;

import static foal.cpu.Assembler.A0;
import static foal.cpu.Assembler.A1;
import static foal.cpu.Assembler.A2;
import static foal.cpu.Assembler.S1;
import static foal.cpu.Assembler.T0;
import static foal.cpu.Assembler.T1;
import static foal.cpu.PhysicalMemory.PAGE_SIZE;
import static foal.cpu.TestMachine.READ_WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The TLB becomes as large as a program needs it, and nothing else changes by that. */
class TlbSizeTest {
    private static final long PAGES_BEGIN = 0x100_0000;
    private static final int PAGES = 1500;
    /** Instructions of a round over all pages: with {@link #sweep}, 4 for each and 4 around them. */
    private static final int ROUND = 4 * PAGES + 4;

    private TestMachine machine = new TestMachine();

    @AfterEach
    void close() {
        machine.close();
    }

    /** Adds 1 to s1, stores it to each page that stands at a multiple of a0 behind a2, a1 of them, and so on without end. */
    private static Assembler sweep(boolean withTraps) {
        Assembler program = new Assembler().label("round").addi(S1, S1, 1).addi(T0, A2, 0).addi(T1, A1, 0)
                .label("page").sd(S1, 0, T0).add(T0, T0, A0).addi(T1, T1, -1).bnez(T1, "page");
        return (withTraps ? program.ecall() : program).j("round");
    }

    /** Loads a task that sweeps over so many pages, all of which are the same frame. @return its address space */
    private PageTable load(boolean withTraps, int pages, long distance) {
        PageTable space = machine.spaceFor(sweep(withTraps));
        long frame = machine.frames.allocate();
        for (long i = 0; i < pages; i++) {
            space.map(PAGES_BEGIN + i * distance, frame, READ_WRITE);
        }
        TrapFrame task = machine.taskIn(space);
        task.setX(A0, distance);
        task.setX(A1, pages);
        task.setX(A2, PAGES_BEGIN);
        machine.hart.resume(task);
        return space;
    }

    private long places() {
        return machine.hart.loaded().tlb().orElseThrow().places();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void itsSizeIsKnownOnLinux() {
        assertTrue(places() >= 64 && places() <= 1024, "places " + places());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void itHasRoomForAllPagesOfAProgramThatRunsForSomeSlices() {
        load(false, PAGES, PAGE_SIZE);
        for (int i = 0; i < 10; i++) {
            machine.hart.run(ROUND);
        }
        assertTrue(places() > PAGES, "places " + places());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @EnabledOnOs(OS.LINUX)
    void itHasRoomForAllPagesOfAProgramThatTrapsNowAndThen(boolean counting) {
        machine.close();
        machine = new TestMachine(counting);
        machine.onTrap = (hart, trap) -> {
            if (machine.traps.size() == 10) {
                hart.stop();
            }
        };
        load(true, PAGES, PAGE_SIZE);
        machine.hart.run(TestMachine.PLENTY);
        assertTrue(places() > PAGES, "places " + places());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void itGrowsForAFewPagesThatTakeEachOthersPlaceButNotForEver() {
        load(false, 64, 1L << 28);
        for (int i = 0; i < 100; i++) {
            machine.hart.run(100_000);
        }
        assertEquals(1 << 15, places());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void itStaysAsItIsForAProgramOfAFewPages() {
        long before = places();
        load(false, 20, PAGE_SIZE);
        for (int i = 0; i < 20; i++) {
            machine.hart.run(10_000);
        }
        assertEquals(before, places());
    }

    @Test
    void runsThatMakeItGrowEndAfterExactlyTheirInstructions() {
        load(false, PAGES, PAGE_SIZE);
        int slice = 7919;
        for (int i = 1; i <= 20; i++) {
            machine.hart.run(slice);
            assertEquals(slice, machine.hart.takeRetired());
            long executed = (long) i * slice;
            assertEquals((executed + ROUND - 1) / ROUND, machine.hart.x(S1));
        }
    }

    @Test
    void aRightThatAPageLosesIsGoneFromALargeOne() {
        PageTable space = load(false, PAGES, PAGE_SIZE);
        machine.hart.run(10 * ROUND);
        space.replaceEach(PAGES_BEGIN, PAGES_BEGIN + (long) PAGES * PAGE_SIZE, (address, entry) -> entry & ~PageTable.WRITE);
        machine.hart.flushTlb();
        machine.hart.run(ROUND);
        assertFault(Access.STORE, PAGES_BEGIN);
    }

    @Test
    void aPageThatIsUnmappedIsGoneFromALargeOne() {
        PageTable space = load(false, PAGES, PAGE_SIZE);
        machine.hart.run(10 * ROUND);
        long last = PAGES_BEGIN + (PAGES - 1L) * PAGE_SIZE;
        space.unmap(last);
        machine.hart.flushTlb();
        machine.hart.run(2 * ROUND);
        assertFault(Access.STORE, last);
    }

    /** What comes in after the TLB was emptied to grow may be too old the next time. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPageThatIsUnmappedIsGoneFromOneThatHasGrownSinceTheSpaceLastChanged(boolean withTraps) {
        PageTable space = load(withTraps, PAGES, PAGE_SIZE);
        machine.onTrap = (hart, trap) -> {
            if (trap instanceof Trap.PageFault) {
                hart.stop();
            }
        };
        machine.hart.flushTlb(0);
        for (int i = 0; i < 10; i++) {
            machine.hart.run(ROUND);
        }
        long last = PAGES_BEGIN + (PAGES - 1L) * PAGE_SIZE;
        space.unmap(last);
        machine.hart.flushTlb(1);
        machine.hart.run(2 * ROUND);
        assertFault(Access.STORE, last);
    }

    @Test
    void anotherSpaceDoesNotSeeThePagesThatALargeOneHolds() {
        load(false, PAGES, PAGE_SIZE);
        machine.hart.run(10 * ROUND);
        PageTable other = load(false, PAGES, PAGE_SIZE);
        long frame = machine.physical(other, PAGES_BEGIN);
        machine.hart.run(1000);
        assertEquals(1, machine.memory.getLong(frame));
    }

    private void assertFault(Access access, long address) {
        Trap.PageFault fault = assertInstanceOf(Trap.PageFault.class, machine.lastTrap());
        assertEquals(address, fault.address());
        assertEquals(access, fault.access());
    }
}
