package foal.kernel.ipc;

import java.util.Collection;
import java.util.Optional;
import java.util.TreeMap;

/** All POSIX message queues: those that have a name, and the memory that all take up. */
public final class PosixQueues {
    /** Bytes of the host's memory that all messages together may take, and those that each takes besides its text. */
    private static final long MOST_HELD = 256L << 20;
    private static final int OVERHEAD = 64;

    private final TreeMap<String, PosixQueue> named = new TreeMap<>();
    private int count;
    private long cost;
    private long held;

    /** The queue of that name, which is without the slash. */
    Optional<PosixQueue> find(String name) {
        return Optional.ofNullable(named.get(name));
    }

    /** The names that there are, ascending: the listing of /dev/mqueue. */
    public Collection<String> names() {
        return named.keySet();
    }

    /** What a file of that name in /dev/mqueue would show. */
    public Optional<String> text(String name) {
        return find(name).map(PosixQueue::text);
    }

    void add(PosixQueue queue) {
        named.put(queue.name(), queue);
        count++;
        cost += queue.cost();
    }

    /** Takes the name away; the queue lasts while it is open. */
    void unlink(PosixQueue queue) {
        named.remove(queue.name());
        queue.unlink();
        discardIfGone(queue);
    }

    /** Nobody has the queue open any more through one open file. */
    void closed(PosixQueue queue) {
        queue.closed();
        discardIfGone(queue);
    }

    private void discardIfGone(PosixQueue queue) {
        if (queue.isGone()) {
            held -= queue.bytes() + (long) queue.count() * OVERHEAD;
            count--;
            cost -= queue.cost();
        }
    }

    /** How many there are, named or open. */
    int count() {
        return count;
    }

    /** What they count for against the limit. */
    long cost() {
        return cost;
    }

    /** Takes host memory for a message. @return whether there is any */
    boolean hold(int length) {
        if (held + length + OVERHEAD > MOST_HELD) {
            return false;
        }
        held += length + OVERHEAD;
        return true;
    }

    /** A message is no more. */
    void release(int length) {
        held -= length + OVERHEAD;
    }
}
