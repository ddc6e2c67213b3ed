package foal.cpu.unicorn;

import foal.cpu.host.NativeFunction;
import java.lang.foreign.MemorySegment;

/** A saved CPU state ({@code uc_context}), in native memory until {@link #close()}. Made by {@link Unicorn#saveNew()}. */
public final class UnicornContext implements AutoCloseable {
    private final NativeFunction free;
    private MemorySegment memory;

    UnicornContext(MemorySegment memory, NativeFunction free) {
        this.memory = memory;
        this.free = free;
    }

    /** The bytes of the context; what stands where is libunicorn's own affair. */
    public MemorySegment memory() {
        if (memory == null) {
            throw new IllegalStateException("a context is used after it was closed");
        }
        return memory;
    }

    @Override
    public void close() {
        free.call(memory().address());
        memory = null;
    }
}
