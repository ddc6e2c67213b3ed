package foal.cpu;

import static foal.cpu.Assembler.A1;
import static foal.cpu.Assembler.S0;
import static foal.cpu.TestMachine.CODE;
import static foal.cpu.TestMachine.DATA;
import static foal.cpu.TestMachine.NOTHING;
import static foal.cpu.TestMachine.PLENTY;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each memory instruction on the engine, at an address where it must fault. */
class MemoryFaultTest {
    private static TestMachine machine;

    @BeforeAll
    static void open() {
        machine = new TestMachine();
    }

    @AfterAll
    static void close() {
        machine.close();
    }

    @BeforeEach
    void forgetTraps() {
        machine.traps.clear();
        machine.onTrap = (hart, trap) -> hart.stop();
    }

    /** Store-conditionals are apart: without a reservation they fail before they look at memory. */
    static Stream<MemoryInstructions.Row> instructions() {
        return MemoryInstructions.ALL.stream().filter(row -> !row.isStoreConditional());
    }

    static Stream<MemoryInstructions.Row> storeConditionals() {
        return MemoryInstructions.ALL.stream().filter(MemoryInstructions.Row::isStoreConditional);
    }

    static Stream<MemoryInstructions.Row> loads() {
        return instructions().filter(row -> row.access() == Access.LOAD);
    }

    static Stream<MemoryInstructions.Row> stores() {
        return instructions().filter(row -> row.access() == Access.STORE);
    }

    static Stream<MemoryInstructions.Row> plainInstructionsOfSeveralBytes() {
        return instructions().filter(row -> !row.isAtomic() && row.size() > 1);
    }

    static Stream<MemoryInstructions.Row> atomics() {
        return instructions().filter(MemoryInstructions.Row::isAtomic);
    }

    @ParameterizedTest
    @MethodSource("instructions")
    void anUnmappedPageFaultsWithAddressAndAccess(MemoryInstructions.Row row) {
        runAt(row, NOTHING + 64);

        assertEquals(List.of(new Trap.PageFault(CODE, NOTHING + 64, row.access())), machine.traps);
    }

    @ParameterizedTest
    @MethodSource("stores")
    void aReadOnlyPageFaultsOnStores(MemoryInstructions.Row row) {
        PageTable space = machine.spaceFor(program(row));
        machine.mapNew(space, NOTHING, PageTable.READ);

        run(space, row, NOTHING + 64);

        assertEquals(List.of(new Trap.PageFault(CODE, NOTHING + 64, Access.STORE)), machine.traps);
    }

    @ParameterizedTest
    @MethodSource("loads")
    void aReadOnlyPageAllowsLoads(MemoryInstructions.Row row) {
        PageTable space = machine.spaceFor(program(row));
        machine.mapNew(space, NOTHING, PageTable.READ);

        run(space, row, NOTHING + 64);

        assertEquals(List.of(Trap.Syscall.INSTANCE), machine.traps);
    }

    @ParameterizedTest
    @MethodSource("plainInstructionsOfSeveralBytes")
    void anAccessThatCrossesIntoAMissingPageNamesThatPage(MemoryInstructions.Row row) {
        runAt(row, NOTHING - row.size() / 2);

        assertEquals(List.of(new Trap.PageFault(CODE, NOTHING, row.access())), machine.traps);
    }

    @ParameterizedTest
    @MethodSource("plainInstructionsOfSeveralBytes")
    void anAccessThatCrossesOutOfAMissingPageNamesItsOwnAddress(MemoryInstructions.Row row) {
        runAt(row, DATA - row.size() / 2);

        assertEquals(List.of(new Trap.PageFault(CODE, DATA - row.size() / 2, row.access())), machine.traps);
    }

    @ParameterizedTest
    @MethodSource("instructions")
    void anInstructionCompletesOnceTheHandlerHasMappedThePage(MemoryInstructions.Row row) {
        PageTable space = machine.spaceFor(program(row));
        machine.onTrap = (hart, trap) -> {
            if (trap instanceof Trap.PageFault fault) {
                machine.mapNew(space, fault.address() & -4096, TestMachine.READ_WRITE);
                hart.setPc(fault.pc());
            } else {
                hart.stop();
            }
        };

        run(space, row, NOTHING + 64);

        assertEquals(List.of(new Trap.PageFault(CODE, NOTHING + 64, row.access()), Trap.Syscall.INSTANCE), machine.traps);
        assertEquals(CODE + row.length() + 4, machine.hart.pc());
        assertEquals(3, machine.hart.retired(), "the faulting attempt, the instruction, ecall");
    }

    @ParameterizedTest
    @MethodSource("storeConditionals")
    void aStoreConditionalWhosePageHasBecomeReadOnlyFaults(MemoryInstructions.Row row) {
        Assembler program = new Assembler();
        program = row.size() == 8 ? program.lrD(A1, S0) : program.lrW(A1, S0);
        PageTable space = machine.spaceFor(program.ecall().instruction(row.bits()));
        machine.onTrap = (hart, trap) -> {
            if (trap instanceof Trap.Syscall) {
                space.map(DATA, PageTable.frameOf(space.entry(DATA)), PageTable.READ);
                hart.flushTlb();
            } else {
                hart.stop();
            }
        };

        run(space, row, DATA);

        assertEquals(List.of(Trap.Syscall.INSTANCE, new Trap.PageFault(CODE + 8, DATA, Access.STORE)), machine.traps);
    }

    @ParameterizedTest
    @MethodSource("atomics")
    void aMisalignedAtomicTraps(MemoryInstructions.Row row) {
        runAt(row, DATA + row.size() / 2);

        assertEquals(List.of(new Trap.Misaligned(CODE, DATA + row.size() / 2, row.access())), machine.traps);
    }

    @ParameterizedTest
    @MethodSource("plainInstructionsOfSeveralBytes")
    void aMisalignedLoadOrStoreIsDone(MemoryInstructions.Row row) {
        runAt(row, DATA + 65);

        assertEquals(List.of(Trap.Syscall.INSTANCE), machine.traps);
    }

    private static Assembler program(MemoryInstructions.Row row) {
        return new Assembler().instruction(row.bits()).ecall();
    }

    private static void runAt(MemoryInstructions.Row row, long address) {
        run(machine.spaceFor(program(row)), row, address);
    }

    private static void run(PageTable space, MemoryInstructions.Row row, long address) {
        TrapFrame task = machine.taskIn(space);
        task.setX(row.base(), address - row.offset());
        machine.hart.resume(task);
        machine.hart.run(PLENTY);
    }
}
