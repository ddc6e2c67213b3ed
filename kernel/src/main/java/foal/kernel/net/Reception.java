package foal.kernel.net;

import static foal.kernel.syscall.Errno.EFAULT;

import foal.kernel.file.OpenFile;
import foal.kernel.memory.UserBuffer;
import java.util.List;

/** How programs get what is in a socket's queue (recv(2)): bytes of a stream, messages, and the descriptors among them. */
final class Reception {
    private final Socket owner;
    private final ReceiveQueue queue;
    private final InFlight inFlight;
    private final SocketOptions options;
    private final boolean isInet;

    /**
     * @param owner the socket whose queue it is
     * @param inFlight knows the descriptors that are in queues
     * @param isInet whether the socket is of AF_INET
     */
    Reception(Socket owner, ReceiveQueue queue, InFlight inFlight, SocketOptions options, boolean isInet) {
        this.owner = owner;
        this.queue = queue;
        this.inFlight = inFlight;
        this.options = options;
        this.isInet = isInet;
    }

    /**
     * Gives a program bytes from the queue, which is not empty. Descriptors, and another sender, end what comes together.
     *
     * @param most bytes
     */
    long takeStream(UserBuffer to, Envelope envelope, int flags, long most) {
        boolean peek = MessageFlag.MSG_PEEK.in(flags);
        boolean discards = isInet && MessageFlag.MSG_TRUNC.in(flags); // tcp(7)
        Segment segment = queue.first();
        envelope.sender = segment.sender;
        envelope.from = segment.source;
        long total = 0;
        boolean more = true;
        while (more) {
            int wanted = (int) Math.min(segment.length(), Math.min(to.remaining(), most - total));
            int given = discards ? wanted : to.give(segment.bytes, segment.start, wanted);
            if (discards) {
                to.skip(wanted);
            }
            if (given == 0 && wanted > 0) {
                return total > 0 ? total : EFAULT.result();
            }
            total += given;
            Segment next = segment.next;
            more = given == wanted && total < most && segment.rights.isEmpty() && to.remaining() > 0 && next != null && comesTogether(segment, next);
            takeRights(segment, envelope, peek);
            if (!peek) {
                consume(segment, given);
            }
            segment = next;
        }
        return total;
    }

    private boolean comesTogether(Segment segment, Segment next) {
        return !options.passesCredentials() || segment.sender.equals(next.sender);
    }

    /** Throws away the first byte of the queue, which is not empty. */
    void skip() {
        consume(queue.first(), 1);
    }

    /** Bytes of the first segment have been received. */
    private void consume(Segment segment, int length) {
        queue.advance(length);
        if (segment.length() == 0) {
            discard(queue.remove());
        }
    }

    /** Gives a program the first message of the queue, which is not empty; what does not fit is lost. */
    long takeMessage(UserBuffer to, Envelope envelope, int flags) {
        boolean peek = MessageFlag.MSG_PEEK.in(flags);
        Segment segment = queue.first();
        envelope.sender = segment.sender;
        envelope.from = segment.source;
        int length = segment.length();
        int wanted = (int) Math.min(length, to.remaining());
        int given = to.give(segment.bytes, segment.start, wanted);
        takeRights(segment, envelope, peek);
        if (!peek) {
            discard(queue.remove());
        }
        if (wanted < length) {
            envelope.flags |= MessageFlag.MSG_TRUNC.bit();
        }
        return given < wanted ? EFAULT.result() : MessageFlag.MSG_TRUNC.in(flags) ? length : given;
    }

    private void takeRights(Segment segment, Envelope envelope, boolean peek) {
        if (segment.rights.isEmpty()) {
            return;
        }
        envelope.rights.addAll(segment.rights);
        if (peek) {
            segment.rights.forEach(OpenFile::retain);
        } else {
            inFlight.arrive(segment.rights, owner);
            segment.rights = List.of();
        }
    }

    /** Gives back what a segment holds that has been taken out of the queue. */
    private void discard(Segment segment) {
        if (!segment.rights.isEmpty()) {
            inFlight.arrive(segment.rights, owner);
            inFlight.release(segment.rights);
            segment.rights = List.of();
        }
        segment.origin.settle(segment.charge());
        queue.recycle(segment);
    }

    /** Throws away what has not been received. */
    void discardAll() {
        while (!queue.isEmpty()) {
            discard(queue.remove());
        }
    }
}
