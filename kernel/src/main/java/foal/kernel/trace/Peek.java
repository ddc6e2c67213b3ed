package foal.kernel.trace;

import foal.kernel.memory.Struct;
import foal.kernel.memory.UserMemory;
import java.util.Arrays;
import java.util.Optional;

/** What an observer can see of a program's memory: looking changes nothing, and what cannot be read is empty. */
record Peek(UserMemory memory) {
    /** That many bytes. */
    Optional<byte[]> bytes(long address, int length) {
        byte[] bytes = new byte[length];
        return memory.peek(address, bytes, length) == length ? Optional.of(bytes) : Optional.empty();
    }

    /** A struct of that size. */
    Optional<Struct> struct(long address, int size) {
        return bytes(address, size).map(Struct::of);
    }

    /** A word of 8 bytes. */
    Optional<Long> word(long address) {
        return struct(address, 8).map(struct -> struct.getLong(0));
    }

    /** The bytes up to a NUL, at most {@code limit}. */
    Optional<byte[]> string(long address, int limit) {
        byte[] bytes = new byte[limit];
        int readable = memory.peek(address, bytes, limit);
        for (int length = 0; length < readable; length++) {
            if (bytes[length] == 0) {
                return Optional.of(Arrays.copyOf(bytes, length));
            }
        }
        return readable == limit ? Optional.of(bytes) : Optional.empty();
    }
}
