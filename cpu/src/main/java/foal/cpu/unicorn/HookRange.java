package foal.cpu.unicorn;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * The addresses that a hook is for. The engine looks at them when it translates code: what it has translated is not
 * affected by a change, while to remove the hook would remove that too.
 *
 * <p>libunicorn has no function that changes them. So the hook is installed with two numbers of our own, and its
 * structure is searched for these.
 *
 * @param range the first and the last address
 */
record HookRange(MemorySegment range) {
    /** An instruction cannot stand at an odd address, so this range has none: good to install a hook with. */
    static final long FIRST = 0x5eed_0000_0000_0001L, LAST = FIRST;

    /** What libunicorn takes for no limits: the first address behind the last. */
    private static final long ALL_FIRST = 1, ALL_LAST = 0;

    /** The range of a hook that was installed with {@link #FIRST} and {@link #LAST}. */
    static Optional<HookRange> of(MemorySegment hook) {
        MemorySegment structure = HostHeap.whole(hook);
        for (long offset = 0; offset + 16 <= structure.byteSize(); offset += 8) {
            if (structure.get(JAVA_LONG, offset) == FIRST && structure.get(JAVA_LONG, offset + 8) == LAST) {
                return Optional.of(new HookRange(structure.asSlice(offset, 16)));
            }
        }
        return Optional.empty();
    }

    void setAll() {
        set(ALL_FIRST, ALL_LAST);
    }

    void setEmpty() {
        set(FIRST, LAST);
    }

    void setOnly(long address) {
        set(address, address);
    }

    private void set(long first, long last) {
        range.set(JAVA_LONG, 0, first);
        range.set(JAVA_LONG, 8, last);
    }
}
