package foal.kernel.net;

import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.ENOBUFS;

import foal.kernel.memory.UserBuffer;
import java.util.Arrays;

/**
 * A datagram that several sends with MSG_MORE put together (udp(7)); it leaves with the first one that lacks the flag.
 *
 * <p>Invariant: the room for its bytes is charged to the network's memory.
 */
final class UdpCork {
    private static final byte[] NOTHING = {};

    private final Network network;
    private InetAddress to = InetAddress.NONE;
    private byte[] bytes = NOTHING;

    UdpCork(Network network) {
        this.network = network;
    }

    /** Whether a datagram has been begun. */
    boolean isBegun() {
        return to.port() != 0;
    }

    /** Where it is to go. */
    InetAddress to() {
        return to;
    }

    /** What has been put together so far. */
    byte[] bytes() {
        return bytes;
    }

    /** Begins a datagram, or adds to it. @param receiver what {@link #to} is from now on @return 0 or an error */
    long add(UserBuffer from, InetAddress receiver) {
        to = receiver;
        int before = bytes.length, more = (int) from.remaining();
        if (!network.mayHold(more)) {
            return ENOBUFS.result();
        }
        network.hold(more);
        bytes = Arrays.copyOf(bytes, before + more);
        return from.take(bytes, before, more) < more ? EFAULT.result() : 0;
    }

    /** Forgets the datagram: it has been sent, or never will be. */
    void drop() {
        network.hold(-bytes.length);
        bytes = NOTHING;
        to = InetAddress.NONE;
    }
}
