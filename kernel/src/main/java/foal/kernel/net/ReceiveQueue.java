package foal.kernel.net;

/** What a socket has been sent and has not received, oldest first. */
final class ReceiveQueue {
    /** A segment with room for so many bytes is kept for the next small message, which most are. */
    private static final int SMALL = 256;

    private Segment first;
    private Segment last;
    private int count;
    private long bytes;
    private Segment spare;

    boolean isEmpty() {
        return first == null;
    }

    /** The oldest; null if there is none. */
    Segment first() {
        return first;
    }

    /** Segments in it. */
    int count() {
        return count;
    }

    /** Bytes in all of them. */
    long bytes() {
        return bytes;
    }

    /** The one that was added last, of a queue that is not empty. */
    byte lastByte() {
        return last.bytes[last.end - 1];
    }

    /** A segment to be filled. */
    Segment make(int length) {
        Segment made = length > SMALL ? new Segment(length) : spare == null ? new Segment(SMALL) : spare;
        if (made == spare) {
            spare = null;
        }
        made.start = 0;
        made.end = length;
        return made;
    }

    void add(Segment segment) {
        segment.next = null;
        if (first == null) {
            first = segment;
        } else {
            last.next = segment;
        }
        last = segment;
        count++;
        bytes += segment.length();
    }

    /** Bytes of the oldest have been received. */
    void advance(int length) {
        first.start += length;
        bytes -= length;
    }

    /** Takes the oldest out; what it holds is for the caller to give back. */
    Segment remove() {
        Segment removed = first;
        first = removed.next;
        count--;
        bytes -= removed.length();
        return removed;
    }

    /** Keeps a segment that is no longer needed, if it is small. */
    void recycle(Segment segment) {
        if (segment.bytes.length == SMALL) {
            segment.next = null;
            segment.origin = null;
            segment.source = null;
            segment.sender = null;
            segment.rights = null;
            spare = segment;
        }
    }
}
