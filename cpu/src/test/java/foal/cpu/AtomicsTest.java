package foal.cpu;

import static foal.cpu.Assembler.A0;
import static foal.cpu.Assembler.A1;
import static foal.cpu.Assembler.S0;
import static foal.cpu.Assembler.T0;
import static foal.cpu.Assembler.ZERO;
import static foal.cpu.TestMachine.DATA;
import static foal.cpu.TestMachine.PLENTY;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Atomic instructions, and reservations across task switches. */
class AtomicsTest {
    private static final int SUCCESS = 0, FAILURE = 1;

    private final TestMachine machine = new TestMachine();
    private final Hart hart = machine.hart;

    @AfterEach
    void close() {
        machine.close();
    }

    @Test
    void amoaddReturnsTheOldValueAndStoresTheSum() {
        PageTable space = machine.run(new Assembler().li(A1, 40).sd(A1, 0, S0).li(A1, 2).amoaddD(A0, A1, S0).ecall());
        assertEquals(40, hart.x(A0));
        assertEquals(42, machine.dataOf(space));
    }

    @Test
    void amoaddOfAWordExtendsTheSignAndLeavesTheNextWordAlone() {
        PageTable space = machine.run(new Assembler().li(A1, -2).sd(A1, 0, S0).amoaddW(A0, A1, S0).ecall());
        assertEquals(-2, hart.x(A0));
        assertEquals(0xffff_ffff_ffff_fffcL, machine.dataOf(space));
    }

    @Test
    void amoswapExchanges() {
        PageTable space = machine.run(new Assembler().li(A1, 1).amoswapD(A0, A1, S0).amoswapD(A0, A1, S0).ecall());
        assertEquals(1, hart.x(A0));
        assertEquals(1, machine.dataOf(space));
    }

    @Test
    void twoTasksThatAreSwitchedAfterEachFewInstructionsLoseNoUpdate() {
        PageTable space = machine.spaceFor(
                new Assembler().li(A1, 1).label("loop").amoaddD(A0, A1, S0).addi(T0, T0, -1).bnez(T0, "loop").ecall());
        Deque<TrapFrame> ready = new ArrayDeque<>(List.of(machine.taskIn(space), machine.taskIn(space)));
        ready.forEach(task -> task.setX(T0, 1000));
        for (int turn = 0; !ready.isEmpty(); turn++) {
            TrapFrame task = ready.remove();
            machine.traps.clear();
            hart.resume(task);
            hart.run(1 + turn % 7);
            hart.save(task);
            if (machine.traps.isEmpty()) {
                ready.add(task);
            }
        }
        assertEquals(2000, machine.dataOf(space));
    }

    @Test
    void aStoreConditionalAfterItsLoadReservedSucceeds() {
        PageTable space = machine.run(new Assembler().li(A1, 5).lrD(T0, S0).scD(A0, A1, S0).ecall());
        assertEquals(SUCCESS, hart.x(A0));
        assertEquals(5, machine.dataOf(space));
    }

    @Test
    void aStoreConditionalWithoutReservationFails() {
        PageTable space = machine.run(new Assembler().li(A1, 5).scD(A0, A1, S0).ecall());
        assertEquals(FAILURE, hart.x(A0));
        assertEquals(0, machine.dataOf(space));
    }

    @Test
    void aStoreConditionalToAnotherAddressFails() {
        machine.run(new Assembler().addi(A1, S0, 8).lrD(T0, A1).scD(A0, A1, S0).ecall());
        assertEquals(FAILURE, hart.x(A0));
    }

    @Test
    void aReservationSurvivesASystemCallThatDoesNotSwitch() {
        TrapFrame task = machine.task(new Assembler().lrD(T0, S0).ecall().scD(A0, A1, S0).ecall());
        hart.resume(task);
        hart.run(PLENTY);
        hart.run(PLENTY);
        assertEquals(SUCCESS, hart.x(A0));
    }

    @Test
    void aReservationOfOneTaskIsNoneOfAnother() {
        PageTable space = machine.spaceFor(new Assembler().lrD(T0, S0).ecall().scD(A0, A1, S0).ecall());
        TrapFrame reserving = machine.taskIn(space);
        TrapFrame storing = machine.taskIn(space);
        storing.setPc(TestMachine.CODE + 8);
        hart.resume(reserving);
        hart.run(PLENTY);
        hart.save(reserving);
        hart.resume(storing);
        hart.run(PLENTY);
        assertEquals(FAILURE, hart.x(A0));
    }

    @Test
    void aReservationIsLostWhenItsTaskIsResumedAlthoughTheValueIsUnchanged() {
        TrapFrame task = machine.task(new Assembler().li(A1, 9).lrD(T0, S0).ecall().scD(A0, A1, S0).ecall());
        TrapFrame other = machine.task(new Assembler().ecall());
        hart.resume(task);
        hart.run(PLENTY);
        hart.save(task);
        hart.resume(other);
        hart.run(PLENTY);
        hart.resume(task);
        hart.run(PLENTY);
        assertEquals(FAILURE, hart.x(A0));
    }

    @Test
    void aReservationIsLostByPreemptionBetweenTheTwoInstructions() {
        TrapFrame task = machine.task(new Assembler().lrD(T0, S0).scD(A0, A1, S0).ecall());
        hart.resume(task);
        hart.run(1);
        hart.save(task);
        hart.resume(task);
        hart.run(PLENTY);
        assertEquals(FAILURE, hart.x(A0));
    }

    @Test
    void aReservationIsLostByASwitchInsideATrap() {
        TrapFrame task = machine.task(new Assembler().lrD(T0, S0).ecall().scD(A0, A1, S0).ecall());
        TrapFrame other = machine.task(new Assembler().ecall());
        machine.onTrap = (hart, trap) -> {
            switch (machine.traps.size()) {
                case 1 -> {
                    hart.save(task);
                    hart.resume(other);
                }
                case 2 -> hart.resume(task);
                default -> hart.stop();
            }
        };
        hart.resume(task);
        hart.run(PLENTY);
        assertEquals(FAILURE, hart.x(A0));
        assertEquals(3, machine.traps.size());
    }

    /** The value is what it was, but not the same: without the lost reservation, the store would succeed. */
    @Test
    void aReservationDoesNotSurviveTwoChangesThatRestoreTheValue() {
        PageTable space = machine.spaceFor(new Assembler().lrD(T0, S0).ecall().scD(A0, A1, S0).ecall());
        PageTable sharing = machine.spaceFor(new Assembler().li(A1, 1).sd(A1, 0, S0).sd(ZERO, 0, S0).ecall());
        sharing.map(DATA, PageTable.frameOf(space.entry(DATA)), TestMachine.READ_WRITE);
        TrapFrame task = machine.taskIn(space);
        hart.resume(task);
        hart.run(PLENTY);
        hart.save(task);
        hart.resume(machine.taskIn(sharing));
        hart.run(PLENTY);
        hart.resume(task);
        hart.run(PLENTY);
        assertEquals(FAILURE, hart.x(A0));
    }
}
