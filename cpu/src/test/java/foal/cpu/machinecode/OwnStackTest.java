package foal.cpu.machinecode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.cpu.PhysicalMemory;
import foal.cpu.unicorn.Unicorn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** An engine is left in the midst of a trap, and gone on with. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
@DisabledIfSystemProperty(named = "foal.machine-code", matches = "off", disabledReason = "there is none of ours")
class OwnStackTest {
    private static final int T0 = Unicorn.X0 + 5;
    private static final int ADD_ONE_TO_T0 = 0x0012_8293, ECALL = 0x0000_0073, EBREAK = 0x0010_0073, BACK_TO_THE_START = 0xff9f_f06f;
    private static final long START = PhysicalMemory.BASE;

    private final PhysicalMemory memory = new PhysicalMemory(PhysicalMemory.PAGE_SIZE);

    OwnStackTest() {
        memory.setInt(START, ADD_ONE_TO_T0);
        memory.setInt(START + 4, ECALL);
        memory.setInt(START + 8, BACK_TO_THE_START);
    }

    @AfterEach
    void close() {
        memory.close();
    }

    private Unicorn engine() {
        Unicorn engine = new Unicorn(OwnStack::create);
        engine.mapMemory(START, memory.segment());
        return engine;
    }

    private static Unicorn leavingAtTraps(Unicorn engine) {
        engine.onInterrupt(cause -> engine.leave());
        return engine;
    }

    @Test
    void aRunThatWasLeftGoesOnBehindTheTrap() {
        try (Unicorn engine = leavingAtTraps(engine())) {
            for (int round = 1; round <= 1000; round++) {
                assertEquals(Unicorn.LEFT, engine.start(START, 0));
                assertEquals(round, engine.readRegister(T0));
            }
        }
    }

    @Test
    void itGoesOnWhereThePcHasBeenSetMeanwhile() {
        try (Unicorn engine = leavingAtTraps(engine())) {
            engine.start(START, 0);
            engine.writeRegister(Unicorn.PC, START + 4);
            assertEquals(Unicorn.LEFT, engine.start(START + 4, 0));
            assertEquals(1, engine.readRegister(T0));
        }
    }

    @Test
    void twoEnginesAreLeftForEachOther() {
        try (Unicorn one = leavingAtTraps(engine()); Unicorn other = leavingAtTraps(engine())) {
            for (int round = 1; round <= 100; round++) {
                one.start(START, 0);
                other.start(START, 0);
                other.start(START, 0);
            }
            assertEquals(100, one.readRegister(T0));
            assertEquals(200, other.readRegister(T0));
        }
    }

    @Test
    void toStopTakesTheLeavingBack() {
        try (Unicorn engine = engine()) {
            engine.onInterrupt(cause -> {
                engine.leave();
                engine.stop();
            });
            assertEquals(0, engine.start(START, 0));
        }
    }

    @Test
    void oneThatWasLeftGoesOnInPlaceOfTheOther() {
        try (Unicorn one = leavingAtTraps(engine()); Unicorn other = engine()) {
            one.start(START, 0);
            other.onInterrupt(cause -> assertTrue(other.leaveFor(one)));
            assertEquals(Unicorn.LEFT, other.start(START, 0));
            assertEquals(2, one.readRegister(T0));
            assertEquals(1, other.readRegister(T0));
            assertEquals(Unicorn.LEFT, one.start(START, 0), "it was left once more");
            assertEquals(3, one.readRegister(T0));
        }
    }

    @Test
    void twoTakeTurnsWithinOneRunUntilOneOfThemStops() {
        int turns = 1000;
        try (Unicorn one = engine(); Unicorn other = engine()) {
            one.onInterrupt(cause -> {
                long turn = one.readRegister(T0);
                if (turn == 1) {
                    one.leave();
                } else if (turn == turns || !one.leaveFor(other)) {
                    one.stop();
                }
            });
            one.start(START, 0);
            other.onInterrupt(cause -> assertTrue(other.leaveFor(one)));
            assertEquals(0, other.start(START, 0));
            assertEquals(turns, one.readRegister(T0));
            assertEquals(turns - 1, other.readRegister(T0));
        }
    }

    @Test
    void whatEndsTheRunOfTheOneThatGoesOnIsReturned() {
        memory.setInt(START + 8, EBREAK);
        try (Unicorn one = leavingAtTraps(engine()); Unicorn other = engine()) {
            one.start(START, 0);
            other.onInterrupt(cause -> other.leaveFor(one));
            assertEquals(Unicorn.ERROR_INVALID_INSTRUCTION, other.start(START, 0));
            assertEquals(START + 8, one.readRegister(Unicorn.PC));
        }
    }

    @Test
    void oneThatWasNotLeftCannotGoOn() {
        try (Unicorn one = engine(); Unicorn other = engine()) {
            other.onInterrupt(cause -> {
                assertFalse(other.leaveFor(one));
                other.stop();
            });
            assertEquals(0, other.start(START, 0));
        }
    }

    @Test
    void toStopKeepsTheOtherFromGoingOn() {
        try (Unicorn one = leavingAtTraps(engine()); Unicorn other = engine()) {
            one.start(START, 0);
            other.onInterrupt(cause -> {
                other.leaveFor(one);
                other.stop();
            });
            assertEquals(0, other.start(START, 0));
            assertEquals(1, one.readRegister(T0));
        }
    }

    @Test
    void anEndedRunIsFollowedByANewOne() {
        try (Unicorn engine = leavingAtTraps(engine())) {
            engine.start(START, 0);
            engine.end();
            assertEquals(Unicorn.LEFT, engine.start(START, 0));
            assertEquals(2, engine.readRegister(T0));
        }
    }

    @Test
    void aRunOfSoManyInstructionsCannotBeLeft() {
        try (Unicorn engine = engine()) {
            engine.onInterrupt(cause -> {
                assertFalse(engine.leave());
                engine.stop();
            });
            assertEquals(0, engine.start(START, 10));
        }
    }

    @Test
    void anEngineOnTheStackOfItsCallerCannotBeLeftEither() {
        try (Unicorn engine = new Unicorn()) {
            engine.mapMemory(START, memory.segment());
            engine.onInterrupt(cause -> {
                assertFalse(engine.leave());
                engine.stop();
            });
            assertEquals(0, engine.start(START, 0));
            assertEquals(1, engine.readRegister(T0));
        }
    }
}
