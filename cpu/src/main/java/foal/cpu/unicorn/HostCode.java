package foal.cpu.unicorn;


import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The two functions that count instructions, in the host's machine code, as the engine calls one of them for each block
 * of code or each instruction that it runs: a call into Java, at 50 ns or so, would take longer than the block.
 *
 * <p>Both get the engine, a pc, a size and the address of a {@link CountingHooks} structure, and either subtract from
 * what remains of the run or, if that is not enough, go on to {@code uc_emu_stop}. Here they are for x86-64 as Linux
 * uses it. Elsewhere there are none.
 *
 * @param atBlock the address of the function to be called when a block begins
 * @param atInstruction the one to be called before each instruction
 */
record HostCode(MemorySegment atBlock, MemorySegment atInstruction) {
    /**
     * Asks the block itself how many instructions it has. The return address lies within the first 64 bytes of its
     * translation, which begins at a multiple of 64; the engine's description of it stands at a fixed distance before
     * that, and is known by its pointer to the translation.
     */
    private static final byte[] AT_BLOCK = bytes("""
            48 8b 04 24    | mov    rax, [rsp]           the return address
            48 83 e0 c0    | and    rax, -64             the translation
            49 89 c0       | mov    r8, rax
            4c 2b 41 18    | sub    r8, [rcx + 24]       the block's description
            49 39 40 20    | cmp    [r8 + 32], rax       is it one?
            75 15          | jne    stop
            41 0f b7 40 16 | movzx  eax, word [r8 + 22]  instructions in the block
            4c 8b 09       | mov    r9, [rcx]
            49 29 c1       | sub    r9, rax              remaining - instructions
            7c 08          | jl     stop
            4c 89 09       | mov    [rcx], r9            remaining
            4c 89 41 08    | mov    [rcx + 8], r8        the present block
            c3             | ret
            48 8b 41 20    | stop: mov rax, [rcx + 32]
            48 89 30       | mov    [rax], rsi           the CPU's pc, which linked blocks do not write
            ff 61 10       | jmp    [rcx + 16]           uc_emu_stop
            """);
    private static final byte[] AT_INSTRUCTION = bytes("""
            48 8b 01       | mov    rax, [rcx]
            48 83 e8 01    | sub    rax, 1               remaining - 1
            7c 09          | jl     stop
            48 89 01       | mov    [rcx], rax           remaining
            48 83 61 08 00 | and    qword [rcx + 8], 0   no block: each instruction counts for itself
            c3             | ret
            ff 61 10       | stop: jmp [rcx + 16]        uc_emu_stop
            """);

    private static final long SIZE = 4096;
    private static final int SECOND_FUNCTION = 64;
    // Of sys/mman.h, on Linux.
    private static final int PROT_READ = 1, PROT_WRITE = 2, PROT_EXEC = 4;
    private static final int MAP_PRIVATE = 2, MAP_ANONYMOUS = 0x20;

    private static final Optional<HostCode> INSTALLED = install();

    /** The functions, if the host's processor is one that they are written for, and lets us have code of our own. */
    static Optional<HostCode> find() {
        return INSTALLED;
    }

    private static Optional<HostCode> install() {
        if (!System.getProperty("os.name").equals("Linux") || !System.getProperty("os.arch").equals("amd64")) {
            return Optional.empty();
        }
        MemorySegment code = map();
        if (code.address() == -1) {
            return Optional.empty();
        }
        code = code.reinterpret(SIZE);
        code.copyFrom(MemorySegment.ofArray(AT_BLOCK));
        code.asSlice(SECOND_FUNCTION).copyFrom(MemorySegment.ofArray(AT_INSTRUCTION));
        return protect(code) == 0
                ? Optional.of(new HostCode(code, code.asSlice(SECOND_FUNCTION)))
                : Optional.empty();
    }

    private static MemorySegment map() {
        return MemorySegment.ofAddress(NativeFunction.ofHost("mmap")
                .call(0, SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    }

    /** Makes it code, which nobody can write to any more. */
    private static int protect(MemorySegment code) {
        return (int) NativeFunction.ofHost("mprotect").call(code.address(), SIZE, PROT_READ | PROT_EXEC);
    }

    /** What stands left of the bars. */
    private static byte[] bytes(String listing) {
        return HexFormat.of().parseHex(listing.replaceAll("\\|.*|\\s", ""));
    }
}
