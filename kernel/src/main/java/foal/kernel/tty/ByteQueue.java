package foal.kernel.tty;

import foal.kernel.memory.UserBuffer;

/** Bytes on their way through a pseudoterminal, first in, first out. */
final class ByteQueue {
    private final byte[] bytes;
    private int length;

    ByteQueue(int capacity) {
        bytes = new byte[capacity];
    }

    int length() {
        return length;
    }

    int room() {
        return bytes.length - length;
    }

    /** Adds bytes; those for which there is no room are lost. */
    void add(byte[] from, int count) {
        int added = Math.min(count, room());
        System.arraycopy(from, 0, bytes, length, added);
        length += added;
    }

    /** Adds a program's bytes, as many as there is room for. @return how many; fewer if an address is bad */
    int add(UserBuffer from) {
        int added = from.take(bytes, length, (int) Math.min(from.remaining(), room()));
        length += added;
        return added;
    }

    /** Moves out the first bytes. @return how many */
    int take(byte[] into, int limit) {
        int count = Math.min(limit, length);
        System.arraycopy(bytes, 0, into, 0, count);
        drop(count);
        return count;
    }

    /** Moves the first bytes to a program. @return how many; 0 if the address is bad */
    int give(UserBuffer to) {
        int given = to.give(bytes, 0, (int) Math.min(to.remaining(), length));
        drop(given);
        return given;
    }

    private void drop(int count) {
        length -= count;
        System.arraycopy(bytes, count, bytes, 0, length);
    }

    void clear() {
        length = 0;
    }
}
