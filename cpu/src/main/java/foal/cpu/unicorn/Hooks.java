package foal.cpu.unicorn;

import static java.lang.foreign.ValueLayout.ADDRESS;

import foal.cpu.host.HostHeap;
import foal.cpu.host.NativeFunction;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The functions that an engine calls while it runs, by their addresses: {@code uc_hook_add}. All but those of
 * {@link #onInterrupt} are called from translated code, which has the calls in it from when it is translated.
 *
 * <p>Where a hook gives its range, {@code first} and {@code last} are addresses of code; that {@code last} is smaller means all.
 */
public final class Hooks {
    // The kinds of uc_hook_type.
    private static final int INTERRUPT = 1, INSTRUCTION = 1 << 2, BLOCK = 1 << 3, TRANSLATION = 1 << 15;
    private static final int READ = 1 << 10, WRITE = 1 << 11;
    private static final long FIRST = 1, LAST = 0;

    /** Where the number of instructions is in the struct {@code uc_tb}: behind an address of 8 bytes. */
    private static final long BLOCK_INSTRUCTIONS = 8;

    private static final NativeFunction ADD = Unicorn.function("uc_hook_add");

    private final Unicorn unicorn;
    private final Arena arena;

    Hooks(Unicorn unicorn, Arena arena) {
        this.unicorn = unicorn;
        this.arena = arena;
    }

    /** Has a function called with the engine, the cause of an exception, and {@code data}. */
    public void onInterrupt(MemorySegment function, long data) {
        add(INTERRUPT, function, MemorySegment.ofAddress(data), FIRST, LAST);
    }

    /** The same with the engine, the block translated, the one before, and {@code data}. */
    public void onTranslation(MemorySegment function, long data) {
        add(TRANSLATION, function, MemorySegment.ofAddress(data), FIRST, LAST);
    }

    /** How many instructions a block has that the engine tells of. @param block the address of its {@code uc_tb} */
    public static int instructionsOf(long block) {
        return HostHeap.getShort(block + BLOCK_INSTRUCTIONS) & 0xffff;
    }

    /**
     * Has a function called when a block begins, with the engine, its pc, its size, and {@code data}.
     *
     * @return the library's structure for the hook
     */
    public MemorySegment onBlock(MemorySegment function, MemorySegment data, long first, long last) {
        return add(BLOCK, function, data, first, last);
    }

    /** The same before each instruction. */
    public MemorySegment onInstruction(MemorySegment function, MemorySegment data, long first, long last) {
        return add(INSTRUCTION, function, data, first, last);
    }

    /** The same of a function of Java's, which must not throw. */
    void onInstruction(Unicorn.InstructionHook hook) {
        onInstruction(function(hook), MemorySegment.NULL, FIRST, LAST);
    }

    /**
     * Has a function called before each load and store. To be installed before the first instruction. It must not stop the
     * engine: the block of the access would go on.
     */
    public void onAccess(MemorySegment function, MemorySegment data) {
        add(READ | WRITE, function, data, FIRST, LAST);
    }

    /** A function that calls a hook, for {@link #onInstruction}. It must not throw. */
    public MemorySegment function(Unicorn.InstructionHook hook) {
        NativeFunction.Upcall function = (engine, pc, bytes, data) -> hook.comes(pc);
        return function.bind(arena);
    }

    private MemorySegment add(int kind, MemorySegment function, MemorySegment data, long first, long last) {
        MemorySegment hook = arena.allocate(ADDRESS);
        long engine = unicorn.engine().address();
        unicorn.check(ADD.call(engine, hook.address(), kind, function.address(), data.address(), first, last));
        return hook.get(ADDRESS, 0);
    }
}
