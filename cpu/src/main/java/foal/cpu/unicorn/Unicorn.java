package foal.cpu.unicorn;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/**
 * One engine of libunicorn: a single emulated RV64 CPU. Not safe for use by two threads, but for {@link #stop()}.
 *
 * <p>Every method stands for the {@code uc_*} function of its name, and turns an error code into a
 * {@link UnicornException}.
 */
public final class Unicorn implements AutoCloseable {
    /** What the CPU calls when an instruction raises an exception: environment call, fault, illegal instruction. */
    @FunctionalInterface
    public interface InterruptHook {
        /** @param cause the exception code, as in {@code mcause} (RISC-V privileged manual, table of {@code mcause}) */
        void interrupt(int cause);
    }

    /** What the engine calls when it has translated a block of code that it is about to execute. */
    @FunctionalInterface
    public interface TranslationHook {
        /** @param instructions in the block */
        void translated(int instructions);
    }

    /** What the engine calls before an instruction. */
    @FunctionalInterface
    public interface InstructionHook {
        void comes(long pc);
    }

    /** In place of an error: the run was left, and can be gone on with. */
    public static final int LEFT = -1;

    // Register numbers of unicorn/riscv.h.
    public static final int X0 = 1;
    public static final int FCSR = 43;
    public static final int MSTATUS = 116;
    public static final int MISA = 117;
    public static final int SPTBR = 145;
    public static final int F0 = 158;
    public static final int PC = 190;

    /** {@code uc_emu_start} ended because of an instruction that the emulator reports as unknown, {@code ebreak} too. */
    public static final int ERROR_INVALID_INSTRUCTION = 10;

    private static final int ARCH_RISCV = 8;
    private static final int MODE_RISCV64 = 8;
    private static final int PROTECTION_ALL = 7;
    private static final int HOOK_INTR = 1;
    private static final int HOOK_CODE = 1 << 2;
    private static final int HOOK_BLOCK = 1 << 3;
    private static final int HOOK_MEM_READ = 1 << 10, HOOK_MEM_WRITE = 1 << 11;
    private static final int HOOK_EDGE_GENERATED = 1 << 15;
    private static final int ANY_ADDRESS_BEGIN = 1;

    // uc_ctl requests: the kind, the number of arguments << 26, "write" << 30.
    private static final int CTL_USE_EXITS = 4 | 1 << 26 | 1 << 30;
    private static final int CTL_REMOVE_CACHE = 9 | 2 << 26 | 1 << 30;
    private static final int CTL_FLUSH_TRANSLATIONS = 10 | 1 << 30;
    private static final int CTL_FLUSH_TLB = 11 | 1 << 30;
    private static final int CTL_TCG_BUFFER_SIZE = 13 | 1 << 26 | 1 << 30;

    /**
     * Bytes for translated code. The engine must not be left to fill them: it begins anew then, but with a link from the
     * last of the old blocks that leads nowhere, and crashes. By itself it takes 1 GiB, all of which it touches each
     * time that it clears it.
     */
    public static final int TRANSLATION_BUFFER = 64 << 20;

    /** Where the number of instructions is in the struct {@code uc_tb}: behind an address of 8 bytes. */
    private static final long BLOCK_INSTRUCTIONS = 8;

    // The library's functions: constants to the JIT.
    private static final UnicornLibrary LIBRARY = UnicornLibrary.load();
    private static final NativeFunction OPEN = function("uc_open");
    private static final NativeFunction CLOSE = function("uc_close");
    private static final NativeFunction STRERROR = function("uc_strerror");
    private static final NativeFunction MEM_MAP_PTR = function("uc_mem_map_ptr");
    private static final NativeFunction HOOK_ADD = function("uc_hook_add");
    private static final NativeFunction EMU_START = function("uc_emu_start");
    private static final NativeFunction.Short EMU_STOP = shortFunction("uc_emu_stop");
    private static final NativeFunction CONTEXT_ALLOC = function("uc_context_alloc");
    private static final NativeFunction CONTEXT_SIZE = function("uc_context_size");
    private static final NativeFunction CONTEXT_FREE = function("uc_context_free");
    private static final NativeFunction.Short REG_READ = shortFunction("uc_reg_read");
    private static final NativeFunction.Short REG_WRITE = shortFunction("uc_reg_write");
    private static final NativeFunction.Short CONTEXT_SAVE = shortFunction("uc_context_save");
    private static final NativeFunction.Short CONTEXT_RESTORE = shortFunction("uc_context_restore");
    private static final NativeFunction CTL = NativeFunction.findVariadic(LIBRARY.symbols(), "uc_ctl");

    private static final Optional<OptionalPass> OPTIMIZER = pass("tcg_optimize_riscv64");

    static {
        // For each block that it translates, the library goes through its whole TLB so as to notice stores to the block's page: a
        // tenth of the time in which a program starts. We need no notice: who changes code says so, by removeTranslations.
        pass("tlb_reset_dirty_by_vaddr_riscv64").ifPresent(pass -> pass.leaveOut(true));
        // Behind each load and store in a translation the library has it looked whether the engine is to stop, since a hook for
        // accesses may want that: up to a fifth of the time of a loop of stores. Ours never do, and all others who stop an
        // engine are heard where a block begins.
        for (String access : List.of("ld_i32", "ld_i64", "st_i32", "st_i64")) {
            LastCall.find(LIBRARY.symbols(), "tcg_gen_qemu_" + access + "_riscv64", "check_exit_request_riscv64")
                    .ifPresent(pass -> pass.leaveOut(true));
        }
    }

    private final Arena arena = Arena.ofShared();
    private final MemorySegment engine;
    /** The same as a number. */
    private final long handle;
    private final MemorySegment value = arena.allocate(JAVA_LONG);
    private final Runner runner;

    /**
     * Whether translations are optimized, those of all engines: a tenth of the time that a translation takes. What a compiler has
     * made becomes some hundredths faster by it; nothing but speed depends on it.
     */
    public static void setOptimizing(boolean isOptimizing) {
        OPTIMIZER.ifPresent(pass -> pass.leaveOut(!isOptimizing));
    }

    private static Optional<OptionalPass> pass(String function) {
        return LIBRARY.symbols().find(function).map(OptionalPass::new);
    }

    private static NativeFunction function(String name) {
        return NativeFunction.find(LIBRARY.symbols(), name);
    }

    private static NativeFunction.Short shortFunction(String name) {
        return NativeFunction.Short.find(LIBRARY.symbols(), name);
    }

    /** Opens an RV64 engine, in M-mode, without memory, that calls nothing in Java but the hooks for exceptions and translations. */
    public Unicorn() {
        this(false);
    }

    /** @param callsJava whether other functions of Java's will be called within a run: that then uses the stack of its caller */
    public Unicorn(boolean callsJava) {
        MemorySegment out = arena.allocate(ADDRESS);
        check(OPEN.call(ARCH_RISCV, MODE_RISCV64, out.address()));
        engine = out.get(ADDRESS, 0);
        handle = engine.address();
        control(CTL_TCG_BUFFER_SIZE, TRANSLATION_BUFFER, 0);
        Runner onHostStack = new HostStack(this);
        runner = callsJava ? onHostStack : OwnStack.create(this).orElse(onHostStack);
    }

    /** Whether other functions of Java's than these two hooks may be called within a run. */
    public boolean canCallJava() {
        return runner instanceof HostStack;
    }

    /** The version of libunicorn, as in {@code 2.1.1}. */
    public static String version() {
        return LIBRARY.versionText();
    }

    /** Maps host memory at a guest physical address, readable, writable and executable; both page-aligned. */
    public void mapMemory(long physical, MemorySegment host) {
        check(MEM_MAP_PTR.call(handle, physical, host.byteSize(), PROTECTION_ALL, host.address()));
    }

    /** Reads one 64-bit register. */
    public long readRegister(int register) {
        check(REG_READ.call(handle, register, value.address()));
        return value.get(JAVA_LONG, 0);
    }

    /** Writes one 64-bit register. CSRs obey the privilege mode: from U-mode a write of {@code satp} does nothing. */
    public void writeRegister(int register, long newValue) {
        value.set(JAVA_LONG, 0, newValue);
        check(REG_WRITE.call(handle, register, value.address()));
    }

    /** Installs the hook for exceptions. It must not throw: an exception in an upcall kills the JVM. */
    public void onInterrupt(InterruptHook hook) {
        runner.onInterrupt(hook);
    }

    /** Installs the hook for translations. It must not throw either. */
    public void onTranslation(TranslationHook hook) {
        runner.onTranslation(hook);
    }

    /** Installs a hook for each instruction of code translated from now on, if the engine can call Java. It must not throw either. */
    public void onInstruction(InstructionHook hook) {
        addHook(HOOK_CODE, function(hook), MemorySegment.NULL, ANY_ADDRESS_BEGIN, 0);
    }

    /** A function that calls a hook, for {@link #onInstruction(MemorySegment, MemorySegment)}. It must not throw either. */
    MemorySegment function(InstructionHook hook) {
        NativeFunction.Upcall function = (engine, pc, bytes, data) -> hook.comes(pc);
        return function.bind(arena);
    }

    /** Has a function of the host's code called with the engine, the cause of an exception, and {@code data}. */
    void addInterruptHook(MemorySegment function, long data) {
        addHook(HOOK_INTR, function, MemorySegment.ofAddress(data), ANY_ADDRESS_BEGIN, 0);
    }

    /** The same with the engine, the block translated, the one before, and {@code data}. */
    void addTranslationHook(MemorySegment function, long data) {
        addHook(HOOK_EDGE_GENERATED, function, MemorySegment.ofAddress(data), ANY_ADDRESS_BEGIN, 0);
    }

    /** How many instructions a block has that the engine tells of. @param block the address of its {@code uc_tb} */
    static int instructionsOf(long block) {
        return HostHeap.getShort(block + BLOCK_INSTRUCTIONS) & 0xffff;
    }

    /** Has a function of the host's code called when a block begins, in code translated while its range says so. */
    Optional<HookRange> onBlock(MemorySegment function, MemorySegment data) {
        return HookRange.of(addHook(HOOK_BLOCK, function, data, HookRange.FIRST, HookRange.LAST));
    }

    /** The same before each instruction. */
    Optional<HookRange> onInstruction(MemorySegment function, MemorySegment data) {
        return HookRange.of(addHook(HOOK_CODE, function, data, HookRange.FIRST, HookRange.LAST));
    }

    /**
     * Has a function of the host's code called before each load and store. To be installed before the first instruction. It must
     * not stop the engine: the block of the access would go on.
     */
    void onAccess(MemorySegment function, MemorySegment data) {
        addHook(HOOK_MEM_READ | HOOK_MEM_WRITE, function, data, ANY_ADDRESS_BEGIN, 0);
    }

    /** @return the library's structure for the hook */
    private MemorySegment addHook(int kind, MemorySegment function, MemorySegment data, long first, long last) {
        MemorySegment hook = arena.allocate(ADDRESS);
        check(HOOK_ADD.call(handle, hook.address(), kind, function.address(), data.address(), first, last));
        return hook.get(ADDRESS, 0);
    }

    /** Of what lasts as long as the engine. */
    Arena arena() {
        return arena;
    }

    /** Host memory, of zeros, that lasts as long as the engine. */
    MemorySegment allocate(long bytes) {
        return arena.allocate(bytes, Long.BYTES);
    }

    /** The address of {@code uc_emu_stop}. */
    MemorySegment stopFunction() {
        return NativeFunction.address(LIBRARY.symbols(), "uc_emu_stop");
    }

    /**
     * Runs from the address {@code begin} for {@code count} instructions, or without end if that is 0, or until
     * {@link #stop()}.
     *
     * @return 0, or the error code that ended the run
     */
    public int start(long begin, long count) {
        // The end address is odd: no instruction can ever stand there.
        return runner.run(begin, -1, count);
    }

    /**
     * In a hook: has {@link #start} return {@link #LEFT} as soon as the hook does. The next start then goes on from where
     * the CPU's registers say. It is as if the run had ended, but costs less.
     *
     * @return false if this is not possible, and the run must be stopped
     */
    public boolean leave() {
        return runner.leave();
    }

    /**
     * In a hook: has another engine, whose run was left, go on as soon as the hook returns. What {@link #start} returns is
     * then what comes of the other's run.
     *
     * @return false if this is not possible
     */
    public boolean leaveFor(Unicorn other) {
        return runner.leaveFor(other.runner);
    }

    /** Ends the run that was left, if there is one. */
    public void end() {
        runner.end();
    }

    /** {@code uc_emu_start}, on this stack. */
    int emulate(long begin, long end, long count) {
        return (int) EMU_START.call(handle, begin, end, 0, count);
    }

    /** The address of {@code uc_emu_start}. */
    MemorySegment startFunction() {
        return NativeFunction.address(LIBRARY.symbols(), "uc_emu_start");
    }

    /**
     * From now on runs have no address at which they end: the library need not look for one, and for a translation of
     * what stands there, each time. {@link #startUntil} is no longer of use.
     */
    public void endNowhere() {
        control(CTL_USE_EXITS, 1, 0);
    }

    /** Runs from one address until another is reached. Nothing is counted. */
    public void startUntil(long begin, long end) {
        check(runner.run(begin, end, 0));
    }

    /**
     * Ends the run: at once when called by a hook, soon when called by another thread. In the second case the pc
     * can be that of an earlier block, since blocks that are linked to each other do not write it: such a run
     * cannot be continued.
     */
    public void stop() {
        check(EMU_STOP.call(handle, 0)); // before: if it stays because of another thread, it may execute nothing more
        runner.stay();
    }

    /** {@code uc_emu_stop}, in a hook. */
    static void stop(long engine) {
        EMU_STOP.call(engine, 0);
    }

    /** Drops all translated code. The engine must not be running. */
    public void flushTranslations() {
        control(CTL_FLUSH_TRANSLATIONS, 0, 0);
    }

    /** Empties the TLB, and the table of jump targets with it. */
    public void flushTlb() {
        control(CTL_FLUSH_TLB, 0, 0);
    }

    /**
     * Drops the translated code in {@code [begin, end)}, as the CPU in its present mode sees these addresses. Due when the code
     * changes: a store by the program may go unnoticed.
     */
    public void removeTranslations(long begin, long end) {
        control(CTL_REMOVE_CACHE, begin, end);
    }

    /** A new context that holds a copy of the CPU's present state: a context is never without a saved state. */
    public UnicornContext saveNew() {
        check(CONTEXT_ALLOC.call(handle, value.address()));
        MemorySegment memory = value.get(ADDRESS, 0).reinterpret(CONTEXT_SIZE.call(handle));
        UnicornContext context = new UnicornContext(memory, CONTEXT_FREE);
        save(context);
        return context;
    }

    /** Saves the CPU's state. */
    public void save(UnicornContext context) {
        check(CONTEXT_SAVE.call(handle, context.memory().address()));
    }

    /** Restores the CPU's state; the TLB is not flushed. */
    public void restore(UnicornContext context) {
        check(CONTEXT_RESTORE.call(handle, context.memory().address()));
    }

    @Override
    public void close() {
        runner.end();
        check(CLOSE.call(handle));
        runner.close();
        arena.close();
    }

    /** The engine's own structure, for {@link InstructionCounter} and {@link GeneralRegisters}. */
    MemorySegment engine() {
        return engine;
    }

    private void control(int request, long first, long second) {
        check(CTL.call(handle, request, first, second, 0));
    }

    /** @param error whose low 32 bits are a {@code uc_err} */
    private void check(long error) {
        if ((int) error != 0) {
            throw new UnicornException("libunicorn: " + errorText((int) error));
        }
    }

    /** What libunicorn says of an error code. */
    public String errorText(int error) {
        return MemorySegment.ofAddress(STRERROR.call(error)).reinterpret(Long.MAX_VALUE).getString(0);
    }
}
