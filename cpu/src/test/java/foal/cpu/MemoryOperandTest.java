package foal.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryOperandTest {
    @ParameterizedTest
    @FieldSource("foal.cpu.MemoryInstructions#ALL")
    void everyMemoryInstructionTellsItsOperand(MemoryInstructions.Row row) {
        assertEquals(Optional.of(new MemoryOperand(row.access(), row.base(), row.offset(), row.size())),
                MemoryOperand.of(row.bits()));
    }

    @ParameterizedTest
    @ValueSource(ints = {
        0x0000_7003, // a load of width 7
        0x0000_4023, 0x0000_7023, // stores of width 4 and 7
        0x0000_1007, 0x0000_4007, // floating-point loads of 2 bytes (Zfh) and 16 bytes (Q)
        0x0000_1027, 0x0000_4027, // and stores
        0x0000_02af, 0x0000_42af, // atomics of 1 and 16 bytes
        0x1010_22af, // lr with a second source
        0x2800_22af, // amocas, which is not in A
    })
    void reservedEncodingsAndOtherExtensionsHaveNoOperand(int instruction) {
        assertEquals(Optional.empty(), MemoryOperand.of(instruction));
    }

    @ParameterizedTest
    @ValueSource(ints = {
        0x4002, // c.lwsp to x0
        0x6002, // c.ldsp to x0
        0x8000, // the reserved row of quadrant 0
        0x0000, // illegal
    })
    void reservedCompressedEncodingsHaveNoOperand(int instruction) {
        assertEquals(Optional.empty(), MemoryOperand.of(instruction));
    }

    @Test
    void compressedFloatingPointLoadsMayNameRegister0() {
        assertEquals(Optional.of(new MemoryOperand(Access.LOAD, 2, 0, 8)), MemoryOperand.of(0x2002));
    }

    @ParameterizedTest
    @ValueSource(ints = {
        Assembler.ECALL, Assembler.EBREAK, Assembler.C_EBREAK, Assembler.C_NOP,
        0x0000_000f, // fence
        0x0000_100f, // fence.i
        0x0000_0013, // nop
        0x0000_8067, // ret
        0x0080, // c.addi4spn
        -1,
    })
    void otherInstructionsHaveNoOperand(int instruction) {
        assertEquals(Optional.empty(), MemoryOperand.of(instruction));
    }
}
