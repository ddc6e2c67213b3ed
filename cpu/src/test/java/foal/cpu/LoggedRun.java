package foal.cpu;

import static foal.cpu.Assembler.A1;
import static foal.cpu.Assembler.A2;
import static foal.cpu.Assembler.S1;
import static foal.cpu.TestMachine.DATA;
import static foal.cpu.TestMachine.NOTHING;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A run of a program: what became of it, after each trap and each slice. */
final class LoggedRun {
    final List<String> log = new ArrayList<>();
    final TrapFrame task;
    private final TestMachine machine;
    private final Hart hart;
    private final PageTable space;
    private final long frame;
    private int handled;

    LoggedRun(TestMachine machine, PageTable space) {
        this.machine = machine;
        this.space = space;
        hart = machine.hart;
        frame = machine.frames.allocate();
        task = machine.taskIn(space);
        task.setX(A1, NOTHING);
        task.setX(S1, DATA + 1);
        task.setX(A2, Assembler.C_NOP << 16 | RandomProgram.C_ADDI_T1);
        machine.onTrap = this::handle;
        hart.resume(task);
    }

    LoggedRun inSlices(Random random, int slices) {
        for (int i = 0; i < slices; i++) {
            forInstructions(1 + random.nextInt(random.nextBoolean() ? 12 : 700));
            if (random.nextInt(4) == 0) {
                hart.save(task);
                hart.resume(task);
            }
        }
        return this;
    }

    LoggedRun forInstructions(int count) {
        hart.run(count);
        note("");
        return this;
    }

    /** Repairs a page fault at every second time, unmaps the page at calls, and steps over everything else. */
    private void handle(Hart on, Trap trap) {
        note(trap.toString());
        handled++;
        switch (trap) {
            case Trap.Syscall _ -> {
                space.unmap(NOTHING);
                hart.flushTlb();
            }
            case Trap.PageFault fault when fault.address() >= NOTHING && handled % 2 == 0 -> {
                space.map(NOTHING, frame, TestMachine.READ_WRITE);
                hart.setPc(fault.pc());
            }
            case Trap.PageFault(long pc, _, _) -> stepOver(pc);
            case Trap.Misaligned(long pc, _, _) -> stepOver(pc);
            case Trap.IllegalInstruction(long pc, _) -> stepOver(pc);
            case Trap.Breakpoint(long pc) -> stepOver(pc);
        }
        if (handled % 5 == 0) {
            hart.save(task);
            hart.resume(task);
        }
        if (handled % 7 == 0) {
            hart.stop();
        }
    }

    private void stepOver(long pc) {
        boolean isLong = (machine.memory.getShort(machine.physical(space, pc)) & 3) == 3;
        hart.setPc(pc + (isLong ? 4 : 2));
    }

    private void note(String event) {
        StringBuilder line = new StringBuilder().append(hart.retired()).append(' ').append(event)
                .append(' ').append(Long.toHexString(hart.pc()));
        for (int i = 1; i < 32; i++) {
            line.append(' ').append(Long.toHexString(hart.x(i)));
        }
        log.add(line.toString());
    }
}
