package foal.cpu;

import static foal.cpu.Assembler.A0;
import static foal.cpu.Assembler.A1;
import static foal.cpu.Assembler.T0;
import static foal.cpu.Assembler.ZERO;
import static foal.cpu.PhysicalMemory.PAGE_SIZE;
import static foal.cpu.TestMachine.CODE;
import static foal.cpu.TestMachine.DATA;
import static foal.cpu.TestMachine.NOTHING;
import static foal.cpu.TestMachine.READ_EXECUTE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Instructions that cannot be fetched. */
class FetchFaultTest {
    private static final long SECOND_PAGE = CODE + PAGE_SIZE;

    private final TestMachine machine = new TestMachine();
    private final Hart hart = machine.hart;

    @AfterEach
    void close() {
        machine.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {
        0, NOTHING, NOTHING + 2, NOTHING + 0xffe,
        PageTable.USER_END - 2, PageTable.USER_END, PageTable.USER_END + 0x1000, // the kernel's half
        1L << 40, Long.MIN_VALUE, -PAGE_SIZE, -2, // also non-canonical addresses
    })
    void aJumpToAnAddressThatIsNotMappedFaultsThere(long target) {
        machine.run(new Assembler().jr(A0), task -> task.setX(A0, target));
        assertEquals(List.of(new Trap.PageFault(target, target, Access.FETCH)), machine.traps);
    }

    @Test
    void dataCannotBeExecuted() {
        machine.run(new Assembler().jr(A0), task -> task.setX(A0, DATA));
        assertEquals(List.of(new Trap.PageFault(DATA, DATA, Access.FETCH)), machine.traps);
    }

    @Test
    void codeThatRunsOffItsPageFaultsAtTheNextOne() {
        machine.run(new Assembler().padTo(PAGE_SIZE));
        assertEquals(List.of(new Trap.PageFault(SECOND_PAGE, SECOND_PAGE, Access.FETCH)), machine.traps);
        assertEquals(CODE + PAGE_SIZE, hart.pc() - 4);
    }

    @Test
    void anInstructionThatCrossesIntoAMissingPageNamesThatPage() {
        PageTable space = spaceWithCrossing(PAGE_SIZE - 2);
        runAt(space, SECOND_PAGE - 2);
        assertEquals(List.of(new Trap.PageFault(SECOND_PAGE - 2, SECOND_PAGE, Access.FETCH)), machine.traps);
    }

    /** A block of instructions is fetched as a whole: its first instruction counts as the one that failed. */
    @Test
    void aBlockWhoseLastInstructionCrossesNamesTheMissingPage() {
        PageTable space = spaceWithCrossing(PAGE_SIZE - 10);
        runAt(space, SECOND_PAGE - 10);
        assertEquals(List.of(new Trap.PageFault(SECOND_PAGE - 10, SECOND_PAGE, Access.FETCH)), machine.traps);
        assertEquals(0, hart.x(T0));
    }

    @Test
    void aCrossingInstructionCompletesOnceTheHandlerHasMappedThePage() {
        PageTable space = spaceWithCrossing(PAGE_SIZE - 10);
        machine.onTrap = (hart, trap) -> {
            if (trap instanceof Trap.PageFault fault) {
                long frame = machine.mapNew(space, fault.address(), READ_EXECUTE);
                machine.memory.write(frame, crossing(PAGE_SIZE - 10), PAGE_SIZE, 6);
                hart.setPc(fault.pc());
            } else {
                hart.stop();
            }
        };
        runAt(space, SECOND_PAGE - 10);
        assertEquals(Trap.Syscall.INSTANCE, machine.lastTrap());
        assertEquals(2, machine.traps.size());
        assertEquals(2 + 100, hart.x(T0));
        assertEquals(SECOND_PAGE + 6, hart.pc());
    }

    @Test
    void aPageOfCodeIsLoadedOnDemand() {
        PageTable space = machine.newSpace();
        byte[] code = new Assembler().addi(T0, ZERO, 7).ecall().assemble();
        machine.onTrap = (hart, trap) -> {
            if (trap instanceof Trap.PageFault fault) {
                long frame = machine.mapNew(space, fault.address(), READ_EXECUTE);
                machine.memory.write(frame, code, 0, code.length);
                hart.setPc(fault.pc());
            } else {
                hart.stop();
            }
        };
        runAt(space, CODE);
        assertEquals(List.of(new Trap.PageFault(CODE, CODE, Access.FETCH), Trap.Syscall.INSTANCE), machine.traps);
        assertEquals(7, hart.x(T0));
        assertEquals(2, hart.retired(), "a fetch that fails begins no instruction");
    }

    @Test
    void aPageThatLosesItsXBitIsNotExecutedAnyMore() {
        PageTable space = machine.spaceFor(new Assembler().label("loop").addi(T0, T0, 1).ecall().j("loop"));
        machine.onTrap = (hart, trap) -> {
            if (hart.x(T0) == 3) {
                space.map(CODE, PageTable.frameOf(space.entry(CODE)), PageTable.READ);
                hart.flushTlb();
            }
            if (!(trap instanceof Trap.Syscall)) {
                hart.stop();
            }
        };
        runAt(space, CODE);
        assertEquals(new Trap.PageFault(CODE + 8, CODE + 8, Access.FETCH), machine.lastTrap());
        assertEquals(4, machine.traps.size());
        assertEquals(0, hart.x(A1));
    }

    /** Two or more instructions on the first page, and then one that begins two bytes before its end. */
    private static byte[] crossing(int firstInstruction) {
        return new Assembler().padTo(firstInstruction).addi(T0, T0, 1).addi(T0, T0, 1)
                .padTo(PAGE_SIZE - 2).addi(T0, T0, 100).ecall().assemble();
    }

    private PageTable spaceWithCrossing(int firstInstruction) {
        PageTable space = machine.newSpace();
        long frame = machine.mapNew(space, CODE, READ_EXECUTE);
        byte[] code = firstInstruction < PAGE_SIZE - 8 ? crossing(firstInstruction)
                : new Assembler().padTo(firstInstruction).addi(T0, T0, 100).assemble();
        machine.memory.write(frame, code, 0, PAGE_SIZE);
        return space;
    }

    private void runAt(PageTable space, long pc) {
        TrapFrame task = machine.taskIn(space);
        task.setPc(pc);
        hart.resume(task);
        hart.run(TestMachine.PLENTY);
    }
}
