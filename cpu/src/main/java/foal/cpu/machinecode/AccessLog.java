package foal.cpu.machinecode;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import foal.cpu.engine.AccessWatch;
import foal.cpu.engine.GeneralRegisters;
import foal.cpu.engine.WatchedMemory;
import foal.cpu.host.NativeFunction;
import foal.cpu.unicorn.Unicorn;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Loads and stores of engines, in their order, as far as they are to watched frames: {@link HostCode} writes them down, and
 * Java reads them when the log is full, when something comes that must be seen in its place among them, or when it likes.
 *
 * <p>An engine does not keep its pc while it runs a block. So a record names the block and which of its accesses it is;
 * the instruction follows from that.
 */
final class AccessLog implements AutoCloseable {
    // The structure that HostCode works on.
    private static final long RAM_BASE = 0, RAM_SIZE = 8, WATCHED = 16, LAST_EPOCHS = 24, EPOCH = 32, SPACE = 40, BLOCK = 48;
    private static final long NEXT = 64, END = 72, FULL = 80, HARMLESS_BLOCKS = 88, PLAIN_ACCESSES = 96, BLOCK_FUNCTION = 104;
    private static final long HARMLESS_INSTRUCTIONS = 112, INSTRUCTION_FUNCTION = 120, SIZE = 128;

    // A record.
    private static final int RECORD = 40, RECORDS = 4096;
    private static final long KIND = 8, LENGTH = 12, OF_BLOCK = 16, ORDINAL = 24, LINK = 32;
    private static final int KIND_WRITE = 17; // of unicorn/unicorn.h

    /** Entries of a table of what is known of code: direct-mapped by the pc. */
    private static final int ENTRIES = 1 << 16;
    private static final int ORDINAL_SHIFT = 40, SPACE_SHIFT = 51 /* room for AccessWatch.SPACES */, EPOCH_SHIFT = 32;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment state = arena.allocate(SIZE, Long.BYTES);
    private final MemorySegment records = arena.allocate((RECORDS + 1L) * RECORD, Long.BYTES);
    private final MemorySegment harmlessBlocks = arena.allocate(8L * ENTRIES, Long.BYTES);
    private final MemorySegment harmlessInstructions = arena.allocate(8L * ENTRIES, Long.BYTES);
    private final MemorySegment plainAccesses = arena.allocate(8L * ENTRIES, Long.BYTES);

    /** What is told of code as it runs. None of it may throw. */
    interface Listener {
        /** The log is full, or its last record is of an access that may be atomic. */
        void logged();

        /**
         * A block of code begins that is not known to be harmless.
         *
         * @param bytes its length
         * @return whether it must be told of instruction by instruction
         */
        boolean blockBegins(long pc, int bytes);

        /** The same of a single instruction. */
        void instructionBegins(long pc);
    }

    AccessLog(WatchedMemory memory, Listener listener) {
        state.set(JAVA_LONG, RAM_BASE, memory.base());
        state.set(JAVA_LONG, RAM_SIZE, memory.size());
        state.set(ADDRESS, WATCHED, memory.watched());
        state.set(ADDRESS, LAST_EPOCHS, memory.lastEpochs());
        state.set(ADDRESS, HARMLESS_BLOCKS, harmlessBlocks);
        state.set(ADDRESS, HARMLESS_INSTRUCTIONS, harmlessInstructions);
        state.set(ADDRESS, PLAIN_ACCESSES, plainAccesses);
        state.set(ADDRESS, END, records.asSlice((long) RECORDS * RECORD));
        clear();
        bind(listener);
    }

    private void bind(Listener listener) {
        NativeFunction.Upcall full = (a, b, c, d) -> listener.logged();
        NativeFunction.Upcall block = (engine, pc, size, counted) -> {
            if (listener.blockBegins(pc, (int) size)) {
                CountingHooks.stopBefore(engine, pc, counted);
            }
        };
        NativeFunction.Upcall instruction = (engine, pc, size, data) -> listener.instructionBegins(pc);
        state.set(ADDRESS, FULL, full.bind(arena));
        state.set(ADDRESS, BLOCK_FUNCTION, block.bind(arena));
        state.set(ADDRESS, INSTRUCTION_FUNCTION, instruction.bind(arena));
    }

    /** Has an engine with {@link CountingHooks} for this log write to it what code that is translated from now on loads and stores. */
    void attach(Unicorn unicorn, GeneralRegisters registers) {
        MemorySegment data = unicorn.allocate(16);
        data.set(ADDRESS, 0, state);
        data.set(ADDRESS, 8, registers.memory().orElseThrow());
        unicorn.hooks().onAccess(HostCode.find().orElseThrow().atAccess(), data);
    }

    MemorySegment state() {
        return state;
    }

    // ---- what is logged ----------------------------------------------------------------------------------------

    /**
     * Says who runs and since when nothing has ordered its accesses anew: repeated accesses of one epoch are left out.
     *
     * @param epoch from 1, 32 bits, another for each; 0 has everything logged, and each block told of
     */
    void setEpoch(long epoch) {
        state.set(JAVA_LONG, EPOCH, epoch << EPOCH_SHIFT);
    }

    /** Says which address space the code is in that runs. @param number below {@link AccessWatch#SPACES} */
    void setSpace(int number) {
        state.set(JAVA_LONG, SPACE, (long) number << SPACE_SHIFT);
    }

    /** The code that runs is in the address space, and nothing is to be told any more when it comes to this block. */
    void noteHarmlessBlock(long pc) {
        note(harmlessBlocks, pc, tag(pc));
    }

    /** The same of a single instruction. */
    void noteHarmlessInstruction(long pc) {
        note(harmlessInstructions, pc, tag(pc));
    }

    /** Ends both for the code at an address, if it is in the address space that runs. */
    void forgetHarmless(long pc) {
        forget(harmlessBlocks, pc, tag(pc));
        forget(harmlessInstructions, pc, tag(pc));
    }

    /** The access of a record is no atomic one: of its like only the first in an epoch must be told. */
    void notePlainAccess(int record) {
        long block = block(record), ordinal = ordinal(record);
        note(plainAccesses, (block & 0xffff_ffffL) + 2 * ordinal, block + (ordinal << ORDINAL_SHIFT));
    }

    private static void note(MemorySegment table, long index, long tag) {
        table.set(JAVA_LONG, (index >> 1 & ENTRIES - 1) * 8, tag);
    }

    private static boolean isNoted(MemorySegment table, long index, long tag) {
        return table.get(JAVA_LONG, (index >> 1 & ENTRIES - 1) * 8) == tag;
    }

    private static void forget(MemorySegment table, long index, long tag) {
        if (isNoted(table, index, tag)) {
            note(table, index, 0);
        }
    }

    /** A name for an instruction of the address space that runs. */
    private long tag(long pc) {
        return pc | state.get(JAVA_LONG, SPACE);
    }

    /** Forgets all that was noted of code. */
    void forgetCode() {
        harmlessBlocks.fill((byte) 0);
        harmlessInstructions.fill((byte) 0);
        plainAccesses.fill((byte) 0);
    }

    // ---- the records -------------------------------------------------------------------------------------------

    /** How many there are. */
    int count() {
        return (int) ((state.get(JAVA_LONG, NEXT) - records.address()) / RECORD);
    }

    /** Begins anew. */
    void clear() {
        state.set(ADDRESS, NEXT, records);
    }

    long physical(int record) {
        return records.get(JAVA_LONG, (long) record * RECORD);
    }

    boolean isStore(int record) {
        return records.get(JAVA_INT, (long) record * RECORD + KIND) == KIND_WRITE;
    }

    int length(int record) {
        return records.get(JAVA_INT, (long) record * RECORD + LENGTH);
    }

    /** The block that it is in, as a name that no other has at the time. */
    long block(int record) {
        return records.get(JAVA_LONG, (long) record * RECORD + OF_BLOCK);
    }

    /** The address of the block in {@link #block}. */
    static long pcOf(long block) {
        return block & (1L << ORDINAL_SHIFT) - 1;
    }

    /** Which of the block's loads and stores it is, from 0. */
    int ordinal(int record) {
        return (int) records.get(JAVA_LONG, (long) record * RECORD + ORDINAL) - 1;
    }

    /** The return-address register. */
    long link(int record) {
        return records.get(JAVA_LONG, (long) record * RECORD + LINK);
    }

    @Override
    public void close() {
        arena.close();
    }
}
