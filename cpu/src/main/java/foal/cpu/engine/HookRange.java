package foal.cpu.engine;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import foal.cpu.host.HostHeap;
import foal.cpu.unicorn.Unicorn;
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
public record HookRange(MemorySegment range) {
    /** An instruction cannot stand at an odd address, so this range has none: good to install a hook with. */
    private static final long FIRST = 0x5eed_0000_0000_0001L, LAST = FIRST;

    /** What libunicorn takes for no limits: the first address behind the last. */
    private static final long ALL_FIRST = 1, ALL_LAST = 0;

    /** Installs a hook for blocks, which is in force for none yet. Empty if its range is not found. */
    public static Optional<HookRange> onBlock(Unicorn unicorn, MemorySegment function, MemorySegment data) {
        return of(unicorn.hooks().onBlock(function, data, FIRST, LAST));
    }

    /** The same for instructions. */
    public static Optional<HookRange> onInstruction(Unicorn unicorn, MemorySegment function, MemorySegment data) {
        return of(unicorn.hooks().onInstruction(function, data, FIRST, LAST));
    }

    private static Optional<HookRange> of(MemorySegment hook) {
        MemorySegment structure = HostHeap.whole(hook);
        for (long offset = 0; offset + 16 <= structure.byteSize(); offset += 8) {
            if (structure.get(JAVA_LONG, offset) == FIRST && structure.get(JAVA_LONG, offset + 8) == LAST) {
                return Optional.of(new HookRange(structure.asSlice(offset, 16)));
            }
        }
        return Optional.empty();
    }

    public void setAll() {
        set(ALL_FIRST, ALL_LAST);
    }

    public void setEmpty() {
        set(FIRST, LAST);
    }

    public void setOnly(long address) {
        set(address, address);
    }

    private void set(long first, long last) {
        range.set(JAVA_LONG, 0, first);
        range.set(JAVA_LONG, 8, last);
    }
}
