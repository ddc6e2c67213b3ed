package foal.cpu;

import static foal.cpu.Assembler.A0;
import static foal.cpu.Assembler.FCSR;
import static foal.cpu.Assembler.T0;
import static foal.cpu.TestMachine.CODE;
import static foal.cpu.TestMachine.PLENTY;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The registers of a task that is not loaded, wherever they are kept. */
class TrapFrameTest {
    /** Several more than a hart has engines, so that all kinds of places are used. */
    private static final int SPACES = 7;
    private static final int ROUND_UP = 3 << 5;

    private final TestMachine machine = new TestMachine();
    private final Hart hart = machine.hart;

    @AfterEach
    void close() {
        machine.close();
    }

    @Test
    void aSavedTaskIsReadAndEditedWhileOthersRunInItsSpaceAndInOthers() {
        PageTable[] spaces = new PageTable[SPACES];
        TrapFrame[] tasks = new TrapFrame[2 * SPACES];
        for (int i = 0; i < tasks.length; i++) {
            if (i < SPACES) {
                spaces[i] = machine.spaceFor(new Assembler().label("loop").addi(T0, T0, 1).ecall().j("loop"));
            }
            tasks[i] = machine.taskIn(spaces[i % SPACES]);
        }
        for (int turn = 0; turn < 20; turn++) {
            for (TrapFrame task : tasks) {
                hart.resume(task);
                hart.run(PLENTY);
                hart.save(task);
            }
            for (int i = 0; i < tasks.length; i++) {
                assertEquals(1000L * i * turn + turn + 1, tasks[i].x(T0));
                assertEquals(CODE + 8, tasks[i].pc());
                tasks[i].setX(T0, tasks[i].x(T0) + 1000L * i);
                tasks[i].setF(i, i + turn);
            }
            for (int i = 0; i < tasks.length; i++) {
                assertEquals(i + turn, tasks[i].f(i), "each has its own");
            }
        }
    }

    @Test
    void theFcsrOfASavedTaskIsReadAndEdited() {
        Assembler program = new Assembler().label("loop").csrr(T0, FCSR).csrw(FCSR, A0).ecall().j("loop");
        TrapFrame first = machine.task(program);
        TrapFrame second = machine.task(program);
        first.setX(A0, ROUND_UP | 1);
        runAndSave(first);
        runAndSave(second);
        assertEquals(ROUND_UP | 1, first.fcsr());
        assertEquals(0, second.fcsr());
        first.setFcsr(ROUND_UP | 2);
        assertEquals(ROUND_UP | 2, first.fcsr());
        runAndSave(second);
        runAndSave(first);
        assertEquals(ROUND_UP | 2, first.x(T0));
        assertEquals(0, second.x(T0));
    }

    @Test
    void aTaskThatEndsTakesNothingFromTheNext() {
        PageTable space = machine.spaceFor(new Assembler().addi(T0, T0, 1).ecall());
        for (int i = 0; i < 100; i++) {
            TrapFrame task = hart.newFrame();
            task.setSatp(space.satp());
            task.setPc(CODE);
            runAndSave(task);
            assertEquals(1, task.x(T0));
            task.close();
        }
    }

    @Test
    void aTaskWhoseProgramIsReplacedBeginsAnew() {
        PageTable space = machine.spaceFor(new Assembler().addi(T0, T0, 1).ecall());
        TrapFrame task = machine.taskIn(space);
        runAndSave(task);
        hart.reset(task);
        assertEquals(0, task.x(T0));
        task.setSatp(space.satp());
        task.setPc(CODE);
        runAndSave(task);
        assertEquals(1, task.x(T0));
    }

    @Test
    void registersAreKeptWhenCodeIsInvalidated() {
        TrapFrame task = machine.task(new Assembler().label("loop").addi(T0, T0, 1).ecall().j("loop"));
        for (int i = 1; i <= 5; i++) {
            runAndSave(task);
            hart.invalidateCode(PhysicalMemory.BASE, PhysicalMemory.PAGE_SIZE);
            assertEquals(i, task.x(T0));
        }
    }

    @Test
    void aTaskMovesBetweenHartsWithWhatTheOtherHasLeftInItsRegisters() {
        Hart other = machine.newHart();
        TrapFrame task = machine.task(new Assembler().label("loop").addi(T0, T0, 1).ecall().j("loop"));
        for (int i = 1; i <= 10; i++) {
            Hart next = i % 2 == 0 ? hart : other;
            next.resume(task);
            next.run(PLENTY);
            next.save(task);
            assertEquals(11L * i - 10, task.x(T0));
            task.setX(T0, task.x(T0) + 10);
        }
    }

    private void runAndSave(TrapFrame task) {
        hart.resume(task);
        hart.run(PLENTY);
        hart.save(task);
    }
}
