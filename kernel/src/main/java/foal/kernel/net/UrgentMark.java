package foal.kernel.net;

import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;

import foal.kernel.memory.UserBuffer;

/**
 * Urgent data of a TCP connection (MSG_OOB in send(2), RFC 6093). The last byte of what is sent as urgent is marked; there
 * is one mark at a time. A program can receive the marked byte before its turn. Reads stop at the mark, and then pass over
 * the byte, unless SO_OOBINLINE leaves it in the stream.
 *
 * <p>Invariant: if there is a mark, its byte is in the queue, with {@code distance} bytes before it.
 */
final class UrgentMark {
    private static final long NONE = -1;

    private final ReceiveQueue queue;
    private final Reception reception;
    private final SocketOptions options;
    private long distance = NONE;
    private byte marked;
    private boolean isUnread;

    /** @param queue in which the mark is */
    UrgentMark(ReceiveQueue queue, Reception reception, SocketOptions options) {
        this.queue = queue;
        this.reception = reception;
        this.options = options;
    }

    private boolean isInLine() {
        return options.isSet(SocketOption.SO_OOBINLINE);
    }

    /**
     * Marks the last byte of the queue, if it has not been received meanwhile. An earlier mark is lost: its byte is passed
     * over if it comes next, else it is one like others.
     */
    void set() {
        if (queue.isEmpty()) {
            return;
        }
        if (isNext() && !isInLine()) {
            reception.skip();
        }
        distance = queue.bytes() - 1;
        marked = queue.lastByte();
        isUnread = true;
    }

    /** The queue is empty. */
    void clear() {
        distance = NONE;
        isUnread = false;
    }

    /** Whether the marked byte comes next. */
    boolean isNext() {
        return distance == 0;
    }

    /** Whether there is a marked byte that has not been received. */
    boolean isUnread() {
        return isUnread;
    }

    /** How many bytes can be received together: no more than up to the mark. */
    long stretch() {
        return distance > 0 ? distance : isNext() && !isInLine() ? 0 : Long.MAX_VALUE;
    }

    /** Bytes in the queue that are no urgent one to be passed over next. */
    long ordinaryBytes() {
        return isNext() && !isInLine() ? queue.bytes() - 1 : queue.bytes();
    }

    /** Bytes that FIONREAD tells of. */
    long available() {
        return distance == NONE || isInLine() ? queue.bytes() : distance;
    }

    /** Passes over the marked byte, which comes next. */
    void pass() {
        reception.skip();
        clear();
    }

    /** So many bytes have been received from the queue. */
    void advance(long received) {
        if (distance != NONE) {
            distance -= received;
            if (distance < 0) {
                clear();
            }
        }
    }

    /** Gives a program the marked byte. @return 1, 0 if there is no room for it, or an error */
    long receive(UserBuffer to, Envelope envelope, int flags) {
        if (!isUnread || isInLine()) {
            return EINVAL.result();
        }
        isUnread = MessageFlag.MSG_PEEK.in(flags);
        envelope.flags |= MessageFlag.MSG_OOB.bit();
        if (to.remaining() == 0) {
            envelope.flags |= MessageFlag.MSG_TRUNC.bit();
            return 0;
        }
        boolean isDropped = MessageFlag.MSG_TRUNC.in(flags);
        return isDropped || to.give(new byte[] {marked}, 0, 1) == 1 ? 1 : EFAULT.result();
    }
}
