package foal.cpu.unicorn;

import java.lang.foreign.MemorySegment;

/** The memory that the host's C library gives out. */
public final class HostHeap {
    /**
     * All memory of the host's process, by address: a constant, of which the JIT knows that no bounds need to be checked. For
     * words on the path of a trap, whose addresses are right by construction.
     */
    public static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private static final NativeFunction CALLOC = NativeFunction.ofHost("calloc");
    private static final NativeFunction FREE = NativeFunction.ofHost("free");
    private static final NativeFunction ALLOCATED_SIZE = NativeFunction.ofHost(
            NativeFunction.ON_MAC ? "malloc_size" : "malloc_usable_size");

    private HostHeap() {}

    /**
     * Memory of zeros, to be freed. The host gives each page of a large block only when it is first touched; an
     * {@link java.lang.foreign.Arena} would clear it all at once.
     *
     * @throws OutOfMemoryError if the host has none
     */
    public static MemorySegment allocate(long size) {
        long block = CALLOC.call(1, size);
        if (block == 0) {
            throw new OutOfMemoryError("the host has no " + size + " bytes");
        }
        return MemorySegment.ofAddress(block).reinterpret(size);
    }

    /** Gives back what {@link #allocate} gave. */
    public static void free(MemorySegment block) {
        FREE.call(block.address());
    }

    /** A block that libunicorn has allocated for one of its structures, whole. @param block its beginning */
    static MemorySegment whole(MemorySegment block) {
        return block.reinterpret(ALLOCATED_SIZE.call(block.address()));
    }
}
