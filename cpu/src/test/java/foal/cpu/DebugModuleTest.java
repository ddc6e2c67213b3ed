package foal.cpu;

import static foal.cpu.Assembler.S0;
import static foal.cpu.Assembler.T0;
import static foal.cpu.Assembler.T1;
import static foal.cpu.TestMachine.CODE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A debugger halts a hart exactly where it wants, and the program does the same as without, instruction by instruction. */
class DebugModuleTest {
    private static final int ROUND = 5;

    /** Halts at breakpoints, and after a number of instructions, and notes where. */
    private static final class Notes implements DebugModule {
        private final List<Long> halts = new ArrayList<>();
        private final List<Long> retired = new ArrayList<>();
        private List<Long> breakpoints = List.of();
        private long patience = Long.MAX_VALUE;
        private int traps;

        @Override
        public long halted(Hart hart) {
            halts.add((hart.pc() - CODE) / 4);
            retired.add(hart.retired());
            return patience;
        }

        @Override
        public List<Long> breakpoints() {
            return breakpoints;
        }

        @Override
        public void trapped(Trap trap) {
            traps++;
        }
    }

    private static Assembler loop() {
        return new Assembler().label("loop").addi(T0, T0, 1).addi(T0, T0, 1).addi(T1, T1, 1).addi(T0, T0, 1).j("loop");
    }

    private static TestMachine machine(Notes notes, Engine.Counting counting) {
        TestMachine machine = new TestMachine(counting);
        machine.hart.attach(notes);
        return machine;
    }

    @ParameterizedTest
    @EnumSource(names = {"FAST", "SLOW"})
    void aBreakpointInTheMidstOfABlockIsComeToInEveryRound(Engine.Counting counting) {
        Notes notes = new Notes();
        notes.breakpoints = List.of(CODE + 8);
        try (TestMachine machine = machine(notes, counting)) {
            machine.hart.resume(machine.task(loop()));
            for (int slice = 1, total = 0; slice < 40; total += slice, slice++) {
                notes.halts.clear();
                notes.retired.clear();
                machine.hart.run(slice);
                assertEquals(slice, machine.hart.retired());
                for (int n = 0; n < slice; n++) {
                    boolean isAtBreakpoint = (total + n) % ROUND == 2;
                    int at = notes.retired.indexOf((long) n);
                    assertTrue(at >= 0 || !isAtBreakpoint, "run of " + slice + ": not halted after " + n);
                    assertTrue(at < 0 || notes.halts.get(at) == (total + n) % ROUND, "run of " + slice + ": halted elsewhere after " + n);
                }
            }
            assertEquals(0, notes.traps);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FAST", "SLOW"})
    void singleStepsAddUp(Engine.Counting counting) {
        Notes notes = new Notes();
        notes.patience = 1;
        try (TestMachine machine = machine(notes, counting)) {
            machine.hart.resume(machine.task(loop()));
            machine.hart.run(23);
            assertEquals(23, notes.halts.size());
            assertEquals(23, machine.hart.retired());
            assertEquals(22 % ROUND, notes.halts.getLast().intValue());
            assertEquals(23 / ROUND + 1, machine.hart.x(T1));
        }
    }

    @Test
    void breakpointsComeAndGoWhileCodeIsTranslatedAlready() {
        Notes notes = new Notes();
        try (TestMachine machine = machine(notes, Engine.Counting.FAST)) {
            machine.hart.resume(machine.task(loop()));
            machine.hart.run(1000);
            assertEquals(1, notes.halts.size());
            for (int round = 0; round < 300; round++) {
                long place = round % ROUND;
                notes.breakpoints = List.of(CODE + 4 * place);
                notes.halts.clear();
                machine.hart.run(10);
                assertTrue(notes.halts.contains(place), "round " + round);
            }
            notes.breakpoints = List.of();
            notes.halts.clear();
            machine.hart.run(1000);
            assertEquals(1, notes.halts.size(), "they are gone");
            assertEquals(5000 / ROUND, machine.hart.x(T1));
        }
    }

    @Test
    void aFaultIsCountedAsWithout() {
        Assembler program = new Assembler().addi(T0, T0, 1).sd(T0, 0, S0).addi(T0, T0, 1).sd(T0, 8, S0).addi(T0, T0, 1);
        for (long at = 0; at < 5; at++) {
            Notes notes = new Notes();
            notes.breakpoints = List.of(CODE + 4 * at);
            try (TestMachine machine = machine(notes, Engine.Counting.FAST)) {
                boolean[] isResolved = {false};
                TrapFrame task = machine.task(program);
                task.setX(S0, TestMachine.NOTHING);
                machine.onTrap = (hart, trap) -> {
                    Trap.PageFault fault = (Trap.PageFault) trap;
                    hart.setPc(fault.pc());
                    hart.setX(S0, TestMachine.DATA);
                    isResolved[0] = true;
                };
                machine.hart.resume(task);
                machine.hart.run(5);
                assertTrue(isResolved[0]);
                assertEquals(CODE + 16, machine.hart.pc(), "the store has been begun twice");
                assertEquals(2, machine.hart.x(T0));
                assertEquals(1, notes.traps);
            }
        }
    }
}
