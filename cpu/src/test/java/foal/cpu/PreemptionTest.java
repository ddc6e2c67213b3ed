package foal.cpu;

import static foal.cpu.Assembler.A0;
import static foal.cpu.Assembler.A1;
import static foal.cpu.Assembler.S0;
import static foal.cpu.Assembler.T0;
import static foal.cpu.Assembler.T1;
import static foal.cpu.TestMachine.CODE;
import static foal.cpu.TestMachine.NOTHING;
import static foal.cpu.TestMachine.PLENTY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A counting hart stops after exactly as many instructions as it was told, whatever happens in between. */
class PreemptionTest {
    private final TestMachine machine = new TestMachine();
    private final Hart hart = machine.hart;

    @AfterEach
    void close() {
        machine.close();
    }

    @Test
    void straightCodeStopsAfterEachNumberOfInstructions() {
        Assembler program = new Assembler();
        for (int i = 0; i < 400; i++) {
            program.addi(T0, T0, 1);
        }
        PageTable space = machine.spaceFor(program);
        for (int n = 1; n <= 300; n++) {
            hart.resume(machine.taskIn(space));
            hart.run(n);
            assertEquals(n, hart.x(T0));
            assertEquals(CODE + 4 * n, hart.pc());
            assertEquals(n, hart.retired());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 11, 13, 101, 211, 307, 997, 7919, 65_537, 104_729, 1_299_709})
    void aLoopStopsAfterThatManyInstructions(int n) {
        hart.resume(machine.task(new Assembler().label("loop").addi(T0, T0, 1).addi(T1, T1, 1).j("loop")));
        hart.run(n);
        assertEquals((n + 2) / 3, hart.x(T0));
        assertEquals((n + 1) / 3, hart.x(T1));
        assertEquals(CODE + 4 * (n % 3), hart.pc());
        assertEquals(n, hart.retired());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64, 1009})
    void slicesOfAnyLengthAddUp(int slice) {
        hart.resume(machine.task(new Assembler().label("loop").addi(T0, T0, 1).j("loop")));
        for (long total = slice; total < 20L * slice; total += slice) {
            hart.run(slice);
            assertEquals((total + 1) / 2, hart.x(T0));
        }
    }

    @Test
    void whatARunHasExecutedCanBeTakenOnce() {
        hart.resume(machine.task(new Assembler().label("loop").addi(T0, T0, 1).j("loop")));
        hart.run(10);
        assertEquals(10, hart.takeRetired());
        assertEquals(0, hart.retired());
        hart.run(3);
        assertEquals(3, hart.takeRetired());
    }

    @Test
    void aRunOfNoInstructionsDoesNothing() {
        hart.resume(machine.task(new Assembler().addi(T0, T0, 1)));
        hart.run(0);
        assertEquals(0, hart.x(T0));
        assertEquals(0, hart.retired());
    }

    /**
     * Traps of all kinds in a loop: system calls, breakpoints, illegal instructions, page faults that are repaired
     * and break again. Stepping through it one by one says where it must be after N; a run of N must be there too.
     */
    @Test
    void aRunWithTrapsEndsWhereAsManySingleStepsEnd() {
        PageTable space = machine.spaceFor(trappingLoop());
        machine.onTrap = repairing(space);
        List<List<Long>> expected = new ArrayList<>();
        hart.resume(startOf(space));
        for (int n = 1; n <= 300; n++) {
            hart.run(1);
            assertEquals(1, hart.retired());
            expected.add(state());
        }
        for (int n = 1; n <= 300; n++) {
            hart.resume(startOf(space));
            hart.run(n);
            assertEquals(n, hart.retired());
            assertEquals(expected.get(n - 1), state(), "after " + n + " instructions");
        }
    }

    @Test
    void aRunThatIsStoppedInATrapGoesOnWithTheRest() {
        PageTable space = machine.spaceFor(trappingLoop());
        TrapHandler repair = repairing(space);
        machine.onTrap = repair;
        hart.resume(startOf(space));
        hart.run(300);
        List<Long> expected = state();

        machine.onTrap = (hart, trap) -> {
            repair.trap(hart, trap);
            hart.stop();
        };
        hart.resume(startOf(space));
        long left = 300;
        while (left > 0) {
            hart.run(left);
            left -= hart.retired();
        }
        assertEquals(0, left);
        assertEquals(expected, state());
    }

    @Test
    void theCountInATrapIncludesTheInstructionThatTrapped() {
        List<Long> counts = new ArrayList<>();
        PageTable space = machine.spaceFor(trappingLoop());
        TrapHandler repair = repairing(space);
        machine.onTrap = (hart, trap) -> {
            counts.add(hart.retired());
            repair.trap(hart, trap);
        };
        hart.resume(startOf(space));
        hart.run(17);
        // ecall is the 2nd; ebreak the 4th; the illegal one the 5th; sd the 7th, once more as 8th; loop.
        assertEquals(List.of(2L, 4L, 5L, 7L, 11L, 13L, 14L, 16L), counts);
    }

    @Test
    void theLastInstructionOfARunMayTrap() {
        hart.resume(machine.task(new Assembler().nop().ecall().addi(T0, T0, 1)));
        machine.onTrap = (hart, trap) -> { };
        hart.run(2);
        assertEquals(List.of(Trap.Syscall.INSTANCE), machine.traps);
        assertEquals(CODE + 8, hart.pc());
        assertEquals(0, hart.x(T0));
        hart.run(1);
        assertEquals(1, hart.x(T0));
    }

    @Test
    void aSwitchInATrapLeavesTheRestOfTheSliceToTheNextTask() {
        TrapFrame first = machine.task(new Assembler().nop().nop().ecall());
        TrapFrame second = machine.task(new Assembler().label("loop").addi(T0, T0, 1).j("loop"));
        machine.onTrap = (hart, trap) -> {
            hart.save(first);
            hart.resume(second);
        };
        hart.resume(first);
        hart.run(13);
        assertEquals(5, hart.x(T0));
        assertEquals(CODE, hart.pc());
        assertEquals(CODE + 12, first.pc());
    }

    @Test
    void settingThePcAndStoppingInOneTrapStops() {
        hart.resume(machine.task(new Assembler().ecall().label("loop").addi(T0, T0, 1).j("loop")));
        machine.onTrap = (hart, trap) -> {
            hart.setPc(CODE + 8);
            hart.stop();
        };
        hart.run(PLENTY);
        assertEquals(1, hart.retired());
        assertEquals(CODE + 8, hart.pc());
    }

    @Test
    void stoppingAndThenSettingThePcStopsToo() {
        hart.resume(machine.task(new Assembler().ecall().label("loop").addi(T0, T0, 1).j("loop")));
        machine.onTrap = (hart, trap) -> {
            hart.stop();
            hart.setPc(CODE + 8);
        };
        hart.run(PLENTY);
        assertEquals(1, hart.retired());
        assertEquals(CODE + 8, hart.pc());
    }

    @Test
    void anExceptionOfTheHandlerComesOutOfTheRunAndTheHartCanGoOn() {
        hart.resume(machine.task(new Assembler().ecall().addi(T0, T0, 1).ebreak().addi(T0, T0, 1)));
        machine.onTrap = (hart, trap) -> {
            throw new IllegalStateException("from the handler");
        };
        assertEquals("from the handler", assertThrows(IllegalStateException.class, () -> hart.run(PLENTY)).getMessage());
        assertEquals(0, hart.x(T0));

        machine.onTrap = (hart, trap) -> {
            throw new AssertionError("an error");
        };
        assertEquals("an error", assertThrows(AssertionError.class, () -> hart.run(PLENTY)).getMessage());
        assertEquals(1, hart.x(T0));

        hart.setPc(hart.pc() + 4);
        hart.run(1);
        assertEquals(2, hart.x(T0));
    }

    private static Assembler trappingLoop() {
        return new Assembler()
                .label("loop")
                .addi(T0, T0, 1)
                .ecall()
                .instruction(Assembler.C_NOP)
                .ebreak()
                .word(-1)
                .addi(T1, T1, 3)
                .sd(T1, 0, A1)
                .j("loop");
    }

    private TrapFrame startOf(PageTable space) {
        space.unmap(NOTHING);
        hart.flushTlb();
        TrapFrame task = machine.taskIn(space);
        task.setX(A1, NOTHING);
        return task;
    }

    /** Answers calls, steps over what cannot be executed, and unmaps at each call the page that the last fault mapped. */
    private TrapHandler repairing(PageTable space) {
        long frame = machine.frames.allocate();
        return (hart, trap) -> {
            switch (trap) {
                case Trap.Syscall _ -> {
                    hart.setX(A0, hart.x(A0) + 5);
                    space.unmap(NOTHING);
                    hart.flushTlb();
                }
                case Trap.Breakpoint breakpoint -> hart.setPc(breakpoint.pc() + 4);
                case Trap.IllegalInstruction illegal -> hart.setPc(illegal.pc() + 4);
                case Trap.PageFault fault -> {
                    space.map(fault.address(), frame, TestMachine.READ_WRITE);
                    hart.setPc(fault.pc());
                }
                case Trap.Misaligned misaligned -> throw new AssertionError(misaligned);
            }
        };
    }

    private List<Long> state() {
        return List.of(hart.pc(), hart.x(T0), hart.x(T1), hart.x(A0), hart.x(S0));
    }
}
