package foal.cpu.unicorn;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import foal.cpu.host.NativeFunction;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.util.Optional;
import java.util.function.Function;

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

    // The library's functions: constants to the JIT.
    private static final UnicornLibrary LIBRARY = UnicornLibrary.load();
    private static final NativeFunction OPEN = function("uc_open");
    private static final NativeFunction CLOSE = function("uc_close");
    private static final NativeFunction STRERROR = function("uc_strerror");
    private static final NativeFunction MEM_MAP_PTR = function("uc_mem_map_ptr");
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

    private final Arena arena = Arena.ofShared();
    private final MemorySegment engine;
    /** The same as a number. */
    private final long handle;
    private final MemorySegment value = arena.allocate(JAVA_LONG);
    private final Hooks hooks = new Hooks(this, arena);
    private final Runner runner;

    static NativeFunction function(String name) {
        return NativeFunction.find(LIBRARY.symbols(), name);
    }

    private static NativeFunction.Short shortFunction(String name) {
        return NativeFunction.Short.find(LIBRARY.symbols(), name);
    }

    /** Opens an RV64 engine, in M-mode, without memory, that runs on the stack of its caller. */
    public Unicorn() {
        this(_ -> Optional.empty());
    }

    /** The same, that is run in another way if there is one: then no functions of Java's but its two hooks may be called within a run. */
    public Unicorn(Function<Unicorn, Optional<Runner>> otherRunner) {
        MemorySegment out = arena.allocate(ADDRESS);
        check(OPEN.call(ARCH_RISCV, MODE_RISCV64, out.address()));
        engine = out.get(ADDRESS, 0);
        handle = engine.address();
        control(CTL_TCG_BUFFER_SIZE, TRANSLATION_BUFFER, 0);
        runner = otherRunner.apply(this).orElseGet(() -> new HostStack(this));
    }

    /** Whether other functions of Java's than those for exceptions and translations may be called within a run. */
    public boolean canCallJava() {
        return runner.canCallJava();
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
        hooks.onInstruction(hook);
    }

    /** For functions of the host's code in place of Java's. */
    public Hooks hooks() {
        return hooks;
    }

    /** The functions of the library. */
    public static SymbolLookup symbols() {
        return LIBRARY.symbols();
    }

    /** Of what lasts as long as the engine. */
    public Arena arena() {
        return arena;
    }

    /** Host memory, of zeros, that lasts as long as the engine. */
    public MemorySegment allocate(long bytes) {
        return arena.allocate(bytes, Long.BYTES);
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

    /** {@code uc_emu_stop}, in a hook that knows its engine by the address. */
    public static void stop(long engine) {
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

    /** The engine's own structure, {@code uc_struct}: what stands where is libunicorn's own affair. */
    public MemorySegment engine() {
        return engine;
    }

    private void control(int request, long first, long second) {
        check(CTL.call(handle, request, first, second, 0));
    }

    /** @param error whose low 32 bits are a {@code uc_err} */
    void check(long error) {
        if ((int) error != 0) {
            throw new UnicornException("libunicorn: " + errorText((int) error));
        }
    }

    /** What libunicorn says of an error code. */
    public String errorText(int error) {
        return MemorySegment.ofAddress(STRERROR.call(error)).reinterpret(Long.MAX_VALUE).getString(0);
    }
}
