package foal.cpu;

import static foal.cpu.Assembler.A0;
import static foal.cpu.Assembler.A1;
import static foal.cpu.Assembler.FCSR;
import static foal.cpu.Assembler.FFLAGS;
import static foal.cpu.Assembler.FRM;
import static foal.cpu.Assembler.FT0;
import static foal.cpu.Assembler.FT1;
import static foal.cpu.Assembler.FT2;
import static foal.cpu.TestMachine.PLENTY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The floating-point registers, with the rounding mode and the flags, belong to the task. */
class FloatingPointTest {
    private static final int ROUND_NEAREST = 0, ROUND_DOWN = 2, ROUND_UP = 3;
    private static final int INEXACT = 1, DIVIDE_BY_ZERO = 8;

    private final TestMachine machine = new TestMachine();
    private final Hart hart = machine.hart;

    @AfterEach
    void close() {
        machine.close();
    }

    @Test
    void aNewTaskComputesRoundingToNearest() {
        assertEquals(1.0 / 3, quotientWith(ROUND_NEAREST));
    }

    @Test
    void theRoundingModeIsObeyed() {
        assertEquals(Math.nextUp(1.0 / 3), quotientWith(ROUND_UP));
        assertEquals(1.0 / 3, quotientWith(ROUND_DOWN)); // which nearest rounds down too
    }

    @Test
    void allRegistersSurviveASwitch() {
        TrapFrame first = machine.task(new Assembler().ecall().ecall());
        TrapFrame second = machine.task(new Assembler().ecall());
        for (int i = 0; i < 32; i++) {
            first.setF(i, Double.doubleToRawLongBits(i + 0.5));
            second.setF(i, -i);
            first.setX(i, 1000 + i);
            second.setX(i, -1000 - i);
        }
        runAndSave(first);
        runAndSave(second);
        runAndSave(first);
        for (int i = 0; i < 32; i++) {
            assertEquals(i + 0.5, Double.longBitsToDouble(first.f(i)));
            assertEquals(-i, second.f(i));
            assertEquals(i == 0 ? 0 : 1000 + i, first.x(i));
            assertEquals(i == 0 ? 0 : -1000 - i, second.x(i));
        }
    }

    /** Both tasks divide 1 by 3 again and again, one rounding up, the other down, and are switched every few steps. */
    @Test
    void theRoundingModeSurvivesSwitches() {
        Assembler program = new Assembler().csrw(FRM, A0).label("loop").fdivD(FT2, FT0, FT1).j("loop");
        PageTable space = machine.spaceFor(program);
        TrapFrame up = dividing(machine.taskIn(space), ROUND_UP);
        TrapFrame down = dividing(machine.taskIn(space), ROUND_DOWN);
        for (int turn = 0; turn < 100; turn++) {
            for (TrapFrame task : new TrapFrame[] {up, down}) {
                hart.resume(task);
                hart.run(3 + turn % 5);
                hart.save(task);
            }
            assertEquals(Math.nextUp(1.0 / 3), Double.longBitsToDouble(up.f(FT2)));
            assertEquals(1.0 / 3, Double.longBitsToDouble(down.f(FT2)));
        }
    }

    @Test
    void theFlagsOfOneTaskAreNotSeenByAnother() {
        TrapFrame inexact = dividing(machine.task(
                new Assembler().fdivD(FT2, FT0, FT1).ecall().csrr(A0, FFLAGS).ecall()), ROUND_NEAREST);
        TrapFrame byZero = dividing(machine.task(
                new Assembler().csrr(A1, FFLAGS).fdivD(FT2, FT0, FT1).csrr(A0, FFLAGS).ecall()), ROUND_NEAREST);
        byZero.setF(FT1, 0);
        runAndSave(inexact);
        runAndSave(byZero);
        runAndSave(inexact);
        assertEquals(0, byZero.x(A1));
        assertEquals(DIVIDE_BY_ZERO, byZero.x(A0));
        assertEquals(INEXACT, inexact.x(A0));
    }

    /** As a signal handler's return does, when another task has run last with what the frame is set to. */
    @Test
    void anFcsrThatIsSetInAFrameIsTheOneThatTheTaskGoesOnWith() {
        int roundDown = 2 << 5;
        TrapFrame edited = machine.task(new Assembler().ecall().csrr(A0, FCSR).ecall());
        TrapFrame other = machine.task(new Assembler().ecall());
        edited.setFcsr(roundDown);
        runAndSave(edited);
        assertEquals(roundDown, edited.fcsr());
        runAndSave(other);
        edited.setFcsr(0);
        runAndSave(edited);
        assertEquals(0, edited.x(A0));
    }

    @Test
    void aResetFrameHasCleanFloatingPointState() {
        TrapFrame task = dividing(machine.task(new Assembler().csrw(FRM, A0).fdivD(FT2, FT0, FT1).ecall()), ROUND_UP);
        runAndSave(task);
        assertNotEquals(0, task.f(FT2));

        long satp = machine.spaceFor(new Assembler().csrr(A0, FCSR).ecall()).satp();
        hart.reset(task);
        task.setSatp(satp);
        task.setPc(TestMachine.CODE);
        task.setX(A0, -1);
        runAndSave(task);
        assertEquals(0, task.f(FT2));
        assertEquals(0, task.x(A0));
    }

    private double quotientWith(int roundingMode) {
        TrapFrame task = dividing(machine.task(new Assembler().csrw(FRM, A0).fdivD(FT2, FT0, FT1).ecall()), roundingMode);
        runAndSave(task);
        return Double.longBitsToDouble(task.f(FT2));
    }

    private static TrapFrame dividing(TrapFrame task, int roundingMode) {
        task.setX(A0, roundingMode);
        task.setF(FT0, Double.doubleToRawLongBits(1));
        task.setF(FT1, Double.doubleToRawLongBits(3));
        return task;
    }

    private void runAndSave(TrapFrame task) {
        hart.resume(task);
        hart.run(PLENTY);
        hart.save(task);
    }
}
