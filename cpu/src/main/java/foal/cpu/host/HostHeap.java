package foal.cpu.host;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/** The memory that the host's C library gives out. */
public final class HostHeap {
    /**
     * All memory of the host's process, by address: a constant, of which the JIT knows that no bounds need to be checked.
     */
    public static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    // Not by the methods of MemorySegment: on a trap's path these would be the calls that the JIT finds too deep to inline.
    private static final VarHandle BYTES = JAVA_BYTE.varHandle();
    private static final VarHandle SHORTS = JAVA_SHORT_UNALIGNED.varHandle();
    private static final VarHandle INTS = JAVA_INT_UNALIGNED.varHandle();
    private static final VarHandle LONGS = JAVA_LONG_UNALIGNED.varHandle();

    private static final NativeFunction CALLOC = NativeFunction.ofHost("calloc");
    private static final NativeFunction FREE = NativeFunction.ofHost("free");
    private static final NativeFunction ALLOCATED_SIZE = NativeFunction.ofHost(HostKind.THIS.allocatedSize());

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

    /** A block that a library has allocated for one of its structures, whole. @param block its beginning */
    public static MemorySegment whole(MemorySegment block) {
        return block.reinterpret(ALLOCATED_SIZE.call(block.address()));
    }

    // ---- by address, whether aligned or not; words on the path of a trap, whose addresses are right by construction ------

    public static byte getByte(long address) {
        return (byte) BYTES.get(ALL, address);
    }

    public static void setByte(long address, byte value) {
        BYTES.set(ALL, address, value);
    }

    public static short getShort(long address) {
        return (short) SHORTS.get(ALL, address);
    }

    public static int getInt(long address) {
        return (int) INTS.get(ALL, address);
    }

    public static void setInt(long address, int value) {
        INTS.set(ALL, address, value);
    }

    public static long getLong(long address) {
        return (long) LONGS.get(ALL, address);
    }

    public static void setLong(long address, long value) {
        LONGS.set(ALL, address, value);
    }
}
