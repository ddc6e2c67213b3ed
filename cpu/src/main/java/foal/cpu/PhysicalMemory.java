package foal.cpu;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import foal.cpu.host.HostHeap;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * The RAM of the machine: bytes at the physical addresses {@link #BASE} to {@code BASE + size - 1}, zero at first.
 *
 * <p>All harts and the kernel work on the same host memory. An address outside of the RAM is a bug of the
 * kernel and throws; a guest has no way to name one.
 */
public final class PhysicalMemory implements AutoCloseable {
    /** Where RAM begins, as on most RISC-V boards. */
    public static final long BASE = 0x8000_0000L;

    /** Bytes of a page and of a frame. */
    public static final int PAGE_SIZE = 4096;

    private final MemorySegment block;
    private final MemorySegment bytes;
    /** Where {@link #bytes} begin, and how many there are. */
    private final long start;
    private final long size;

    /** @param size bytes, a positive multiple of {@link #PAGE_SIZE} */
    public PhysicalMemory(long size) {
        if (size <= 0 || size % PAGE_SIZE != 0) {
            throw new IllegalArgumentException("memory of " + size + " bytes");
        }
        block = HostHeap.allocate(size + PAGE_SIZE);
        bytes = block.asSlice(-block.address() & PAGE_SIZE - 1, size);
        start = bytes.address();
        this.size = size;
    }

    /** Where {@code width} bytes at a physical address stand in the host's memory. */
    private long at(long physical, int width) {
        return start + Objects.checkIndex(physical - BASE, size - (width - 1));
    }

    /** Bytes of RAM. */
    public long size() {
        return size;
    }

    /** The host memory behind the RAM, for mapping it into an engine. */
    public MemorySegment segment() {
        return bytes;
    }

    /** Where the host has the frame at a physical address. */
    long hostAddress(long frame) {
        return at(frame, PAGE_SIZE);
    }

    /** The host memory of {@code length} bytes at a physical address. */
    public MemorySegment slice(long physical, long length) {
        return bytes.asSlice(physical - BASE, length);
    }

    public byte getByte(long physical) {
        return HostHeap.getByte(at(physical, Byte.BYTES));
    }

    public void setByte(long physical, byte value) {
        HostHeap.setByte(at(physical, Byte.BYTES), value);
    }

    public short getShort(long physical) {
        return HostHeap.getShort(at(physical, Short.BYTES));
    }

    public int getInt(long physical) {
        return HostHeap.getInt(at(physical, Integer.BYTES));
    }

    public void setInt(long physical, int value) {
        HostHeap.setInt(at(physical, Integer.BYTES), value);
    }

    public long getLong(long physical) {
        return HostHeap.getLong(at(physical, Long.BYTES));
    }

    public void setLong(long physical, long value) {
        HostHeap.setLong(at(physical, Long.BYTES), value);
    }

    /** Sets {@code length} bytes to zero. */
    public void clear(long physical, long length) {
        slice(physical, length).fill((byte) 0);
    }

    /** Copies bytes from one physical address to another. */
    public void copy(long from, long to, long length) {
        if (length == Byte.BYTES) { // for so little the general way takes three times as long
            setByte(to, getByte(from));
        } else if (length == Long.BYTES) {
            setLong(to, getLong(from));
        } else {
            MemorySegment.copy(bytes, from - BASE, bytes, to - BASE, length);
        }
    }

    /** Copies bytes out of a Java array. */
    public void write(long physical, byte[] from, int offset, int length) {
        MemorySegment.copy(from, offset, bytes, JAVA_BYTE, physical - BASE, length);
    }

    /** Copies bytes into a Java array. */
    public void read(long physical, byte[] into, int offset, int length) {
        MemorySegment.copy(bytes, JAVA_BYTE, physical - BASE, into, offset, length);
    }

    /** Whether these bytes stand at a physical address. */
    public boolean holds(long physical, byte[] expected) {
        return slice(physical, expected.length).mismatch(MemorySegment.ofArray(expected)) < 0;
    }

    /** Gives the memory back to the host. No hart may use it any more. */
    @Override
    public void close() {
        HostHeap.free(block);
    }
}
