package foal.cpu;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;
import static foal.cpu.TestMachine.CODE;
import static foal.cpu.TestMachine.DATA;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a kernel makes of each storing instruction, compared with what the hart makes of it. */
class StoreInstructionTest {
    private static final long[] VALUES = {0, 1, -1, 0x8000_0000L, 0x7fff_ffff_8000_0001L, Long.MIN_VALUE, 0x1234_5678_9abc_def0L};
    private static final long TARGET = DATA + PAGE_SIZE / 2;
    private static final int NOP = 0x0000_0013, LR_W_T6 = 0x1000_2faf, LR_D_T6 = 0x1000_3faf;

    private final TestMachine machine = new TestMachine();

    @AfterEach
    void close() {
        machine.close();
    }

    static Stream<MemoryInstructions.Row> stores() {
        return MemoryInstructions.ALL.stream().filter(row -> row.access() == Access.STORE);
    }

    @ParameterizedTest
    @MethodSource("stores")
    void doesWhatTheHartDoes(MemoryInstructions.Row row) {
        for (long before : VALUES) {
            for (long stored : VALUES) {
                compare(row, before, stored);
            }
        }
    }

    private void compare(MemoryInstructions.Row row, long before, long stored) {
        int reserve = (row.size() == 4 ? LR_W_T6 : LR_D_T6) | row.base() << 15;
        PageTable space = machine.spaceFor(new Assembler().word(row.isStoreConditional() ? reserve : NOP)
                .instruction(row.bits()));
        long physical = machine.physical(space, TARGET);
        try (TrapFrame byHart = task(space, row, stored); TrapFrame byKernel = task(space, row, stored)) {
            byKernel.setPc(CODE + 4);
            machine.memory.setLong(physical, before);
            StoreInstruction store = StoreInstruction.at(machine.memory, space.satp(), CODE + 4).orElseThrow();
            assertEquals(TARGET, store.address(byKernel));
            long mask = row.size() == 8 ? -1 : (1L << 8 * row.size()) - 1;
            long expected = before & ~mask | store.execute(byKernel, before) & mask;

            machine.hart.resume(byHart);
            machine.hart.run(2);
            machine.hart.save(byHart);
            assertEquals(expected, machine.memory.getLong(physical), () -> row + " of " + stored + " over " + before);
            assertEquals(byHart.pc(), byKernel.pc());
            assertEquals(registers(byHart, row), registers(byKernel, row), row::toString);
        }
    }

    private TrapFrame task(PageTable space, MemoryInstructions.Row row, long stored) {
        TrapFrame task = machine.hart.newFrame();
        task.setSatp(space.satp());
        task.setPc(CODE);
        for (int i = 1; i < 32; i++) {
            task.setX(i, stored + i - 11); // a1, which most of them store, holds just that
            task.setF(i, stored + i - 11);
        }
        task.setX(row.base(), TARGET - row.offset());
        return task;
    }

    /** All but that which the {@code lr} before an {@code sc} has changed. */
    private static List<Long> registers(TrapFrame task, MemoryInstructions.Row row) {
        return LongStream.range(0, row.isStoreConditional() ? 31 : 32).map(i -> task.x((int) i)).boxed().toList();
    }

    @Test
    void whatDoesNotStoreIsNone() {
        PageTable space = machine.spaceFor(new Assembler().word(NOP).word(LR_D_T6));
        assertEquals(Optional.empty(), StoreInstruction.at(machine.memory, space.satp(), CODE));
        assertEquals(Optional.empty(), StoreInstruction.at(machine.memory, space.satp(), CODE + 4));
        assertTrue(StoreInstruction.at(machine.memory, space.satp(), 0).isEmpty());
    }
}
