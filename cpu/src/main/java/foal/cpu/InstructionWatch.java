package foal.cpu;

import foal.cpu.engine.AccessWatch;
import foal.cpu.engine.CodeBlock;
import foal.cpu.engine.EngineCounter;
import foal.cpu.engine.EngineView;
import foal.cpu.engine.RunCounter;
import foal.cpu.engine.WatchedMemory;
import foal.cpu.engine.WatchedProgram;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Watches instruction by instruction, on every host.
 *
 * <p>An instruction is looked at before it is executed. What memory it refers to stands in its registers, and in the page table
 * whether it may access that: if not, it traps, and is looked at again when it is tried again. The engine's own hooks for loads
 * and stores would tell the same, but on arm64 those of libunicorn 2.1.1 leave out most loads.
 */
final class InstructionWatch implements AccessWatch {
    private static final int MOST_KNOWN = 1 << 14, MOST_HARMLESS = 1 << 16;
    private static final int SPACE_SHIFT = 51;

    private final WatchedMemory watched;
    private final WatchedProgram program;
    private final PhysicalMemory memory;
    private final CodeReader code;
    /** The address space that runs. */
    private final LongSupplier satp;
    /** What instructions do, by the lowest bits of their addresses. */
    private final Known[] known = new Known[MOST_KNOWN];
    /** Names of instructions that need not be told of when they come, in the same way. */
    private final long[] harmless = new long[MOST_HARMLESS];
    private long epoch;
    private long space;

    /** What an instruction does with memory. */
    private record Known(long name, int instruction, Optional<MemoryOperand> operand, CodeBlock code) {}

    InstructionWatch(WatchedMemory watched, WatchedProgram program, PhysicalMemory memory, LongSupplier satp) {
        this.watched = watched;
        this.program = program;
        this.memory = memory;
        this.satp = satp;
        code = new CodeReader(memory);
    }

    @Override
    public Optional<RunCounter> counter(EngineView engine) {
        EngineCounter counter = EngineCounter.counting(engine);
        engine.unicorn().onInstruction(pc -> {
            if (epoch != 0 && !counter.isOverAt(pc)) {
                program.guarded(() -> look(engine, pc));
            }
        });
        return Optional.of(counter);
    }

    private void look(EngineView engine, long pc) {
        int place = (int) (pc >> 1) & MOST_HARMLESS - 1;
        if (harmless[place] != name(pc) && !program.reachedInstruction(pc)) {
            harmless[place] = name(pc);
        }
        if (program.isListenedTo()) {
            Known it = at(pc);
            it.operand().ifPresent(operand -> access(engine, it, operand));
        }
    }

    /** A name for an instruction of the address space that runs. */
    private long name(long pc) {
        return pc | space << SPACE_SHIFT;
    }

    private Known at(long pc) {
        long name = name(pc);
        int index = (int) (pc >> 1) & MOST_KNOWN - 1;
        int instruction = code.instructionAt(satp.getAsLong(), pc);
        if (known[index] == null || known[index].name() != name || known[index].instruction() != instruction) {
            known[index] = new Known(name, instruction, MemoryOperand.of(instruction), program.code(pc, 1));
        }
        return known[index];
    }

    private void access(EngineView engine, Known it, MemoryOperand operand) {
        long address = engine.registers().get(operand.base()) + operand.offset();
        long entry = PageTable.entryOf(memory, satp.getAsLong(), address);
        if ((entry & operand.access().permission()) == 0) {
            return;
        }
        long physical = PageTable.frameOf(entry) + (address & PhysicalMemory.PAGE_SIZE - 1);
        CodeBlock.Access access = it.code().accesses().getLast();
        if (watched.isWatched(physical) && isDone(engine, it.instruction(), access, address, operand.size())) {
            program.access(access, operand.access() == Access.STORE, physical, operand.size(), engine.registers().get(Hart.RA));
        }
    }

    /** An atomic instruction traps if its address is not aligned, and {@code sc} does nothing without its reservation. */
    private static boolean isDone(EngineView engine, int instruction, CodeBlock.Access access, long address, int size) {
        boolean isPlain = access.kind() == CodeBlock.Kind.PLAIN || access.kind() == CodeBlock.Kind.FENCED;
        boolean isConditional = BlockReader.isStoreConditional(instruction);
        return isPlain || address % size == 0 && (!isConditional || engine.reservation().getAsLong() == address);
    }

    @Override
    public void clear() {
        // All that was seen has been told.
    }

    @Override
    public void setEpoch(long newEpoch) {
        epoch = newEpoch;
    }

    @Override
    public void setSpace(int number) {
        space = number;
    }

    @Override
    public void lookAt(long pc) {
        int place = (int) (pc >> 1) & MOST_HARMLESS - 1;
        if (harmless[place] == name(pc)) {
            harmless[place] = 0;
        }
    }

    @Override
    public void forgetCode() {
        Arrays.fill(harmless, 0);
    }

    @Override
    public void flush() {
        // All that was seen has been told.
    }

    @Override
    public void trappedAt(long pc) {
        // The instruction comes again.
    }

    @Override
    public void close() {
        // There is nothing but Java's memory.
    }
}
