package foal.cpu.machinecode;

import foal.cpu.host.HostMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Finds the jump with which a function of libunicorn ends where the last that it does is to call another: a compiler for x86-64
 * makes a jump of such a call. With a {@code ret} in its place, which is what an {@link OptionalPass} puts there, the function
 * ends without that call. Where the compiler has done otherwise nothing is found.
 */
final class LastCall {
    /** So many bytes of the function are searched. */
    private static final int SEARCHED = 512;
    private static final int CALL = 0xe8, JUMP = 0xe9, NEAR_BYTES = 5;
    /** What a function of another library may be reached by: {@code endbr64}, which is optional, and a jump to where a word says. */
    private static final int ENDBR64 = 0xfa1e0ff3, ENDBR64_BYTES = 4, JUMP_BY_WORD = 0x25ff, JUMP_BY_WORD_BYTES = 6;

    private final HostMemory host;
    private final long callee;

    private LastCall(HostMemory host, long callee) {
        this.host = host;
        this.callee = callee;
    }

    /** What can be left out, of two functions of a library by their names. */
    static Optional<OptionalPass> find(SymbolLookup library, String function, String callee) {
        return library.find(function).flatMap(from -> library.find(callee)
                .flatMap(to -> find(from.address(), to.address())).map(OptionalPass::new));
    }

    /** The jump at the end of a function, to another. */
    static Optional<MemorySegment> find(long function, long callee) {
        if (!HostMemory.isReadable()) {
            return Optional.empty();
        }
        try (Arena arena = Arena.ofConfined()) {
            return new LastCall(new HostMemory(arena, SEARCHED), callee).jumpIn(function);
        }
    }

    /** The first instruction that leads to the callee decides: what stands behind it may belong to another function. */
    private Optional<MemorySegment> jumpIn(long function) {
        ByteBuffer code = read(function, SEARCHED);
        for (int at = 0; at + NEAR_BYTES <= code.limit(); at++) {
            int instruction = code.get(at) & 0xff;
            boolean mayBeCall = instruction == CALL || instruction == JUMP;
            if (mayBeCall && leadsToCallee(function + at + NEAR_BYTES + code.getInt(at + 1))) {
                return instruction == JUMP ? Optional.of(MemorySegment.ofAddress(function + at)) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private boolean leadsToCallee(long target) {
        return target == callee || target % Long.BYTES == 0 && wordOfStub(target).map(word -> word == callee).orElse(false);
    }

    /** Where what stands at an address jumps to, if that is a jump to where a word says. */
    private Optional<Long> wordOfStub(long stub) {
        ByteBuffer code = read(stub, 2 * Long.BYTES);
        if (code.limit() < 2 * Long.BYTES) {
            return Optional.empty();
        }
        int at = code.getInt(0) == ENDBR64 ? ENDBR64_BYTES : 0;
        if ((code.getShort(at) & 0xffff) != JUMP_BY_WORD) {
            return Optional.empty();
        }
        ByteBuffer word = read(stub + at + JUMP_BY_WORD_BYTES + code.getInt(at + 2), Long.BYTES);
        return word.limit() < Long.BYTES ? Optional.empty() : Optional.of(word.getLong(0));
    }

    private ByteBuffer read(long address, int bytes) {
        int words = Math.min(host.read(address), bytes / Long.BYTES);
        ByteBuffer read = ByteBuffer.allocate(words * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < words; i++) {
            read.putLong(host.word(i));
        }
        return read.flip();
    }
}
