package foal.cpu.unicorn;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** A saved CPU state ({@code uc_context}), in native memory until {@link #close()}. Made by {@link Unicorn#saveNew()}. */
public final class UnicornContext implements AutoCloseable {
    private final MethodHandle free;
    private MemorySegment memory;

    UnicornContext(MemorySegment memory, MethodHandle free) {
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
        try {
            int ignored = (int) free.invokeExact(memory());
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
        memory = null;
    }
}
