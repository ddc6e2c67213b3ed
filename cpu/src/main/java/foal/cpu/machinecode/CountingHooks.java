package foal.cpu.machinecode;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import foal.cpu.engine.BreakpointHooks;
import foal.cpu.engine.HookRange;
import foal.cpu.host.HostHeap;
import foal.cpu.host.NativeFunction;
import foal.cpu.unicorn.Unicorn;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * Hooks that count instructions down and stop the engine when there are not enough left: one for blocks and one for
 * single instructions, of which new translations get either the one or the other.
 */
final class CountingHooks {
    // The structure that HostCode works on, and the description of a block (TranslationBlock of QEMU's exec-all.h).
    private static final long REMAINING = 0, BLOCK = 8, STOP_FUNCTION = 16, DESCRIPTION_BYTES = 24;
    private static final long PC_ADDRESS = 32, LOG = 40, HALTED = 48, SINGLE = 56, CALLS = 64;
    /** The present block is kept as the lower half of an address; some other block's whole one completes it. */
    private static final long OTHER_BLOCK = 72, ENGINE = 80;
    private static final int NO_BLOCK = 1;
    private static final long BLOCK_PC = 0, BLOCK_INSTRUCTIONS = 22, BLOCK_CODE = 32, BLOCK_CODE_BYTES = 40;

    /** Where the structure is. */
    private final long state;
    private final HookRange blocks;
    private final HookRange instructions;
    private final BreakpointHooks breakpoints;

    private CountingHooks(MemorySegment state, HookRange blocks, HookRange instructions, BreakpointHooks breakpoints) {
        this.state = state.address();
        this.blocks = blocks;
        this.instructions = instructions;
        this.breakpoints = breakpoints;
    }

    /**
     * Installs the hooks, neither of which is in force yet; empty if the host or the library does not allow it.
     *
     * @param pc where the engine has its pc
     * @param vicinity of its translations
     * @param log is told of what is run, if accesses are logged
     */
    static Optional<CountingHooks> install(Unicorn unicorn, MemorySegment pc, Vicinity vicinity, Optional<AccessLog> log) {
        return HostCode.find().flatMap(code -> CountInPlace.install(unicorn, vicinity).flatMap(inPlace -> {
            MemorySegment state = inPlace.structure();
            state.set(ADDRESS, STOP_FUNCTION, NativeFunction.address(Unicorn.symbols(), "uc_emu_stop"));
            state.set(ADDRESS, PC_ADDRESS, pc);
            state.set(ADDRESS, ENGINE, unicorn.engine());
            log.ifPresent(it -> state.set(ADDRESS, LOG, it.state()));
            MemorySegment atBlock = log.isPresent() ? code.atWatchedBlock() : inPlace.atBlock();
            MemorySegment atInstruction = log.isPresent() ? code.atWatchedInstruction() : code.atInstruction();
            Optional<HookRange> blocks = HookRange.onBlock(unicorn, atBlock, state);
            Optional<HookRange> instructions = HookRange.onInstruction(unicorn, atInstruction, state);
            return blocks.isPresent() && instructions.isPresent()
                    ? Optional.of(new CountingHooks(state, blocks.get(), instructions.get(),
                            new BreakpointHooks(unicorn, code.atBreakpoint(), state)))
                    : Optional.empty();
        }));
    }

    /** Takes back a block that has been counted and has just begun, and stops the engine before it. @param state where the structure is */
    static void stopBefore(long engine, long pc, long state) {
        long instructions = HostHeap.getShort(HostHeap.getLong(state + OTHER_BLOCK) + BLOCK_INSTRUCTIONS) & 0xffff;
        HostHeap.setLong(state + REMAINING, HostHeap.getLong(state + REMAINING) + instructions);
        HostHeap.setInt(state + BLOCK, NO_BLOCK);
        HostHeap.setLong(HostHeap.getLong(state + PC_ADDRESS), pc); // which linked blocks do not write
        Unicorn.stop(engine);
    }

    /** Says how large the descriptions of blocks are, each of which ends where the block's translation begins. */
    void setDescriptionSize(long bytes) {
        HostHeap.setLong(state + DESCRIPTION_BYTES, bytes);
    }

    /** Blocks translated from now on will be counted when they begin, as a whole. */
    void countBlocks() {
        instructions.setEmpty();
        blocks.setAll();
    }

    /** Blocks translated from now on will be counted instruction by instruction. */
    void countInstructions() {
        blocks.setEmpty();
        instructions.setAll();
    }

    /** Blocks translated from now on will not be counted. */
    void countNothing() {
        blocks.setEmpty();
        instructions.setEmpty();
    }

    /** Instructions that are left; those of a block that has been begun do not count any more. */
    long remaining() {
        return HostHeap.getLong(state + REMAINING);
    }

    /** @param instructions after which the engine stops: exactly, or before the block in which it would have to */
    void setRemaining(long instructions) {
        HostHeap.setLong(state + REMAINING, instructions);
    }

    /** How often the hook for blocks was called, modulo 2<sup>32</sup>. */
    int calls() {
        return HostHeap.getInt(state + CALLS);
    }

    /** The addresses before whose instructions the engine stops as well. */
    BreakpointHooks breakpoints() {
        return breakpoints;
    }

    /** Begins a run that stops at breakpoints, or one that does not because it has one instruction only. */
    void arm(boolean stops) {
        HostHeap.setLong(state + HALTED, 0);
        HostHeap.setLong(state + SINGLE, stops ? 0 : 1);
    }

    /** Whether the engine has stopped at a breakpoint, before an instruction that has already been counted. */
    boolean isHalted() {
        return HostHeap.getLong(state + HALTED) != 0;
    }

    /** No block has begun. */
    void forgetBlock() {
        HostHeap.setInt(state + BLOCK, NO_BLOCK);
    }

    /**
     * How many instructions of the present block stand behind the one at an address, although they have been counted.
     *
     * <p>The engine has noted for each instruction of a block where it begins: behind the translation, as differences
     * from the one before, in signed LEB128 (DWARF's standard, section 7.6), each with another number that means nothing
     * to us. The program itself cannot be asked: it may have overwritten the block since.
     */
    int instructionsBehind(long pc) {
        int low = HostHeap.getInt(state + BLOCK);
        if (low == NO_BLOCK) {
            return 0;
        }
        long other = HostHeap.getLong(state + OTHER_BLOCK);
        long block = other + (low - (int) other); // all are within one buffer, which is smaller than 2 GiB
        MemorySegment description = MemorySegment.ofAddress(block).reinterpret(BLOCK_CODE_BYTES + 8);
        int count = description.get(JAVA_SHORT, BLOCK_INSTRUCTIONS) & 0xffff;
        long notes = description.get(JAVA_LONG, BLOCK_CODE) + description.get(JAVA_LONG, BLOCK_CODE_BYTES);
        Notes at = new Notes(MemorySegment.ofAddress(notes).reinterpret(2L * 10 * count));
        long start = description.get(JAVA_LONG, BLOCK_PC);
        for (int i = 0; i < count; i++) {
            start += at.next();
            at.next();
            if (start == pc) {
                return count - 1 - i;
            }
        }
        return 0;
    }

    /** Reads numbers in signed LEB128. */
    private static final class Notes {
        private final MemorySegment bytes;
        private long offset;

        Notes(MemorySegment bytes) {
            this.bytes = bytes;
        }

        long next() {
            long number = 0;
            int bits = 0;
            byte part;
            do {
                part = bytes.get(JAVA_BYTE, offset++);
                number |= (long) (part & 0x7f) << bits;
                bits += 7;
            } while (part < 0);
            return number << 64 - bits >> 64 - bits;
        }
    }
}
