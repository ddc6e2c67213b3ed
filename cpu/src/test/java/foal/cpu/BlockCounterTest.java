package foal.cpu;

import static foal.cpu.Assembler.A0;
import static foal.cpu.Assembler.A1;
import static foal.cpu.Assembler.A2;
import static foal.cpu.Assembler.A3;
import static foal.cpu.Assembler.FT0;
import static foal.cpu.Assembler.FT1;
import static foal.cpu.Assembler.FT2;
import static foal.cpu.Assembler.T0;
import static foal.cpu.Assembler.T1;
import static foal.cpu.TestMachine.CODE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import foal.cpu.machinecode.BlockCounter;
import foal.cpu.unicorn.Unicorn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A hart that counts blocks does the same as one that counts each instruction, whatever a program does. */
class BlockCounterTest {
    private static final int FADD_D = 0x0220_f053; // ft0, ft1, ft2

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    @DisabledIfSystemProperty(named = "foal.machine-code", matches = "off", disabledReason = "there is none of ours")
    void blocksAreCountedOnThisKindOfHost() {
        try (PhysicalMemory memory = new PhysicalMemory(1 << 20); Engine engine = countingEngine(memory)) {
            assertInstanceOf(BlockCounter.class, engine.counter());
        }
    }

    /** The counter has been tried with a loop of 1000 rounds. */
    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    @DisabledIfSystemProperty(named = "foal.machine-code", matches = "adverse|off", disabledReason = "the block may be out of reach")
    void aBlockThatIsExecutedOftenCountsByItself() {
        assumeTrue(Unicorn.version().equals("2.1.1"), "what the code of other builds looks like is not known");
        try (PhysicalMemory memory = new PhysicalMemory(1 << 20); Engine engine = countingEngine(memory)) {
            int calls = ((BlockCounter) engine.counter()).calls();
            assertTrue(calls > 0 && calls < 500, calls + " calls");
        }
    }

    private static Engine countingEngine(PhysicalMemory memory) {
        return new Engine(memory, Engine.Counting.FAST, _ -> { }, Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void randomProgramsInSlicesOfRandomLengths(int seed) {
        Assembler program = RandomProgram.of(new Random(seed), 60);
        compare(machine -> new LoggedRun(machine, machine.spaceFor(program)).inSlices(new Random(seed), 400).log);
    }

    /** Branches across pages, and instructions that lie in two. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void randomProgramsOfSeveralPages(int seed) {
        Assembler program = RandomProgram.of(new Random(-seed), 3000);
        compare(machine -> new LoggedRun(machine, machine.spaceFor(program)).inSlices(new Random(seed), 400).log);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void randomProgramsThatOverwriteThemselves(int seed) {
        Random random = new Random(100 + seed);
        Assembler program = RandomProgram.of(random, 60);
        long overwritten = CODE + 2 * random.nextInt(60);
        compare(machine -> {
            PageTable space = machine.spaceFor(program);
            makeCodeWritable(space);
            LoggedRun run = new LoggedRun(machine, space);
            run.task.setX(A3, overwritten);
            return run.inSlices(new Random(seed), 400).log;
        });
    }

    @Test
    void everyNumberOfInstructionsOfARandomProgram() {
        Assembler program = RandomProgram.of(new Random(0), 100);
        compare(machine -> {
            PageTable space = machine.spaceFor(program);
            List<String> log = new ArrayList<>();
            for (int n = 1; n <= 250; n++) {
                log.addAll(new LoggedRun(machine, space).forInstructions(n).log);
            }
            return log;
        });
    }

    /** The block goes on as it was translated; what stands there now would be counted otherwise. */
    @Test
    void aFaultInABlockThatHasOverwrittenItselfIsCountedExactly() {
        Assembler program = new Assembler()
                .sw(A0, 4, A2) // puts two instructions of 2 bytes where there is one of 4
                .nop().nop().ld(T0, 0, A1).nop().nop().ecall();
        compare(machine -> {
            PageTable space = machine.spaceFor(program);
            makeCodeWritable(space);
            LoggedRun run = new LoggedRun(machine, space);
            run.task.setX(A0, Assembler.C_NOP << 16 | Assembler.C_NOP);
            run.task.setX(A2, CODE);
            run.forInstructions(6);
            assertTrue(run.log.getFirst().startsWith("4 PageFault"), run.log::toString);
            return run.log;
        });
    }

    @Test
    void aBlockThatIsTooLongIsRunInPartAndThenAgainAsAWhole() {
        Assembler program = new Assembler();
        for (int i = 0; i < 2000; i++) {
            program.addi(T0, T0, 1);
        }
        program.label("end").j("end");
        compare(machine -> new LoggedRun(machine, machine.spaceFor(program)).inSlices(new Random(1), 30).log);
    }

    @Test
    void floatingPointIsOnAndTheSameAfterSmallSteps() {
        Assembler program = new Assembler().label("loop").addi(T0, T0, 1)
                .instruction(FADD_D).fdivD(FT0, FT1, FT2).csrr(T1, Assembler.FCSR).word(FADD_D).j("loop");
        compare(machine -> new LoggedRun(machine, machine.spaceFor(program)).inSlices(new Random(2), 100).log);
    }

    private static void makeCodeWritable(PageTable space) {
        space.map(CODE, PageTable.frameOf(space.entry(CODE)), PageTable.READ | PageTable.WRITE | PageTable.EXECUTE);
    }

    /** Does the same on a hart that counts blocks and on one that does not. */
    private static void compare(Function<TestMachine, List<String>> program) {
        try (TestMachine fast = new TestMachine(Engine.Counting.FAST);
                TestMachine slow = new TestMachine(Engine.Counting.SLOW)) {
            assertEquals(program.apply(slow), program.apply(fast));
        }
    }
}
