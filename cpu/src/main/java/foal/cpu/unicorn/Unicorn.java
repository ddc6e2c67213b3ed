package foal.cpu.unicorn;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
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
    private static final int HOOK_EDGE_GENERATED = 1 << 15;
    private static final int ANY_ADDRESS_BEGIN = 1;

    // uc_ctl requests: the kind, the number of arguments << 26, "write" << 30.
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

    /** What is in the struct {@code uc_tb}: an address of 8 bytes, then the number of instructions. */
    private static final long BLOCK_SIZE = 16, BLOCK_INSTRUCTIONS = 8;

    private final Functions functions;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment engine;
    private final MemorySegment value = arena.allocate(JAVA_LONG);

    /** The library's functions, bound once per library: handles that are constants to the JIT. */
    private static final class Functions {
        static final Functions BOUND = new Functions(UnicornLibrary.load());

        final String version;
        final MethodHandle open, close, strerror, memMapPtr, regRead, regWrite, hookAdd, emuStart, emuStop;
        final MethodHandle contextAlloc, contextFree, contextSave, contextRestore, contextSize;
        final MethodHandle ctl0, ctl1, ctl2;
        final MemorySegment emuStopAddress;

        private Functions(UnicornLibrary library) {
            SymbolLookup symbols = library.symbols();
            version = library.versionText();
            open = bind(symbols, "uc_open", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
            close = bind(symbols, "uc_close", JAVA_INT, ADDRESS);
            strerror = bind(symbols, "uc_strerror", ADDRESS, JAVA_INT);
            memMapPtr = bind(symbols, "uc_mem_map_ptr", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS);
            regRead = bindShort(symbols, "uc_reg_read", JAVA_INT, ADDRESS, JAVA_INT, ADDRESS);
            regWrite = bindShort(symbols, "uc_reg_write", JAVA_INT, ADDRESS, JAVA_INT, ADDRESS);
            hookAdd = bindVariadic(symbols, "uc_hook_add", 7, JAVA_INT,
                    ADDRESS, ADDRESS, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, JAVA_LONG);
            emuStart = bind(symbols, "uc_emu_start", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
            emuStop = bind(symbols, "uc_emu_stop", JAVA_INT, ADDRESS);
            emuStopAddress = symbols.findOrThrow("uc_emu_stop");
            contextAlloc = bind(symbols, "uc_context_alloc", JAVA_INT, ADDRESS, ADDRESS);
            contextFree = bind(symbols, "uc_context_free", JAVA_INT, ADDRESS);
            contextSave = bindShort(symbols, "uc_context_save", JAVA_INT, ADDRESS, ADDRESS);
            contextRestore = bindShort(symbols, "uc_context_restore", JAVA_INT, ADDRESS, ADDRESS);
            contextSize = bind(symbols, "uc_context_size", JAVA_LONG, ADDRESS);
            ctl0 = bindVariadic(symbols, "uc_ctl", 2, JAVA_INT, ADDRESS, JAVA_INT);
            ctl1 = bindVariadic(symbols, "uc_ctl", 2, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
            ctl2 = bindVariadic(symbols, "uc_ctl", 2, JAVA_INT, ADDRESS, JAVA_INT, JAVA_LONG, JAVA_LONG);
        }

        private static MethodHandle bind(SymbolLookup symbols, String name, MemoryLayout result, MemoryLayout... parameters) {
            return bind(symbols, name, FunctionDescriptor.of(result, parameters));
        }

        /** A function that takes less than a microsecond and never calls back: it is called without ceremony. */
        private static MethodHandle bindShort(
                SymbolLookup symbols, String name, MemoryLayout result, MemoryLayout... parameters) {
            return bind(symbols, name, FunctionDescriptor.of(result, parameters), Linker.Option.critical(false));
        }

        private static MethodHandle bindVariadic(
                SymbolLookup symbols, String name, int fixed, MemoryLayout result, MemoryLayout... parameters) {
            return bind(symbols, name, FunctionDescriptor.of(result, parameters), Linker.Option.firstVariadicArg(fixed));
        }

        private static MethodHandle bind(
                SymbolLookup symbols, String name, FunctionDescriptor type, Linker.Option... options) {
            MemorySegment function = symbols.find(name)
                    .orElseThrow(() -> new UnicornException("this libunicorn lacks " + name));
            return Linker.nativeLinker().downcallHandle(function, type, options);
        }
    }

    private static final MethodHandle EMU_START = Functions.BOUND.emuStart;
    private static final MethodHandle EMU_STOP = Functions.BOUND.emuStop;
    private static final MethodHandle REG_READ = Functions.BOUND.regRead;
    private static final MethodHandle REG_WRITE = Functions.BOUND.regWrite;
    private static final MethodHandle CONTEXT_SAVE = Functions.BOUND.contextSave;
    private static final MethodHandle CONTEXT_RESTORE = Functions.BOUND.contextRestore;
    private static final MethodHandle CTL0 = Functions.BOUND.ctl0;
    private static final MethodHandle CTL2 = Functions.BOUND.ctl2;

    /** Opens an RV64 engine, in M-mode, without memory. */
    public Unicorn() {
        functions = Functions.BOUND;
        MemorySegment out = arena.allocate(ADDRESS);
        try {
            check((int) functions.open.invokeExact(ARCH_RISCV, MODE_RISCV64, out));
        } catch (Throwable e) {
            throw rethrow(e);
        }
        engine = out.get(ADDRESS, 0);
        try {
            check((int) functions.ctl1.invokeExact(engine, CTL_TCG_BUFFER_SIZE, TRANSLATION_BUFFER));
        } catch (Throwable e) {
            throw rethrow(e);
        }
    }

    /** The version of libunicorn, as in {@code 2.1.1}. */
    public static String version() {
        return Functions.BOUND.version;
    }

    /** Maps host memory at a guest physical address, readable, writable and executable; both page-aligned. */
    public void mapMemory(long physical, MemorySegment host) {
        try {
            check((int) functions.memMapPtr.invokeExact(engine, physical, host.byteSize(), PROTECTION_ALL, host));
        } catch (Throwable e) {
            throw rethrow(e);
        }
    }

    /** Reads one 64-bit register. */
    public long readRegister(int register) {
        try {
            check((int) REG_READ.invokeExact(engine, register, value));
        } catch (Throwable e) {
            throw rethrow(e);
        }
        return value.get(JAVA_LONG, 0);
    }

    /** Writes one 64-bit register. CSRs obey the privilege mode: from U-mode a write of {@code satp} does nothing. */
    public void writeRegister(int register, long newValue) {
        value.set(JAVA_LONG, 0, newValue);
        try {
            check((int) REG_WRITE.invokeExact(engine, register, value));
        } catch (Throwable e) {
            throw rethrow(e);
        }
    }

    /** Installs the hook for exceptions. It must not throw: an exception in an upcall kills the JVM. */
    public void onInterrupt(InterruptHook hook) {
        record Upcall(InterruptHook hook) {
            @SuppressWarnings("unused") // called from native code
            void call(MemorySegment engine, int cause, MemorySegment data) {
                hook.interrupt(cause);
            }
        }
        addHook(HOOK_INTR, MethodHandles.lookup(), new Upcall(hook), FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT, ADDRESS));
    }

    /** Installs the hook for translations. It must not throw either. */
    public void onTranslation(TranslationHook hook) {
        record Upcall(TranslationHook hook) {
            @SuppressWarnings("unused") // called from native code
            void call(MemorySegment engine, MemorySegment block, MemorySegment before, MemorySegment data) {
                hook.translated(block.reinterpret(BLOCK_SIZE).get(JAVA_SHORT, BLOCK_INSTRUCTIONS) & 0xffff);
            }
        }
        addHook(HOOK_EDGE_GENERATED, MethodHandles.lookup(), new Upcall(hook),
                FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS, ADDRESS));
    }

    /** Has a function of the host's code called when a block begins, in code translated while its range says so. */
    Optional<HookRange> onBlock(MemorySegment function, MemorySegment data) {
        return HookRange.of(addHook(HOOK_BLOCK, function, data, HookRange.FIRST, HookRange.LAST));
    }

    /** The same before each instruction. */
    Optional<HookRange> onInstruction(MemorySegment function, MemorySegment data) {
        return HookRange.of(addHook(HOOK_CODE, function, data, HookRange.FIRST, HookRange.LAST));
    }

    /** Has a function of ours called, the one of the name "call" of an object. */
    private void addHook(int kind, MethodHandles.Lookup lookup, Object upcall, FunctionDescriptor signature) {
        try {
            MethodHandle call = lookup.findVirtual(upcall.getClass(), "call", signature.toMethodType()).bindTo(upcall);
            MemorySegment stub = Linker.nativeLinker().upcallStub(call, signature, arena);
            addHook(kind, stub, MemorySegment.NULL, ANY_ADDRESS_BEGIN, 0);
        } catch (ReflectiveOperationException e) {
            throw rethrow(e);
        }
    }

    /** @return the library's structure for the hook */
    private MemorySegment addHook(int kind, MemorySegment function, MemorySegment data, long first, long last) {
        try {
            MemorySegment handle = arena.allocate(ADDRESS);
            check((int) functions.hookAdd.invokeExact(engine, handle, kind, function, data, first, last));
            return handle.get(ADDRESS, 0);
        } catch (Throwable e) {
            throw rethrow(e);
        }
    }

    /** Host memory, of zeros, that lasts as long as the engine. */
    MemorySegment allocate(long bytes) {
        return arena.allocate(bytes, Long.BYTES);
    }

    /** The address of {@code uc_emu_stop}. */
    MemorySegment stopFunction() {
        return functions.emuStopAddress;
    }

    /**
     * Runs from the address {@code begin} for {@code count} instructions, or without end if that is 0, or until
     * {@link #stop()}.
     *
     * @return 0, or the error code that ended the run
     */
    public int start(long begin, long count) {
        try {
            // The end address is odd: no instruction can ever stand there.
            return (int) EMU_START.invokeExact(engine, begin, -1L, 0L, count);
        } catch (Throwable e) {
            throw rethrow(e);
        }
    }

    /** Runs from one address until another is reached. Nothing is counted. */
    public void startUntil(long begin, long end) {
        try {
            check((int) EMU_START.invokeExact(engine, begin, end, 0L, 0L));
        } catch (Throwable e) {
            throw rethrow(e);
        }
    }

    /**
     * Ends the run: at once when called by a hook, soon when called by another thread. In the second case the pc
     * can be that of an earlier block, since blocks that are linked to each other do not write it: such a run
     * cannot be continued.
     */
    public void stop() {
        try {
            check((int) EMU_STOP.invokeExact(engine));
        } catch (Throwable e) {
            throw rethrow(e);
        }
    }

    /** Drops all translated code. The engine must not be running. */
    public void flushTranslations() {
        try {
            check((int) CTL0.invokeExact(engine, CTL_FLUSH_TRANSLATIONS));
        } catch (Throwable e) {
            throw rethrow(e);
        }
    }

    /** Empties the TLB, and the table of jump targets with it. */
    public void flushTlb() {
        try {
            check((int) CTL0.invokeExact(engine, CTL_FLUSH_TLB));
        } catch (Throwable e) {
            throw rethrow(e);
        }
    }

    /** Drops the translated code in {@code [begin, end)}, as the CPU in its present mode sees these addresses. */
    public void removeTranslations(long begin, long end) {
        try {
            check((int) CTL2.invokeExact(engine, CTL_REMOVE_CACHE, begin, end));
        } catch (Throwable e) {
            throw rethrow(e);
        }
    }

    /** A new context that holds a copy of the CPU's present state: a context is never without a saved state. */
    public UnicornContext saveNew() {
        try {
            MemorySegment out = value;
            check((int) functions.contextAlloc.invokeExact(engine, out));
            long size = (long) functions.contextSize.invokeExact(engine);
            UnicornContext context = new UnicornContext(out.get(ADDRESS, 0).reinterpret(size), functions.contextFree);
            save(context);
            return context;
        } catch (Throwable e) {
            throw rethrow(e);
        }
    }

    /** Saves the CPU's state. */
    public void save(UnicornContext context) {
        try {
            check((int) CONTEXT_SAVE.invokeExact(engine, context.memory()));
        } catch (Throwable e) {
            throw rethrow(e);
        }
    }

    /** Restores the CPU's state; the TLB is not flushed. */
    public void restore(UnicornContext context) {
        try {
            check((int) CONTEXT_RESTORE.invokeExact(engine, context.memory()));
        } catch (Throwable e) {
            throw rethrow(e);
        }
    }

    @Override
    public void close() {
        try {
            check((int) functions.close.invokeExact(engine));
        } catch (Throwable e) {
            throw rethrow(e);
        }
        arena.close();
    }

    /** The engine's own structure, for {@link InstructionCounter} and {@link GeneralRegisters}. */
    MemorySegment engine() {
        return engine;
    }

    private void check(int error) {
        if (error != 0) {
            throw new UnicornException("libunicorn: " + errorText(error));
        }
    }

    /** What libunicorn says of an error code. */
    public String errorText(int error) {
        try {
            return ((MemorySegment) functions.strerror.invokeExact(error)).reinterpret(Long.MAX_VALUE).getString(0);
        } catch (Throwable e) {
            throw rethrow(e);
        }
    }

    private static RuntimeException rethrow(Throwable e) {
        return switch (e) {
            case RuntimeException unchecked -> unchecked;
            case Error error -> throw error;
            default -> new IllegalStateException(e);
        };
    }
}
