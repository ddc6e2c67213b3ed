package foal.cpu;

import static foal.cpu.Assembler.S0;
import static foal.cpu.Assembler.T0;
import static foal.cpu.TestMachine.CODE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import foal.cpu.engine.CodeBlock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What stretches of code do to memory, wherever a task begins to run them. */
class CodeBlockTest {
    private static final int FENCE_RW_W = 0x0310_000f, FENCE_R_RW = 0x0230_000f;

    private final TestMachine machine = new TestMachine();

    @AfterEach
    void close() {
        machine.close();
    }

    @Test
    void aStoreDirectlyBehindAFenceThatReleasesIsFenced() {
        Assembler program = new Assembler().word(FENCE_RW_W).sd(T0, 0, S0).sd(T0, 8, S0);
        assertEquals(CodeBlock.Kind.FENCED, kindOfAccess(program, 0, 0));
        assertEquals(CodeBlock.Kind.PLAIN, kindOfAccess(program, 0, 1));
    }

    @Test
    void aStoreIsFencedThoughItsTaskWasInterruptedBehindTheFence() {
        Assembler program = new Assembler().word(FENCE_RW_W).instruction(Assembler.C_NOP).addi(T0, T0, 1).sd(T0, 0, S0);
        assertEquals(CodeBlock.Kind.FENCED, kindOfAccess(program, 4, 0));
        assertEquals(CodeBlock.Kind.FENCED, kindOfAccess(program, 6, 0));
        assertEquals(CodeBlock.Kind.FENCED, kindOfAccess(program, 10, 0));
    }

    @Test
    void aStoreIsPlainIfSomethingElseIsDoneToMemorySinceTheFence() {
        Assembler program = new Assembler().word(FENCE_RW_W).ld(T0, 0, S0).sd(T0, 0, S0);
        assertEquals(CodeBlock.Kind.PLAIN, kindOfAccess(program, 8, 0));
    }

    @Test
    void aStoreIsPlainIfAJumpOrAnotherFenceLiesBetween() {
        assertEquals(CodeBlock.Kind.PLAIN,
                kindOfAccess(new Assembler().word(FENCE_RW_W).j("end").label("end").sd(T0, 0, S0), 8, 0));
        assertEquals(CodeBlock.Kind.PLAIN,
                kindOfAccess(new Assembler().word(FENCE_RW_W).word(FENCE_R_RW).sd(T0, 0, S0), 8, 0));
        assertEquals(CodeBlock.Kind.PLAIN, kindOfAccess(new Assembler().sd(T0, 0, S0), 0, 0));
    }

    private CodeBlock.Kind kindOfAccess(Assembler program, long start, int index) {
        PageTable space = machine.spaceFor(program.ecall());
        return BlockReader.read(new CodeReader(machine.memory), space.satp(), CODE + start, 64).accesses().get(index).kind();
    }
}
