package foal.cpu;

import static foal.cpu.Assembler.A0;
import static foal.cpu.Assembler.A1;
import static foal.cpu.Assembler.A2;
import static foal.cpu.Assembler.T0;
import static foal.cpu.Assembler.ZERO;
import static foal.cpu.PhysicalMemory.PAGE_SIZE;
import static foal.cpu.TestMachine.CODE;
import static foal.cpu.TestMachine.PLENTY;
import static foal.cpu.TestMachine.READ_EXECUTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A frame that held code and now holds other code. */
class CodeChangeTest {
    private static final int NOP = 0x0000_0013;

    private final TestMachine machine = new TestMachine();
    private final Hart hart = machine.hart;

    @AfterEach
    void close() {
        machine.close();
    }

    @Test
    void aReusedFrameRunsItsNewCodeInAnotherProcess() {
        PageTable first = machine.spaceFor(giving(1));
        assertEquals(1, resultOf(machine.taskIn(first)));

        PageTable second = machine.newSpace();
        long frame = PageTable.frameOf(first.unmap(CODE));
        second.map(CODE, frame, READ_EXECUTE);
        for (int i = 2; i < 20; i++) {
            write(frame, giving(i));
            hart.invalidateCode(frame, PAGE_SIZE);
            assertEquals(i, resultOf(machine.taskIn(second)));
        }
    }

    @Test
    void allMappingsOfAFrameRunTheNewCode() {
        PageTable space = machine.spaceFor(giving(1));
        long frame = PageTable.frameOf(space.entry(CODE));
        long alias = 0x50000;
        space.map(alias, frame, READ_EXECUTE);
        TrapFrame atAlias = machine.taskIn(space);
        atAlias.setPc(alias);
        assertEquals(1, resultOf(machine.taskIn(space)));
        assertEquals(1, resultOf(atAlias));

        write(frame, giving(2));
        hart.invalidateCode(frame, PAGE_SIZE);
        atAlias.setPc(alias);
        assertEquals(2, resultOf(atAlias));
        assertEquals(2, resultOf(machine.taskIn(space)));
    }

    @Test
    void codeMayChangeWithinATrapIfTheTaskIsResumed() {
        Assembler program = giving(1).j("start");
        PageTable space = machine.spaceFor(program);
        long frame = PageTable.frameOf(space.entry(CODE));
        TrapFrame task = machine.taskIn(space);
        task.setX(Assembler.S1, 77);
        machine.onTrap = (hart, trap) -> {
            if (machine.traps.size() == 2) {
                hart.stop();
                return;
            }
            assertEquals(1, hart.x(T0));
            hart.save(task);
            write(frame, giving(2).j("start"));
            hart.invalidateCode(frame, PAGE_SIZE);
            hart.resume(task);
        };
        hart.resume(task);
        hart.run(PLENTY);
        assertEquals(2, hart.x(T0));
        assertEquals(77, hart.x(Assembler.S1));
        assertEquals(5, hart.retired());
    }

    @Test
    void otherCodeIsLeftAlone() {
        PageTable kept = machine.spaceFor(giving(5));
        PageTable changed = machine.spaceFor(giving(6));
        assertEquals(5, resultOf(machine.taskIn(kept)));
        assertEquals(6, resultOf(machine.taskIn(changed)));
        hart.invalidateCode(PageTable.frameOf(changed.entry(CODE)), PAGE_SIZE);
        assertEquals(5, resultOf(machine.taskIn(kept)));
        assertEquals(6, resultOf(machine.taskIn(changed)));
    }

    /**
     * A store puts a nop in place of the load that follows, without {@code fence.i}. Which of them runs is open;
     * if it is the load, which faults, its address cannot be told any more. It must be a trap of the program's.
     */
    @Test
    void anInstructionThatChangesJustBeforeItFaultsEndsInATrap() {
        Assembler program = new Assembler().sw(A1, 4, A2).ld(A0, 0, ZERO).ecall();
        PageTable space = machine.spaceFor(program);
        long frame = PageTable.frameOf(space.entry(CODE));
        space.map(CODE, frame, PageTable.READ | PageTable.WRITE | PageTable.EXECUTE);
        TrapFrame task = machine.taskIn(space);
        task.setX(A1, NOP);
        task.setX(A2, CODE);
        hart.resume(task);
        hart.run(PLENTY);
        Trap trap = machine.lastTrap();
        assertTrue(trap.equals(Trap.Syscall.INSTANCE) || trap.equals(new Trap.IllegalInstruction(CODE + 4, NOP)), trap::toString);
    }

    private static Assembler giving(int value) {
        return new Assembler().label("start").li(T0, value).ecall();
    }

    private void write(long frame, Assembler program) {
        byte[] code = program.assemble();
        machine.memory.write(frame, code, 0, code.length);
    }

    private long resultOf(TrapFrame task) {
        hart.resume(task);
        hart.run(PLENTY);
        return hart.x(T0);
    }
}
