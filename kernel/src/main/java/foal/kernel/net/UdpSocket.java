package foal.kernel.net;

import static foal.kernel.syscall.Errno.EACCES;
import static foal.kernel.syscall.Errno.EAFNOSUPPORT;
import static foal.kernel.syscall.Errno.EAGAIN;
import static foal.kernel.syscall.Errno.ECONNREFUSED;
import static foal.kernel.syscall.Errno.EDESTADDRREQ;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.EMSGSIZE;
import static foal.kernel.syscall.Errno.ENETUNREACH;
import static foal.kernel.syscall.Errno.ENOTCONN;
import static foal.kernel.syscall.Errno.EOPNOTSUPP;
import static foal.kernel.syscall.Errno.EPIPE;

import foal.kernel.memory.UserBuffer;
import foal.kernel.syscall.Errno;
import foal.kernel.task.Task;
import java.util.List;

/** A UDP socket (udp(7)): a message that nobody waits for, or for which there is no room, is lost. */
final class UdpSocket extends Socket {
    /** Bytes that fit into one IP packet beside the headers. */
    private static final int MOST_BYTES = 65507;

    private final InetName name;
    private InetAddress remote = InetAddress.NONE;
    private final UdpCork cork;

    UdpSocket(Network network, int flags) {
        super(network, AddressFamily.AF_INET, SocketType.SOCK_DGRAM,
                (int) IpProtocol.IPPROTO_UDP.value(), flags);
        name = new InetName(this, network.udpPorts());
        cork = new UdpCork(network);
    }

    private boolean isConnected() {
        return remote.port() != 0;
    }

    @Override
    SocketAddress name() {
        return name.local();
    }

    @Override
    SocketAddress peerName() {
        return isConnected() ? remote : null;
    }

    @Override
    long bind(Task task, byte[] address) {
        return name.bind(task, address);
    }

    @Override
    long connect(Task task, byte[] address, int flags) {
        if (address.length < SocketAddress.FAMILY_SIZE) {
            return EINVAL.result();
        }
        if (SocketAddress.family(address) == AddressFamily.AF_UNSPEC.value()) {
            remote = InetAddress.NONE;
            return 0;
        }
        long error = name.bindToAny();
        if (error != 0) {
            return error;
        }
        error = obstacle(address);
        if (error != 0) {
            return error;
        }
        name.makeDefinite();
        remote = InetAddress.of(address).definite();
        return 0;
    }

    /** Why nothing can be sent to an address, or 0. */
    private long obstacle(byte[] address) {
        if (address.length < InetAddress.SIZE) {
            return EINVAL.result();
        }
        int family = SocketAddress.family(address);
        if (family != AddressFamily.AF_INET.value() && family != AddressFamily.AF_UNSPEC.value()) {
            return EAFNOSUPPORT.result();
        }
        InetAddress to = InetAddress.of(address);
        boolean isBroadcast = to.host() == InetAddress.BROADCAST || to.host() == InetAddress.LOOPBACK_BROADCAST;
        if (isBroadcast && !options().isSet(SocketOption.SO_BROADCAST)) {
            return EACCES.result();
        }
        return to.isLocal() ? 0 : ENETUNREACH.result();
    }

    @Override
    long shutdown(boolean receive, boolean send) {
        if (!isConnected()) {
            return ENOTCONN.result();
        }
        shut(receive, send);
        return 0;
    }

    @Override
    protected void released() {
        name.release();
        cork.drop();
        super.released();
    }

    // ---- data --------------------------------------------------------------------------------------------------------

    @Override
    long send(Task task, UserBuffer from, Envelope envelope, int flags) {
        long length = from.remaining();
        if (length > MOST_BYTES) {
            return EMSGSIZE.result();
        }
        if (MessageFlag.MSG_OOB.in(flags)) {
            return EOPNOTSUPP.result();
        }
        long error = cork.isBegun() ? 0 : refusal(envelope);
        if (error != 0) {
            return error;
        }
        boolean hasMore = MessageFlag.MSG_MORE.in(flags);
        if (!hasMore && !cork.isBegun()) {
            return deliver(receiver(envelope), from, envelope);
        }
        error = cork.bytes().length + length > MOST_BYTES ? EMSGSIZE.result()
                : cork.add(from, cork.isBegun() ? cork.to() : receiver(envelope));
        if (error == 0 && !hasMore) {
            error = deliverCorked(envelope.sender);
        }
        if (error != 0 || !hasMore) {
            cork.drop();
        }
        return error != 0 ? error : length;
    }

    /** Where a message goes. */
    private InetAddress receiver(Envelope envelope) {
        return envelope.to == null ? remote : InetAddress.of(envelope.to).definite();
    }

    /** Why a message cannot be sent, or 0. */
    private long refusal(Envelope envelope) {
        if (envelope.to == null && !isConnected()) {
            return EDESTADDRREQ.result();
        }
        long error = envelope.to == null ? 0 : obstacle(envelope.to);
        if (error == 0 && receiver(envelope).port() == 0) {
            error = EINVAL.result();
        }
        return error != 0 ? error : hasError() ? takeError() : isSendShut() ? EPIPE.result() : name.bindToAny();
    }

    private long deliver(InetAddress to, UserBuffer from, Envelope envelope) {
        int length = (int) from.remaining();
        UdpSocket receiver = reached(to);
        envelope.rights.clear();
        // The receiver answers for the memory: it is its buffer that bounds what may wait.
        long error = receiver == null ? 0 : receiver.post(receiver, from, length, name.local().definite(), envelope);
        return error != 0 ? error : length;
    }

    /** Sends what has been put together. @return 0 or an error */
    private long deliverCorked(Sender sender) {
        UdpSocket receiver = reached(cork.to());
        return receiver == null ? 0 : receiver.post(cork.bytes(), name.local().definite(), sender);
    }

    /** The socket that a message comes to; null if it is lost on its way. */
    private UdpSocket reached(InetAddress to) {
        UdpSocket receiver = receiver(to, name.local().definite());
        if (receiver == null && isConnected()) {
            setError(ECONNREFUSED);
            changed();
        }
        boolean isLost = receiver == null || receiver.isReceiveShut() && receiver.isSendShut() || !receiver.hasReceiveRoom();
        return isLost ? null : receiver;
    }

    /** The socket that gets what is sent from one address to another: the one that is bound most closely to them. */
    private UdpSocket receiver(InetAddress to, InetAddress from) {
        UdpSocket best = null;
        int bestMatch = 0;
        List<InetName> names = network().udpPorts().at(to.port());
        for (int i = 0; i < names.size(); i++) {
            UdpSocket candidate = (UdpSocket) names.get(i).owner();
            int match = names.get(i).matches(to);
            boolean isForOthers = candidate.isConnected() && !candidate.remote.equals(from);
            int closeness = match == 0 || isForOthers ? 0 : 2 * match + (candidate.isConnected() ? 1 : 0);
            if (closeness > 0 && closeness >= bestMatch) {
                best = candidate;
                bestMatch = closeness;
            }
        }
        return best;
    }

    @Override
    long receive(Task task, UserBuffer to, Envelope envelope, int flags) {
        if (MessageFlag.MSG_OOB.in(flags)) {
            return EOPNOTSUPP.result();
        }
        if (hasError()) {
            return takeError();
        }
        if (received().isEmpty()) {
            return awaitMessage(task, flags);
        }
        return reception().takeMessage(to, envelope, flags);
    }

    @Override
    long available() {
        return received().isEmpty() ? 0 : received().first().length();
    }

    @Override
    public int poll(Task task) {
        return commonEvents() | WRITABLE_EVENTS;
    }
}
