package foal.cpu.machinecode;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import foal.cpu.host.NativeFunction;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;

/**
 * A block of code as libunicorn translates it, with its description before it, and the functions of {@link CountInPlace} that it
 * calls: each at any distance that a test likes, in a stretch of the host's memory of more than 4 GiB, most of which is never touched.
 */
final class FakeBlock implements AutoCloseable {
    static final long PC = 0x1234_5678, INSTRUCTIONS = 0xfedc;
    /** What is {@code jl}ed to when the engine is to stop, and what {@link #run} returns then, or if the block has been run. */
    static final long STOPPED = 0, RAN = 1;
    static final int REWRITTEN = 40;

    /** The block stands in the middle, which is at a multiple of 64 as it is for libunicorn's own. */
    private static final long SPACE = (4L << 30) + (4 << 20), MIDDLE = SPACE / 2, DESCRIPTION = 192;
    private static final int READ_WRITE_EXECUTE = 7, PRIVATE_ANONYMOUS_NO_RESERVE = 0x4022;
    /** So far from the middle stands what is always in reach. */
    private static final long NEAR = 0x10000;
    private static final long STOP = MIDDLE + NEAR, CALLER = STOP + 64, ENVIRONMENT = STOP + 256, ENGINE_PC = STOP + 512;

    private final MemorySegment space;
    private final NativeFunction caller;
    private long structure;
    private long functions;

    FakeBlock() {
        long address = NativeFunction.ofHost("mmap").call(0, SPACE, READ_WRITE_EXECUTE, PRIVATE_ANONYMOUS_NO_RESERVE, -1, 0);
        if (address == -1) {
            throw new AssertionError("no memory for the test");
        }
        space = MemorySegment.ofAddress(address).reinterpret(SPACE);
        // uc_emu_stop: (the engine), which here is the word that says that it is to stop
        put(STOP, "c7 07 ff ff ff ff | mov dword [rdi], -1 \n c3 | ret");
        put(CALLER, """
                53             | push rbx
                55             | push rbp
                48 83 ec 08    | sub rsp, 8
                48 89 f5       | mov rbp, rsi
                ff d7          | call rdi
                48 83 c4 08    | add rsp, 8
                5d             | pop rbp
                5b             | pop rbx
                c3             | ret
                """);
        caller = NativeFunction.at(space.asSlice(CALLER));
    }

    /** Writes the block anew, so many bytes before the structure and the functions. */
    void put(long toStructure, long toFunctions) {
        structure = MIDDLE + toStructure;
        functions = MIDDLE + toFunctions;
        put(functions, CountInPlace.AT_BLOCK);
        put(functions + MachineCode.SLOT, CountInPlace.NOT_ENOUGH);
        setWord(structure + 16, address(STOP));
        setWord(structure + 24, DESCRIPTION);
        setWord(structure + 32, address(ENGINE_PC));
        setWord(structure + 64, 0);
        setWord(structure + 80, address(ENVIRONMENT - 16));
        putDescription();
        putCode();
    }

    private void putDescription() {
        long description = MIDDLE - DESCRIPTION;
        setWord(description, PC);
        space.set(JAVA_SHORT_UNALIGNED, description + 22, (short) INSTRUCTIONS);
        setWord(description + 32, address(MIDDLE));
    }

    /** As libunicorn does: what is not in reach is named by its whole address. */
    private void putCode() {
        long at = MIDDLE;
        at = put(at, "48 8d 3d") + distance(at + 7, ENVIRONMENT - 16);
        at = put(at, "be") + number(at + 1, PC);
        at = put(at, "ba 04 00 00 00");
        if (isInReach(at + 7, structure)) {
            at = put(at, "48 8d 0d") + distance(at + 7, structure);
        } else {
            at = put(at, "48 b9") + 8;
            setWord(at - 8, address(structure));
        }
        if (isInReach(at + 5, functions)) {
            at = put(at, "e8") + distance(at + 5, functions);
        } else {
            at = put(at, "ff 15 82 00 00 00"); // through a word behind the block
            setWord(at + 0x82, address(functions));
        }
        at = put(at, "8b 5d f0 85 db 0f 8c 06 00 00 00");
        at = put(at, "b8 01 00 00 00 c3"); // mov eax, RAN; ret
        put(at, "31 c0 c3"); // xor eax, eax; ret
    }

    private static boolean isInReach(long from, long to) {
        return to - from == (int) (to - from);
    }

    private int distance(long from, long to) {
        if (!isInReach(from, to)) {
            throw new AssertionError("the test has put what is to be near too far away");
        }
        return number(from - 4, to - from);
    }

    private int number(long at, long value) {
        space.set(JAVA_INT_UNALIGNED, at, (int) value);
        return 4;
    }

    private long put(long at, String listing) {
        return put(at, MachineCode.bytes(listing));
    }

    private long put(long at, byte[] code) {
        MemorySegment.copy(code, 0, space, JAVA_BYTE, at, code.length);
        return at + code.length;
    }

    private void setWord(long at, long value) {
        space.set(JAVA_LONG_UNALIGNED, at, value);
    }

    private long word(long at) {
        return space.get(JAVA_LONG_UNALIGNED, at);
    }

    private long address(long at) {
        return space.address() + at;
    }

    /** Enters the block with so many instructions left. @return {@link #RAN} or {@link #STOPPED} */
    long run(long remaining) {
        setWord(structure, remaining);
        setWord(ENVIRONMENT - 16, 0);
        setWord(ENGINE_PC, 0);
        return caller.call(address(MIDDLE), address(ENVIRONMENT)) & 0xffff_ffffL;
    }

    long remaining() {
        return word(structure);
    }

    long enginePc() {
        return word(ENGINE_PC);
    }

    /** The lower half of the address of the present block's description, or what was last put there. */
    int presentBlock() {
        return space.get(JAVA_INT_UNALIGNED, structure + 8);
    }

    void forgetPresentBlock() {
        space.set(JAVA_INT_UNALIGNED, structure + 8, 1);
    }

    int description() {
        return (int) address(MIDDLE - DESCRIPTION);
    }

    /** The first bytes of the block, in hexadecimal. */
    String code() {
        return HexFormat.of().formatHex(space.asSlice(MIDDLE, REWRITTEN).toArray(JAVA_BYTE));
    }

    /** Whether the block counts by itself. */
    boolean isRewritten() {
        return code().startsWith("48812d");
    }

    /** From the block on, where the instructions of a block that counts by itself lead. */
    long[] targets() {
        return new long[] {target(11, 3), target(23, 15), target(34, 30)};
    }

    private long target(int from, int at) {
        return from + (long) space.get(JAVA_INT_UNALIGNED, MIDDLE + at);
    }

    @Override
    public void close() {
        MachineCode.unmap(space);
    }
}
