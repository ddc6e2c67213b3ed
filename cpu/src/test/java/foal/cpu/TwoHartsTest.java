package foal.cpu;

import static foal.cpu.Assembler.A0;
import static foal.cpu.Assembler.A1;
import static foal.cpu.Assembler.S0;
import static foal.cpu.Assembler.T0;
import static foal.cpu.Assembler.ZERO;
import static foal.cpu.PhysicalMemory.PAGE_SIZE;
import static foal.cpu.TestMachine.CODE;
import static foal.cpu.TestMachine.DATA;
import static foal.cpu.TestMachine.PLENTY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two harts on one memory, driven in turn by one thread. */
class TwoHartsTest {
    private final TestMachine machine = new TestMachine();
    private final Hart first = machine.hart;
    private final Hart second = machine.newHart();

    @AfterEach
    void close() {
        machine.close();
    }

    @Test
    void interleavedAtomicAdditionsAreAllCounted() {
        PageTable space = machine.spaceFor(new Assembler().li(A1, 1).label("loop").amoaddD(ZERO, A1, S0).j("loop"));
        load(space);
        long executed = 0;
        for (int turn = 0; turn < 500; turn++) {
            Hart hart = turn % 2 == 0 ? first : second;
            hart.run(1 + turn * 7 % 31);
            executed += hart.retired();
        }
        // Of each hart: one li, then amoadd and j in turn.
        long additions = (executed - 2 + unfinished(first) + unfinished(second)) / 2;
        assertEquals(additions, machine.dataOf(space));
    }

    /** 1 if the hart stands at {@code j}, after an addition. */
    private static int unfinished(Hart hart) {
        return hart.pc() == CODE + 8 ? 1 : 0;
    }

    @Test
    void plainAdditionsLoseUpdatesWhenHartsAreInterleaved() {
        PageTable space = machine.spaceFor(
                new Assembler().label("loop").ld(T0, 0, S0).addi(T0, T0, 1).sd(T0, 0, S0).j("loop"));
        load(space);
        for (int turn = 0; turn < 200; turn++) {
            first.run(2);
            second.run(2);
        }
        assertEquals(100, machine.dataOf(space), "both read, both add one, both write the same sum");
    }

    @Test
    void dataWrittenByOneIsSeenByTheOther() {
        PageTable writing = machine.spaceFor(new Assembler().sd(A0, 0, S0).ecall());
        PageTable reading = machine.spaceFor(new Assembler().ld(A0, 0, S0).ecall());
        reading.map(DATA, PageTable.frameOf(writing.entry(DATA)), TestMachine.READ_WRITE);
        for (int value = 1; value < 10; value++) {
            TrapFrame writer = machine.taskIn(writing, first);
            writer.setX(A0, value);
            first.resume(writer);
            first.run(PLENTY);
            second.resume(machine.taskIn(reading, second));
            second.run(PLENTY);
            assertEquals(value, second.x(A0));
        }
    }

    @Test
    void aReservationIsLostIfItsTaskIsResumedAfterAnotherHartHasRun() {
        PageTable space = machine.spaceFor(new Assembler().lrD(T0, S0).scD(A0, A1, S0).ecall());
        TrapFrame task = machine.taskIn(space, first);
        first.resume(task);
        first.run(1);
        first.save(task);
        second.resume(machine.taskIn(space, second));
        second.run(PLENTY);
        assertEquals(0, second.x(A0));
        first.resume(task);
        first.run(PLENTY);
        assertNotEquals(0, first.x(A0));
    }

    @Test
    void aTaskMovesFromOneHartToTheOther() {
        PageTable space = machine.spaceFor(new Assembler().label("loop").addi(T0, T0, 1).j("loop"));
        TrapFrame task = machine.taskIn(space, first);
        for (int turn = 0; turn < 10; turn++) {
            Hart hart = turn % 2 == 0 ? first : second;
            hart.resume(task);
            hart.run(101);
            hart.save(task);
        }
        assertEquals(505, task.x(T0));
        assertEquals(CODE, task.pc());
    }

    @Test
    void codeThatOneHasInvalidatedMustBeInvalidatedOnTheOtherToo() {
        PageTable space = machine.spaceFor(new Assembler().li(T0, 1).ecall());
        long frame = PageTable.frameOf(space.entry(CODE));
        load(space);
        first.run(PLENTY);
        second.run(PLENTY);
        byte[] code = new Assembler().li(T0, 2).ecall().assemble();
        machine.memory.write(frame, code, 0, code.length);
        for (Hart hart : new Hart[] {first, second}) {
            hart.invalidateCode(frame, PAGE_SIZE);
            hart.resume(machine.taskIn(space, hart));
            hart.run(PLENTY);
            assertEquals(2, hart.x(T0));
        }
    }

    private void load(PageTable space) {
        first.resume(machine.taskIn(space, first));
        second.resume(machine.taskIn(space, second));
    }
}
