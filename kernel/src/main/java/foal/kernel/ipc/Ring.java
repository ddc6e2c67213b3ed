package foal.kernel.ipc;

import foal.kernel.memory.UserBuffer;
import java.util.ArrayDeque;

/**
 * The bytes in a pipe, first in, first out. The array behind it grows as bytes come and is limited by the capacity.
 *
 * <p>Bytes are numbered from the beginning of the pipe on. Invariant: those from {@code taken} to before
 * {@code added} are in the ring, each at its number modulo the array's length, which is a power of two.
 */
final class Ring {
    /** Bytes of the slots that the capacity is counted in; a packet takes a whole slot. */
    static final int SLOT = 4096;

    private byte[] bytes = {};
    private int capacity;
    private long taken;
    private long added;
    private final ArrayDeque<Packet> packets = new ArrayDeque<>(0);

    /** Bytes that are to be read by themselves (O_DIRECT in pipe(2)): one read takes them, whether it wants all or not. */
    private record Packet(long from, long to) {}

    /** @param capacity in bytes, a power of two and at least a slot */
    Ring(int capacity) {
        this.capacity = capacity;
    }

    int length() {
        return (int) (added - taken);
    }

    int capacity() {
        return capacity;
    }

    /** Changes the capacity. @return false if there is more in the ring than that */
    boolean setCapacity(int newCapacity) {
        if (length() > newCapacity || packets.size() > newCapacity / SLOT) {
            return false;
        }
        capacity = newCapacity;
        if (bytes.length > newCapacity) {
            resize(newCapacity);
        }
        return true;
    }

    /** How many bytes can be added. */
    int room() {
        return packets.size() < capacity / SLOT ? capacity - length() : 0;
    }

    private int index(long number) {
        return (int) number & bytes.length - 1;
    }

    private void resize(int size) {
        byte[] other = new byte[size];
        for (long i = taken; i < added; ) {
            int run = (int) Math.min(added - i, bytes.length - index(i));
            int to = (int) i & size - 1;
            run = Math.min(run, size - to);
            System.arraycopy(bytes, index(i), other, to, run);
            i += run;
        }
        bytes = other;
    }

    /**
     * Adds bytes of a program's; there is room for them. As on Linux it is done a slot at a time: one that ends at a bad
     * address is not added. @return how many bytes
     */
    int add(UserBuffer from, int wanted) {
        makePlace(wanted);
        int total = 0;
        while (total < wanted) {
            int run = Math.min(wanted - total, bytes.length - index(added));
            int got = from.take(bytes, index(added), run);
            added += got;
            total += got;
            if (got < run) {
                int tooMuch = total % SLOT;
                added -= tooMuch;
                return total - tooMuch;
            }
        }
        return total;
    }

    /** The last {@code length} bytes that were added are a packet. */
    void endPacket(int length) {
        packets.addLast(new Packet(added - length, added));
    }

    /**
     * Gives bytes to a program: all that there are, or up to the end of the first packet, of which the program loses
     * what it has no room for. A slot that meets a bad address stays in the ring, as on Linux. @return how many bytes
     */
    int give(UserBuffer to) {
        Packet packet = packets.peekFirst();
        int total = give(to, packet == null ? added : packet.from);
        if (packet != null && taken == packet.from && to.remaining() > 0) {
            int ofPacket = give(to, packet.to);
            total += ofPacket;
            if (ofPacket > 0) {
                taken = packet.to;
                packets.removeFirst();
            }
        }
        if (taken == added) {
            taken = added = 0; // so that what passes through little by little stays in the same part of the array
        }
        return total;
    }

    private int give(UserBuffer to, long end) {
        int total = 0;
        while (taken < end && to.remaining() > 0) {
            int run = (int) Math.min(Math.min(end - taken, bytes.length - index(taken)), to.remaining());
            int given = to.give(bytes, index(taken), run);
            taken += given;
            total += given;
            if (given < run) {
                int tooMuch = total % SLOT;
                taken -= tooMuch;
                return total - tooMuch;
            }
        }
        return total;
    }

    // ---- what moves without a program's memory ----

    /** How many bytes stand before the end of the first packet, or before its beginning; all if there are no packets. */
    int first() {
        Packet packet = packets.peekFirst();
        return packet == null ? length() : (int) ((packet.from > taken ? packet.from : packet.to) - taken);
    }

    /** Copies bytes that stay in the ring. @param at from how many bytes behind the first on; there are so many */
    void peek(int at, byte[] into, int offset, int wanted) {
        for (int done = 0; done < wanted; ) {
            int index = index(taken + at + done);
            int run = Math.min(wanted - done, bytes.length - index);
            System.arraycopy(bytes, index, into, offset + done, run);
            done += run;
        }
    }

    /** Takes bytes out, no more than the {@link #first}. */
    void drop(int count) {
        taken += count;
        Packet packet = packets.peekFirst();
        if (packet != null && taken > packet.from) {
            packets.removeFirst();
            if (taken < packet.to) {
                packets.addFirst(new Packet(taken, packet.to));
            }
        }
    }

    /** Adds bytes of the kernel's; there is room for them. */
    void append(byte[] from, int offset, int count) {
        makePlace(count);
        for (int done = 0; done < count; ) {
            int run = Math.min(count - done, bytes.length - index(added));
            System.arraycopy(from, offset + done, bytes, index(added), run);
            added += run;
            done += run;
        }
    }

    private void makePlace(int count) {
        if (length() + count > bytes.length) {
            resize(Math.max(SLOT, Integer.highestOneBit(length() + count - 1) << 1));
        }
    }
}
