package foal.kernel.ipc;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;

import foal.cpu.PhysicalMemory;
import foal.kernel.memory.ByteSink;
import foal.kernel.memory.ByteSource;
import java.util.Arrays;

/**
 * The bytes in a pipe as what a write takes its bytes from, where address 0 is the first of them; and the end of a pipe as
 * where a read puts them. Made once and used again for every call.
 */
final class RingBytes implements ByteSource, ByteSink {
    private final PhysicalMemory memory;
    private final byte[] page = new byte[PAGE_SIZE];
    private Ring ring;

    RingBytes(PhysicalMemory memory) {
        this.memory = memory;
    }

    /** From now on it is about this pipe. */
    RingBytes of(Ring newRing) {
        ring = newRing;
        return this;
    }

    @Override
    public int read(long address, byte[] into, int offset, int length) {
        ring.peek((int) address, into, offset, length);
        return length;
    }

    @Override
    public int readTo(long address, long destination, int length) {
        int chunk;
        for (int done = 0; done < length; done += chunk) {
            chunk = Math.min(length - done, PAGE_SIZE);
            ring.peek((int) address + done, page, 0, chunk);
            memory.write(destination + done, page, 0, chunk);
        }
        return length;
    }

    @Override
    public int write(long address, byte[] from, int offset, int length) {
        ring.append(from, offset, length);
        return length;
    }

    @Override
    public int writeFrom(long address, long source, int length) {
        int chunk;
        for (int done = 0; done < length; done += chunk) {
            chunk = Math.min(length - done, PAGE_SIZE);
            memory.read(source + done, page, 0, chunk);
            ring.append(page, 0, chunk);
        }
        return length;
    }

    @Override
    public int clear(long address, int length) {
        Arrays.fill(page, (byte) 0);
        int chunk;
        for (int done = 0; done < length; done += chunk) {
            chunk = Math.min(length - done, PAGE_SIZE);
            ring.append(page, 0, chunk);
        }
        return length;
    }
}
