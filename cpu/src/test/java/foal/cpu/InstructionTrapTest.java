package foal.cpu;

import static foal.cpu.Assembler.A0;
import static foal.cpu.Assembler.A7;
import static foal.cpu.Assembler.T0;
import static foal.cpu.TestMachine.CODE;
import static foal.cpu.TestMachine.PLENTY;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Instructions that trap for what they are: system calls, breakpoints, illegal ones. */
class InstructionTrapTest {
    private final TestMachine machine = new TestMachine();
    private final Hart hart = machine.hart;

    @AfterEach
    void close() {
        machine.close();
    }

    @Test
    void aSystemCallTrapsBehindItsInstruction() {
        machine.run(new Assembler().nop().ecall());
        assertEquals(List.of(Trap.Syscall.INSTANCE), machine.traps);
        assertEquals(CODE + 8, hart.pc());
    }

    @Test
    void theArgumentsOfASystemCallAreReadTogether() {
        machine.run(new Assembler().ecall(), task -> {
            for (int i = 0; i < 8; i++) {
                task.setX(A0 + i, i == A7 - A0 ? 64 : 10 + i);
            }
        });
        long[] registers = new long[7];
        hart.readCallRegisters(registers);
        assertArrayEquals(LongStream.of(10, 11, 12, 13, 14, 15, 64).toArray(), registers);
    }

    @Test
    void theResultOfASystemCallIsSeenByTheProgram() {
        machine.onTrap = (hart, trap) -> {
            hart.setX(A0, hart.x(A0) + 1);
            if (machine.traps.size() == 3) {
                hart.stop();
            }
        };
        machine.run(new Assembler().ecall().ecall().add(A0, A0, A0).ecall());
        assertEquals(5, hart.x(A0));
    }

    @ParameterizedTest
    @ValueSource(ints = {Assembler.EBREAK, Assembler.C_EBREAK})
    void aBreakpointTrapsAtItsInstruction(int instruction) {
        machine.run(new Assembler().nop().instruction(instruction).nop());
        assertEquals(List.of(new Trap.Breakpoint(CODE + 4)), machine.traps);
        assertEquals(CODE + 4, hart.pc());
    }

    @ParameterizedTest
    @ValueSource(ints = {Assembler.EBREAK, Assembler.C_EBREAK})
    void aProgramGoesOnBehindABreakpoint(int instruction) {
        machine.onTrap = (hart, trap) -> {
            if (trap instanceof Trap.Breakpoint breakpoint) {
                hart.setPc(breakpoint.pc() + (instruction == Assembler.EBREAK ? 4 : 2));
            } else {
                hart.stop();
            }
        };
        machine.run(new Assembler().instruction(instruction).addi(T0, T0, 1).instruction(instruction).addi(T0, T0, 1).ecall());
        assertEquals(3, machine.traps.size());
        assertEquals(2, hart.x(T0));
        assertEquals(5, hart.retired());
    }

    @Test
    void aSwitchIsPossibleAtABreakpoint() {
        TrapFrame first = machine.task(new Assembler().ebreak());
        TrapFrame second = machine.task(new Assembler().addi(T0, T0, 7).ecall());
        machine.onTrap = (hart, trap) -> {
            if (trap instanceof Trap.Breakpoint) {
                hart.save(first);
                hart.resume(second);
            } else {
                hart.stop();
            }
        };
        hart.resume(first);
        hart.run(PLENTY);
        assertEquals(CODE, first.pc());
        assertEquals(7, hart.x(T0));
    }

    @ParameterizedTest
    @ValueSource(ints = {
        -1,
        0x0000, // of 16 bits, as all that end in 00, 01 or 10
        0x4002, 0x6002, // c.lwsp and c.ldsp to x0
        0x0000_707b, // custom
        0x0000_702f, // an atomic of no known width
        0xc000_0053 | 7 << 20, // fcvt with a reserved source type
    })
    void whatIsNoInstructionIsIllegal(int instruction) {
        machine.run(new Assembler().nop().instruction(instruction).nop().ecall());
        assertEquals(List.of(new Trap.IllegalInstruction(CODE + 4, instruction)), machine.traps);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 0x1050_0073})
    void anIllegalInstructionCanBeSteppedOver(int instruction) {
        Assembler program = new Assembler().addi(T0, T0, 1).instruction(instruction);
        long next = CODE + program.size();
        machine.onTrap = (hart, trap) -> {
            if (trap instanceof Trap.IllegalInstruction) {
                hart.setPc(next);
            } else {
                hart.stop();
            }
        };
        machine.run(program.addi(T0, T0, 1).ecall());
        assertEquals(2, hart.x(T0));
        assertEquals(2, machine.traps.size());
        assertEquals(4, hart.retired());
    }

    @Test
    void readingTheTimeTraps() {
        machine.run(new Assembler().csrr(A0, Assembler.TIME));
        assertEquals(List.of(new Trap.IllegalInstruction(CODE, Assembler.csrrs(A0, Assembler.TIME, 0))), machine.traps);
    }

    @Test
    void anIllegalInstructionAcrossAPageBorderIsReportedWhole() {
        machine.run(new Assembler().padTo(4094).word(0xffff_fff7).ecall(), task -> task.setPc(CODE + 4094));
        assertEquals(List.of(new Trap.IllegalInstruction(CODE + 4094, 0xffff_fff7)), machine.traps);
    }
}
