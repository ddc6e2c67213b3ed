package foal.cpu;

import static foal.cpu.Assembler.A0;
import static foal.cpu.Assembler.A1;
import static foal.cpu.Assembler.CYCLE;
import static foal.cpu.Assembler.HPMCOUNTER3;
import static foal.cpu.Assembler.INSTRET;
import static foal.cpu.Assembler.S0;
import static foal.cpu.Assembler.T0;
import static foal.cpu.Assembler.TIME;
import static foal.cpu.TestMachine.CODE;
import static foal.cpu.TestMachine.DATA;
import static foal.cpu.TestMachine.PLENTY;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs get the time and the counters from the kernel, never from the host: reading one traps. */
class CounterReadTest {
    @ParameterizedTest
    @ValueSource(ints = {CYCLE, TIME, INSTRET, HPMCOUNTER3, 0xc10, 0xc1f})
    void readingACounterTraps(int counter) {
        try (TestMachine machine = new TestMachine()) {
            machine.run(new Assembler().csrr(A0, counter));
            assertEquals(List.of(new Trap.IllegalInstruction(CODE, Assembler.csrrs(A0, counter, 0))), machine.traps);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {CYCLE, TIME, INSTRET, HPMCOUNTER3})
    void readingACounterTrapsOnAHartThatDoesNotCount(int counter) {
        try (TestMachine machine = new TestMachine(false)) {
            machine.run(new Assembler().csrr(A0, counter));
            assertEquals(List.of(new Trap.IllegalInstruction(CODE, Assembler.csrrs(A0, counter, 0))), machine.traps);
        }
    }

    /** On addresses that are a multiple of 4, and of 2 only; inside of a page, and across its end. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2, 4, 6, 4092, 4094})
    void theHandlerGivesTheValue(int offset) {
        try (TestMachine machine = new TestMachine()) {
            machine.onTrap = counterIs(0x1234_5678_9abcL);
            machine.run(new Assembler().padTo(offset).csrr(A0, CYCLE).addi(A0, A0, 1).ecall());
            assertEquals(0x1234_5678_9abdL, machine.hart.x(A0));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {CYCLE, INSTRET})
    void eachReadInALoopIsTheHandlers(int counter) {
        try (TestMachine machine = new TestMachine()) {
            machine.onTrap = counterIs(7);
            machine.run(new Assembler().li(T0, 1000)
                    .label("loop").csrr(A0, counter).add(A1, A1, A0).addi(T0, T0, -1).bnez(T0, "loop").ecall());
            assertEquals(7000, machine.hart.x(A1));
            assertEquals(1 + 4 * 1000 + 1, machine.hart.retired());
        }
    }

    /** Code that a program has written by itself, on a page where it may both write and execute. */
    @ParameterizedTest
    @ValueSource(ints = {CYCLE, INSTRET})
    void codeWrittenAtRunTimeGetsItFromTheHandlerToo(int counter) {
        try (TestMachine machine = new TestMachine()) {
            machine.onTrap = counterIs(99);
            PageTable space = machine.spaceFor(new Assembler().sw(A1, 0, S0).sw(T0, 4, S0).fenceI().jr(S0));
            space.map(DATA, PageTable.frameOf(space.entry(DATA)), PageTable.READ | PageTable.WRITE | PageTable.EXECUTE);
            TrapFrame task = machine.taskIn(space);
            task.setX(A1, Assembler.csrrs(A0, counter, 0));
            task.setX(T0, Assembler.ECALL);
            machine.hart.resume(task);
            machine.hart.run(PLENTY);
            assertEquals(99, machine.hart.x(A0));
        }
    }

    private static TrapHandler counterIs(long value) {
        return (hart, trap) -> {
            if (trap instanceof Trap.IllegalInstruction illegal) {
                hart.setX(illegal.instruction() >> 7 & 31, value);
                hart.setPc(illegal.pc() + 4);
            } else {
                hart.stop();
            }
        };
    }
}
