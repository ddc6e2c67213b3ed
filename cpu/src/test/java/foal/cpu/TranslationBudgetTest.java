package foal.cpu;

import static foal.cpu.Assembler.S0;
import static foal.cpu.Assembler.T0;
import static foal.cpu.Assembler.T1;
import static foal.cpu.PhysicalMemory.PAGE_SIZE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.cpu.engine.InstructionCounter;
import foal.cpu.engine.TranslationBuffer;
import foal.cpu.unicorn.Unicorn;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However much code there is, an engine has room for its translations. */
class TranslationBudgetTest {
    /** Straight code, of which the translation fills the buffer at least twice. */
    private static final int BLOCKS = 600;
    private static final int INSTRUCTIONS = 1000;

    // With t0, ft0 and (s0).
    private static final int SC_D = 0x1854_32af, AMOADD_D = 0x0064_32af, AMOMIN_D = 0x8064_32af, DIV = 0x0262_c2b3, REM_W = 0x0262_e2bb;
    private static final int FSD = 0x0004_3027, FMADD_D = 0x1a20_f043;

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

    /** That is all that is known where an engine's buffer is not found. */
    @ParameterizedTest
    @ValueSource(ints = {SC_D, AMOADD_D, AMOMIN_D, DIV, REM_W, FSD, FMADD_D})
    void noTranslationIsLongerThanTheBoundsSay(int instruction) {
        try (PhysicalMemory memory = new PhysicalMemory(1 << 20); Unicorn unicorn = new Unicorn()) {
            unicorn.mapMemory(PhysicalMemory.BASE, memory.segment());
            Firmware.install(memory);
            Optional<TranslationBuffer> buffer = TranslationBuffer.find(unicorn, () -> Firmware.openMemoryToUserMode(unicorn));
            Assumptions.assumeTrue(buffer.isPresent(), "the engine's buffer is not found on this host");
            unicorn.endNowhere();
            InstructionCounter.find(unicorn, Firmware.IDLE_LOOP);
            unicorn.onInstruction(_ -> { });
            long[] bound = {0};
            unicorn.onTranslation(instructions ->
                    bound[0] += TranslationBudget.BYTES_PER_BLOCK + (long) instructions * TranslationBudget.BYTES_PER_INSTRUCTION);
            long before = buffer.get().used();
            runStraight(unicorn, memory, instruction);
            long used = buffer.get().used() - before;
            assertTrue(used > 50 * INSTRUCTIONS && used < bound[0], used + " bytes, bound " + bound[0]);
        }
    }

    /** Runs one instruction again and again, each at an address of its own, in M-mode. */
    private static void runStraight(Unicorn unicorn, PhysicalMemory memory, int instruction) {
        long code = PhysicalMemory.BASE + PAGE_SIZE;
        for (int i = 0; i < INSTRUCTIONS; i++) {
            memory.setInt(code + 4L * i, instruction);
        }
        unicorn.writeRegister(Unicorn.X0 + S0, Firmware.SCRATCH & -8);
        unicorn.writeRegister(Unicorn.MSTATUS, Firmware.MSTATUS_FLOATING_POINT);
        unicorn.writeRegister(Unicorn.PC, code);
        unicorn.start(code, INSTRUCTIONS);
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
