package foal.cpu;

import foal.cpu.unicorn.GeneralRegisters;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Tells a {@link MemoryWatch} what an engine does, instruction by instruction, where no machine code of ours logs it.
 *
 * <p>An instruction is looked at before it is executed. What memory it refers to stands in its registers, and in the page table
 * whether it may access that: if not, it traps, and is looked at again when it is tried again. The engine's own hooks for loads
 * and stores would tell the same, but on arm64 those of libunicorn 2.1.1 leave out most loads.
 */
final class InstructionWatch {
    private static final int MOST_KNOWN = 1 << 14;

    private final MemoryWatch watch;
    private final GeneralRegisters registers;
    private final LongSupplier reservation;
    /** What instructions do, by the lowest bits of their addresses. */
    private final Known[] known = new Known[MOST_KNOWN];

    /** What an instruction does with memory. @param name of {@link foal.cpu.unicorn.AccessLog#tag} */
    private record Known(long name, int instruction, Optional<MemoryOperand> operand, CodeBlock code) {}

    /** @param reservation tells which address the running task has reserved */
    InstructionWatch(MemoryWatch watch, GeneralRegisters registers, LongSupplier reservation) {
        this.watch = watch;
        this.registers = registers;
        this.reservation = reservation;
    }

    /** The engine is about to execute an instruction. */
    void comes(long pc) {
        if (watch.isTaskKnown()) {
            watch.guarded(() -> look(pc));
        }
    }

    private void look(long pc) {
        if (!watch.log().isHarmlessInstruction(pc)) {
            watch.beginInstruction(pc);
        }
        if (watch.isListenedTo()) {
            Known it = at(pc);
            it.operand().ifPresent(operand -> access(it, operand));
        }
    }

    private Known at(long pc) {
        long name = watch.log().tag(pc);
        int index = (int) (pc >> 1) & MOST_KNOWN - 1;
        int instruction = watch.code().instructionAt(watch.satp(), pc);
        if (known[index] == null || known[index].name() != name || known[index].instruction() != instruction) {
            known[index] = new Known(name, instruction, MemoryOperand.of(instruction), CodeBlock.read(watch.code(), watch.satp(), pc, 1));
        }
        return known[index];
    }

    private void access(Known it, MemoryOperand operand) {
        long address = registers.get(operand.base()) + operand.offset();
        long entry = PageTable.entryOf(watch.memory(), watch.satp(), address);
        if ((entry & operand.access().permission()) == 0) {
            return;
        }
        long physical = PageTable.frameOf(entry) + (address & PhysicalMemory.PAGE_SIZE - 1);
        CodeBlock.Access access = it.code().accesses().getLast();
        if (watch.isWatched(physical) && isDone(it.instruction(), access, address, operand.size())) {
            watch.tell(access, operand.access() == Access.STORE, physical, operand.size(), registers.get(Hart.RA));
        }
    }

    /** An atomic instruction traps if its address is not aligned, and {@code sc} does nothing without its reservation. */
    private boolean isDone(int instruction, CodeBlock.Access access, long address, int size) {
        boolean isPlain = access.kind() == CodeBlock.Kind.PLAIN || access.kind() == CodeBlock.Kind.FENCED;
        return isPlain || address % size == 0 && (!CodeBlock.isStoreConditional(instruction) || reservation.getAsLong() == address);
    }
}
