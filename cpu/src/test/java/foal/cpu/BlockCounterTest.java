package foal.cpu;

import static foal.cpu.Assembler.A0;
import static foal.cpu.Assembler.A1;
import static foal.cpu.Assembler.A2;
import static foal.cpu.Assembler.A3;
import static foal.cpu.Assembler.FT0;
import static foal.cpu.Assembler.FT1;
import static foal.cpu.Assembler.FT2;
import static foal.cpu.Assembler.S0;
import static foal.cpu.Assembler.S1;
import static foal.cpu.Assembler.T0;
import static foal.cpu.Assembler.T1;
import static foal.cpu.TestMachine.CODE;
import static foal.cpu.TestMachine.DATA;
import static foal.cpu.TestMachine.NOTHING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A hart that counts blocks does the same as one that counts each instruction, whatever a program does. */
class BlockCounterTest {
    private static final int C_ADDI_T1 = 0x0305, WFI = 0x1050_0073, MRET = 0x3020_0073;
    private static final int FADD_D = 0x0220_f053; // ft0, ft1, ft2
    private static final int FLD_FAULTING = 0x0005_b007; // ft0, 0(a1)

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void blocksAreCountedOnThisKindOfHost() {
        try (PhysicalMemory memory = new PhysicalMemory(1 << 20); Engine engine = countingEngine(memory)) {
            assertInstanceOf(BlockCounter.class, engine.counter());
        }
    }

    /** The counter has been tried with a loop of 1000 rounds. */
    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void aBlockThatIsExecutedOftenCountsByItself() {
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
        Assembler program = randomProgram(new Random(seed), 60);
        compare(machine -> new Run(machine, machine.spaceFor(program)).inSlices(new Random(seed), 400).log);
    }

    /** Branches across pages, and instructions that lie in two. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void randomProgramsOfSeveralPages(int seed) {
        Assembler program = randomProgram(new Random(-seed), 3000);
        compare(machine -> new Run(machine, machine.spaceFor(program)).inSlices(new Random(seed), 400).log);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void randomProgramsThatOverwriteThemselves(int seed) {
        Random random = new Random(100 + seed);
        Assembler program = randomProgram(random, 60);
        long overwritten = CODE + 2 * random.nextInt(60);
        compare(machine -> {
            PageTable space = machine.spaceFor(program);
            makeCodeWritable(space);
            Run run = new Run(machine, space);
            run.task.setX(A3, overwritten);
            return run.inSlices(new Random(seed), 400).log;
        });
    }

    @Test
    void everyNumberOfInstructionsOfARandomProgram() {
        Assembler program = randomProgram(new Random(0), 100);
        compare(machine -> {
            PageTable space = machine.spaceFor(program);
            List<String> log = new ArrayList<>();
            for (int n = 1; n <= 250; n++) {
                log.addAll(new Run(machine, space).forInstructions(n).log);
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
            Run run = new Run(machine, space);
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
        compare(machine -> new Run(machine, machine.spaceFor(program)).inSlices(new Random(1), 30).log);
    }

    @Test
    void floatingPointIsOnAndTheSameAfterSmallSteps() {
        Assembler program = new Assembler().label("loop").addi(T0, T0, 1)
                .instruction(FADD_D).fdivD(FT0, FT1, FT2).csrr(T1, Assembler.FCSR).word(FADD_D).j("loop");
        compare(machine -> new Run(machine, machine.spaceFor(program)).inSlices(new Random(2), 100).log);
    }

    private static void makeCodeWritable(PageTable space) {
        space.map(CODE, PageTable.frameOf(space.entry(CODE)), PageTable.READ | PageTable.WRITE | PageTable.EXECUTE);
    }

    /** Instructions of all kinds, in blocks of any length, most of which lead back into the program again and again. */
    private static Assembler randomProgram(Random random, int length) {
        Assembler program = new Assembler();
        for (int i = 0; i < length; i++) {
            program.label("at" + i);
            String target = "at" + Math.clamp(i - 20 + random.nextInt(40), 0, length - 1);
            switch (random.nextInt(40)) {
                case 0 -> program.ecall();
                case 1 -> program.ebreak();
                case 2 -> program.instruction(Assembler.C_EBREAK);
                case 3 -> program.word(-1);
                case 4 -> program.word(WFI);
                case 5 -> program.word(MRET);
                case 6 -> program.csrr(T0, Assembler.CYCLE);
                case 7 -> program.csrr(T0, Assembler.FCSR);
                case 8 -> program.fenceI();
                case 9 -> program.ld(T0, 0, A1);
                case 10 -> program.sd(T0, 8, A1);
                case 11 -> program.word(FLD_FAULTING);
                case 12 -> program.amoaddD(T0, T1, S1); // misaligned
                case 13 -> program.amoaddD(T0, T1, A1);
                case 14 -> program.amoswapD(T0, T1, S0);
                case 15 -> program.lrD(T0, S0);
                case 16 -> program.scD(A0, T1, S0);
                case 17 -> program.sw(A2, 0, A3); // the program itself, where that can be written
                case 18 -> program.sd(T0, 0, S0);
                case 19 -> program.ld(T1, 0, S0);
                case 20 -> program.word(FADD_D);
                case 21 -> program.fdivD(FT0, FT1, FT2);
                case 22, 23 -> program.bne(T0, T1, target);
                case 24 -> program.bnez(A0, target);
                case 25 -> program.j(target);
                case 26, 27, 28 -> program.addi(T0, T0, 1);
                case 29, 30 -> program.addi(A3, A3, 2);
                default -> program.instruction(random.nextBoolean() ? C_ADDI_T1 : Assembler.C_NOP);
            }
        }
        return program.j("at0");
    }

    /** Does the same on a hart that counts blocks and on one that does not. */
    private static void compare(Function<TestMachine, List<String>> program) {
        try (TestMachine fast = new TestMachine(Engine.Counting.FAST);
                TestMachine slow = new TestMachine(Engine.Counting.SLOW)) {
            assertEquals(program.apply(slow), program.apply(fast));
        }
    }

    /** A run of a program: what became of it, after each trap and each slice. */
    private static final class Run {
        final List<String> log = new ArrayList<>();
        final TrapFrame task;
        private final TestMachine machine;
        private final Hart hart;
        private final PageTable space;
        private final long frame;
        private int handled;

        Run(TestMachine machine, PageTable space) {
            this.machine = machine;
            this.space = space;
            hart = machine.hart;
            frame = machine.frames.allocate();
            task = machine.taskIn(space);
            task.setX(A1, NOTHING);
            task.setX(S1, DATA + 1);
            task.setX(A2, Assembler.C_NOP << 16 | C_ADDI_T1);
            machine.onTrap = this::handle;
            hart.resume(task);
        }

        Run inSlices(Random random, int slices) {
            for (int i = 0; i < slices; i++) {
                forInstructions(1 + random.nextInt(random.nextBoolean() ? 12 : 700));
                if (random.nextInt(4) == 0) {
                    hart.save(task);
                    hart.resume(task);
                }
            }
            return this;
        }

        Run forInstructions(int count) {
            hart.run(count);
            note("");
            return this;
        }

        /** Repairs a page fault at every second time, unmaps the page at calls, and steps over everything else. */
        private void handle(Hart on, Trap trap) {
            note(trap.toString());
            handled++;
            switch (trap) {
                case Trap.Syscall _ -> {
                    space.unmap(NOTHING);
                    hart.flushTlb();
                }
                case Trap.PageFault fault when fault.address() >= NOTHING && handled % 2 == 0 -> {
                    space.map(NOTHING, frame, TestMachine.READ_WRITE);
                    hart.setPc(fault.pc());
                }
                case Trap.PageFault(long pc, _, _) -> stepOver(pc);
                case Trap.Misaligned(long pc, _, _) -> stepOver(pc);
                case Trap.IllegalInstruction(long pc, _) -> stepOver(pc);
                case Trap.Breakpoint(long pc) -> stepOver(pc);
            }
            if (handled % 5 == 0) {
                hart.save(task);
                hart.resume(task);
            }
            if (handled % 7 == 0) {
                hart.stop();
            }
        }

        private void stepOver(long pc) {
            boolean isLong = (machine.memory.getShort(machine.physical(space, pc)) & 3) == 3;
            hart.setPc(pc + (isLong ? 4 : 2));
        }

        private void note(String event) {
            StringBuilder line = new StringBuilder().append(hart.retired()).append(' ').append(event)
                    .append(' ').append(Long.toHexString(hart.pc()));
            for (int i = 1; i < 32; i++) {
                line.append(' ').append(Long.toHexString(hart.x(i)));
            }
            log.add(line.toString());
        }
    }
}
