package foal.cpu.machinecode;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import foal.cpu.host.HostHeap;
import foal.cpu.host.NativeFunction;
import foal.cpu.unicorn.Hooks;
import foal.cpu.unicorn.Runner;
import foal.cpu.unicorn.Unicorn.InterruptHook;
import foal.cpu.unicorn.Unicorn.TranslationHook;
import foal.cpu.unicorn.Unicorn;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Optional;

/**
 * Runs an engine on a stack of its own, as a coroutine. When it calls a hook, it is left as it stands, and {@link #run}
 * sees in Java what the matter is; to go on is to change back to the engine's stack. So a trap costs half of what a call
 * from C into Java does, and an engine can be left in the midst of a trap for another one, and be gone on with later: that
 * is how tasks of different address spaces are switched without a run that ends and another that begins.
 *
 * <p>Invariant: there is never a frame of Java's on the engine's stack. The JVM would not find its way there.
 */
final class OwnStack implements Runner {
    // What the code below works on.
    private static final long STACK_POINTER = 0, EVENT = 8, ARGUMENT = 16, SWITCH = 24, EMU_START = 32, ENGINE = 40;
    private static final long BEGIN = 48, LAST = 56, COUNT = 64, SIZE = 72;
    /** What the engine's side has to tell: its hooks were called, or {@code uc_emu_start} has returned. */
    private static final int INTERRUPTED = 0, TRANSLATED = 1, ENDED = 2;

    /** Goes over to the other stack, whichever that is: {@code rdi} is the structure. Returns the event. */
    private static final byte[] SWITCH_CODE = MachineCode.bytes("""
            53                      | push rbx             what a function must keep
            55                      | push rbp
            41 54                   | push r12
            41 55                   | push r13
            41 56                   | push r14
            41 57                   | push r15
            48 8b 07                | mov rax, [rdi]
            48 89 27                | mov [rdi], rsp
            48 89 c4                | mov rsp, rax
            41 5f                   | pop r15
            41 5e                   | pop r14
            41 5d                   | pop r13
            41 5c                   | pop r12
            5d                      | pop rbp
            5b                      | pop rbx
            48 8b 47 08             | mov rax, [rdi+8]
            59                      | pop rcx
            ff e1                   | jmp rcx              a ret would be mispredicted: the call was on the other stack
            """);
    /** The hook for exceptions: (engine, cause, structure). */
    private static final byte[] INTERRUPT_CODE = MachineCode.bytes("""
            48 89 d7                | mov rdi, rdx
            48 89 77 10             | mov [rdi+16], rsi
            48 83 67 08 00          | and qword [rdi+8], INTERRUPTED
            ff 67 18                | jmp [rdi+24]
            """);
    /** The hook for translations: (engine, block, block before, structure). */
    private static final byte[] TRANSLATION_CODE = MachineCode.bytes("""
            48 89 cf                | mov rdi, rcx
            48 89 77 10             | mov [rdi+16], rsi
            48 c7 47 08 01 00 00 00 | mov qword [rdi+8], TRANSLATED
            ff 67 18                | jmp [rdi+24]
            """);
    /** What the engine's stack begins with: a run after another. */
    private static final byte[] BODY_CODE = MachineCode.bytes("""
            48 89 fb                | mov rbx, rdi
            48 8b 7b 28             | again: mov rdi, [rbx+40]
            48 8b 73 30             | mov rsi, [rbx+48]
            48 8b 53 38             | mov rdx, [rbx+56]
            31 c9                   | xor ecx, ecx          no time limit
            4c 8b 43 40             | mov r8, [rbx+64]
            ff 53 20                | call [rbx+32]         uc_emu_start
            48 89 43 10             | mov [rbx+16], rax
            48 c7 43 08 02 00 00 00 | mov qword [rbx+8], ENDED
            48 89 df                | mov rdi, rbx
            ff 53 18                | call [rbx+24]
            eb d7                   | jmp again
            """);
    private static final int REGISTERS_KEPT = 6;

    private static final class Installed {
        static final Optional<List<MemorySegment>> CODE =
                MachineCode.install(SWITCH_CODE, INTERRUPT_CODE, TRANSLATION_CODE, BODY_CODE);
    }

    /** Of use only where the host has let us have the code. */
    private static final class Switch {
        /** {@link #SWITCH_CODE}: a constant to the JIT, which otherwise may compile a call that first looks what it is to call. */
        static final MethodHandle CHANGE_STACK = NativeFunction.at(Installed.CODE.orElseThrow().getFirst()).handle();
    }

    /** Bytes of a stack, of which an engine uses a few pages. */
    private static final long STACK = 1 << 20;

    private final Unicorn unicorn;
    private final MemorySegment stack;
    /** Where the structure is. */
    private final long structure;
    private InterruptHook interruptHook = cause -> { };
    private TranslationHook translationHook = instructions -> { };
    /** A run of so many instructions must end when it has executed them. */
    private boolean canBeLeft;
    private boolean isLeft;
    /** Which engine goes on when the present hook returns; null if none is to, so that {@link #run} returns. */
    private OwnStack next = this;

    /** A stack for an engine, if the host lets us have one and code of our own. */
    static Optional<Runner> create(Unicorn unicorn) {
        return Installed.CODE.flatMap(code -> MachineCode.mapStack(STACK).map(stack -> new OwnStack(unicorn, stack, code)));
    }

    private OwnStack(Unicorn unicorn, MemorySegment stack, List<MemorySegment> code) {
        this.unicorn = unicorn;
        this.stack = stack;
        MemorySegment state = unicorn.allocate(SIZE);
        structure = state.address();
        state.set(ADDRESS, SWITCH, code.get(0));
        state.set(ADDRESS, EMU_START, NativeFunction.address(Unicorn.symbols(), "uc_emu_start"));
        state.set(ADDRESS, ENGINE, unicorn.engine());
        // The first change to this stack finds what an earlier one would have left: registers, and where to go on.
        long top = STACK - 16 - Long.BYTES;
        stack.set(ADDRESS, top, code.get(3));
        state.set(JAVA_LONG, STACK_POINTER, stack.address() + top - REGISTERS_KEPT * Long.BYTES);
    }

    @Override
    public void onInterrupt(InterruptHook hook) {
        interruptHook = hook;
        unicorn.hooks().onInterrupt(Installed.CODE.orElseThrow().get(1), structure);
    }

    @Override
    public void onTranslation(TranslationHook hook) {
        translationHook = hook;
        unicorn.hooks().onTranslation(Installed.CODE.orElseThrow().get(2), structure);
    }

    @Override
    public boolean canCallJava() {
        return false;
    }

    @Override
    public int run(long begin, long end, long count) {
        if (!isLeft) {
            HostHeap.setLong(structure + BEGIN, begin);
            HostHeap.setLong(structure + LAST, end);
            HostHeap.setLong(structure + COUNT, count);
            canBeLeft = count == 0;
        }
        isLeft = false;
        OwnStack active = this;
        while (true) {
            long event = changeStack(active.structure);
            long argument = HostHeap.getLong(active.structure + ARGUMENT);
            switch ((int) event) {
                case INTERRUPTED -> active.interruptHook.interrupt((int) argument);
                case TRANSLATED -> active.translationHook.translated(Hooks.instructionsOf(argument));
                case ENDED -> {
                    active.next = active;
                    return (int) argument;
                }
                default -> throw new AssertionError(event);
            }
            OwnStack following = active.next;
            if (following != active) {
                active.next = active;
                active.isLeft = true;
                if (following == null) {
                    return Unicorn.LEFT;
                }
                following.isLeft = false;
                active = following;
            }
        }
    }

    private static long changeStack(long state) {
        try {
            return (long) Switch.CHANGE_STACK.invokeExact(state, 0L, 0L, 0L, 0L, 0L, 0L);
        } catch (Throwable thrown) {
            throw new AssertionError(thrown); // C throws nothing
        }
    }

    @Override
    public boolean leave() {
        if (canBeLeft) {
            next = null;
        }
        return canBeLeft;
    }

    @Override
    public boolean leaveFor(Runner other) {
        boolean canFollow = canBeLeft && other instanceof OwnStack stack && stack.isLeft;
        if (canFollow) {
            next = (OwnStack) other;
        }
        return canFollow;
    }

    @Override
    public void stay() {
        next = this;
    }

    @Override
    public void end() {
        if (isLeft) {
            unicorn.stop();
            run(0, 0, 0);
        }
    }

    @Override
    public void close() {
        MachineCode.unmap(stack);
    }
}
