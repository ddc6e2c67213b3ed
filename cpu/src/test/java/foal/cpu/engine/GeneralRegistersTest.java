package foal.cpu.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.cpu.unicorn.Unicorn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The registers are the same, whichever way one goes to them. */
class GeneralRegistersTest {
    @Test
    @EnabledOnOs(OS.LINUX)
    void onLinuxTheRegistersAreFoundInTheEnginesMemory() {
        try (Unicorn unicorn = new Unicorn()) {
            assertTrue(GeneralRegisters.find(unicorn).areLive());
        }
    }

    @Test
    void whatIsWrittenByOneWayIsReadByTheOther() {
        try (Unicorn unicorn = new Unicorn()) {
            GeneralRegisters registers = GeneralRegisters.find(unicorn);
            assertEquals(0, registers.get(0));
            for (int i = 1; i < 32; i++) {
                registers.set(i, i * 3L);
                assertEquals(i * 3L, unicorn.readRegister(Unicorn.X0 + i));
                unicorn.writeRegister(Unicorn.X0 + i, -i);
                assertEquals(-i, registers.get(i));
            }
        }
    }

    @Test
    void theRegistersOfTwoEnginesAreNotTheSame() {
        try (Unicorn one = new Unicorn(); Unicorn other = new Unicorn()) {
            GeneralRegisters ofOne = GeneralRegisters.find(one);
            GeneralRegisters ofOther = GeneralRegisters.find(other);
            ofOne.set(5, 1);
            ofOther.set(5, 2);
            assertEquals(1, ofOne.get(5));
            assertEquals(2, ofOther.get(5));
        }
    }
}
