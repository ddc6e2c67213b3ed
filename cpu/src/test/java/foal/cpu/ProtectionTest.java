package foal.cpu;

import static foal.cpu.Assembler.A0;
import static foal.cpu.Assembler.A1;
import static foal.cpu.Assembler.MSTATUS;
import static foal.cpu.Assembler.S0;
import static foal.cpu.Assembler.SATP;
import static foal.cpu.PhysicalMemory.PAGE_SIZE;
import static foal.cpu.TestMachine.CODE;
import static foal.cpu.TestMachine.DATA;
import static foal.cpu.TestMachine.PLENTY;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a program in U-mode cannot do. */
class ProtectionTest {
    private final TestMachine machine = new TestMachine();
    private final Hart hart = machine.hart;

    @AfterEach
    void close() {
        machine.close();
    }

    /** All CSRs but those of floating point, of S-mode and M-mode, and debugging. */
    @ParameterizedTest
    @ValueSource(ints = {
        SATP, MSTATUS, 0x100 /* sstatus */, 0x105 /* stvec */, 0x141 /* sepc */, 0x301 /* misa */, 0x305 /* mtvec */,
        0x341 /* mepc */, 0x3a0 /* pmpcfg0 */, 0x3b0 /* pmpaddr0 */, 0x7b0 /* dcsr */, 0xb00 /* mcycle */, 0xf14 /* mhartid */,
    })
    void controlRegistersCanNeitherBeReadNorWritten(int csr) {
        expectIllegal(Assembler.csrrs(A0, csr, 0));
        expectIllegal(Assembler.csrrs(0, csr, A0));
        expectIllegal(csr << 20 | A1 << 15 | 1 << 12 | A0 << 7 | 0x73); // csrrw a0, csr, a1
    }

    @ParameterizedTest
    @ValueSource(ints = {
        0x3020_0073, // mret
        0x1020_0073, // sret
        0x0020_0073, // uret
        0x1050_0073, // wfi
        0x1200_0073, // sfence.vma
    })
    void privilegedInstructionsAreIllegal(int instruction) {
        expectIllegal(instruction);
    }

    @Test
    void theAddressSpaceIsWhatItWasAfterATriedWriteOfSatp() {
        TrapFrame task = machine.task(new Assembler().csrw(SATP, A1).ld(A0, 0, S0).ecall());
        long other = machine.newSpace().satp();
        task.setX(A1, other);
        long satp = task.satp();
        machine.onTrap = (hart, trap) -> {
            if (trap instanceof Trap.IllegalInstruction illegal) {
                hart.setPc(illegal.pc() + 4);
            } else {
                hart.stop();
            }
        };
        hart.resume(task);
        hart.run(PLENTY);
        hart.save(task);
        assertEquals(satp, task.satp());
        assertEquals(Trap.Syscall.INSTANCE, machine.lastTrap());
    }

    @ParameterizedTest
    @ValueSource(longs = {
        PageTable.USER_END, PageTable.USER_END + 8, // the kernel's half begins
        -8, -PAGE_SIZE, -(1L << 38), // the upper end of the address space
        PhysicalMemory.BASE, // physical addresses mean nothing
        PhysicalMemory.BASE + PAGE_SIZE,
        1L << 39, 1L << 45, Long.MIN_VALUE, // not canonical
        (1L << 39) + DATA, (1L << 56) + DATA, Long.MIN_VALUE + DATA, // DATA, but for bits too high to be translated
    })
    void addressesOutsideOfItsHalfAreOutOfReach(long address) {
        machine.run(new Assembler().ld(A0, 0, A1), task -> task.setX(A1, address));
        assertEquals(new Trap.PageFault(CODE, address, Access.LOAD), machine.lastTrap());

        machine.run(new Assembler().sd(A0, 0, A1), task -> task.setX(A1, address));
        assertEquals(new Trap.PageFault(CODE, address, Access.STORE), machine.lastTrap());

        machine.run(new Assembler().amoaddD(A0, A0, A1), task -> task.setX(A1, address));
        assertEquals(new Trap.PageFault(CODE, address, Access.STORE), machine.lastTrap());
    }

    @Test
    void theSameAddressInTwoProcessesIsTwoPlaces() {
        Assembler program = new Assembler().ld(A1, 0, S0).sd(A0, 0, S0).ecall().ld(A1, 0, S0).ecall();
        PageTable[] spaces = {machine.spaceFor(program), machine.spaceFor(program)};
        TrapFrame[] tasks = {machine.taskIn(spaces[0]), machine.taskIn(spaces[1])};
        for (int i = 0; i < 2; i++) {
            tasks[i].setX(A0, 100 + i);
        }
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 2; i++) {
                hart.resume(tasks[i]);
                hart.run(PLENTY);
                hart.save(tasks[i]);
                assertEquals(round == 0 ? 0 : 100 + i, tasks[i].x(A1));
            }
        }
        assertEquals(100, machine.dataOf(spaces[0]));
        assertEquals(101, machine.dataOf(spaces[1]));
    }

    @Test
    void aPageOfAnotherProcessIsNotReachableAfterASwitch() {
        long only = 0x70000;
        Assembler program = new Assembler().ld(A0, 0, A1).ecall();
        PageTable owning = machine.spaceFor(program);
        machine.mapNew(owning, only, TestMachine.READ_WRITE);
        for (PageTable space : List.of(owning, machine.spaceFor(program), owning)) {
            TrapFrame task = machine.taskIn(space);
            task.setX(A1, only);
            hart.resume(task);
            hart.run(PLENTY);
        }
        assertEquals(List.of(Trap.Syscall.INSTANCE, new Trap.PageFault(CODE, only, Access.LOAD), Trap.Syscall.INSTANCE),
                machine.traps);
    }

    @Test
    void aPageWithoutRightsLetsNothingThrough() {
        PageTable space = machine.spaceFor(new Assembler().ld(A0, 0, S0));
        space.map(DATA, PageTable.frameOf(space.entry(DATA)), 0);
        hart.resume(machine.taskIn(space));
        hart.run(PLENTY);
        assertEquals(new Trap.PageFault(CODE, DATA, Access.LOAD), machine.lastTrap());
    }

    private void expectIllegal(int instruction) {
        machine.run(new Assembler().instruction(instruction).ecall());
        assertEquals(new Trap.IllegalInstruction(CODE, instruction), machine.lastTrap());
    }
}
