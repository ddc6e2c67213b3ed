package foal.cpu;

import static foal.cpu.Assembler.S0;
import static foal.cpu.Assembler.T0;
import static foal.cpu.Assembler.T1;
import static foal.cpu.PhysicalMemory.PAGE_SIZE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However much code there is, an engine has room for its translations. */
class TranslationBudgetTest {
    /** Straight code, of which the translation fills the buffer at least twice. */
    private static final int BLOCKS = 600;
    private static final int INSTRUCTIONS = 1000;

    private static final long FAR_CODE = 0x4000_0000L;

    /**
     * A task in straight code that adds 1 to a word again and again, atomically: no translations are longer. In t0 stands
     * how many instructions there were before the last, but for the first.
     */
    private static TrapFrame straightCode(TestMachine machine) {
        Assembler program = new Assembler().li(T1, 1);
        for (int i = 1; i < BLOCKS * INSTRUCTIONS; i++) {
            program.amoaddD(T0, T1, S0);
        }
        byte[] code = program.ecall().assemble();
        PageTable space = machine.newSpace();
        for (int offset = 0; offset < code.length; offset += PAGE_SIZE) {
            long frame = machine.mapNew(space, FAR_CODE + offset, TestMachine.READ_EXECUTE);
            machine.memory.write(frame, code, offset, Math.min(PAGE_SIZE, code.length - offset));
        }
        machine.mapNew(space, TestMachine.DATA, TestMachine.READ_WRITE);
        TrapFrame task = machine.taskIn(space);
        task.setPc(FAR_CODE);
        return task;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void moreCodeThanTheBufferHoldsIsRunExactly(boolean counting) {
        try (TestMachine machine = new TestMachine(counting)) {
            machine.hart.resume(straightCode(machine));
            machine.hart.run(Long.MAX_VALUE);
            assertEquals(BLOCKS * INSTRUCTIONS - 2, machine.hart.x(T0));
            assertEquals(counting ? BLOCKS * INSTRUCTIONS + 1 : 0, machine.hart.retired());
        }
    }

    @Test
    void slicesAreExactAcrossTheTimesWhenAllIsForgotten() {
        try (TestMachine machine = new TestMachine()) {
            machine.hart.resume(straightCode(machine));
            for (int i = 1; i <= BLOCKS; i++) {
                machine.hart.run(INSTRUCTIONS);
                assertEquals(i * INSTRUCTIONS - 2, machine.hart.x(T0));
                assertEquals(INSTRUCTIONS, machine.hart.retired());
            }
        }
    }
}
