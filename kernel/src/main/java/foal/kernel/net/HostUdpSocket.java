package foal.kernel.net;

import static foal.kernel.syscall.Errno.EACCES;
import static foal.kernel.syscall.Errno.EAGAIN;
import static foal.kernel.syscall.Errno.EDESTADDRREQ;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.EMSGSIZE;
import static foal.kernel.syscall.Errno.ENOBUFS;
import static foal.kernel.syscall.Errno.ENOTCONN;
import static foal.kernel.syscall.Errno.EOPNOTSUPP;
import static foal.kernel.syscall.Errno.EPIPE;

import foal.kernel.memory.UserBuffer;
import foal.kernel.syscall.Errno;
import foal.kernel.task.Task;

/** A UDP socket of the host's network (udp(7)). */
final class HostUdpSocket extends HostSocket {
    /** Bytes that fit into one IP packet beside the headers. */
    private static final int MOST_BYTES = 65507;

    private InetAddress peer = InetAddress.NONE;

    HostUdpSocket(Network network, int flags, HostNetwork.Endpoint endpoint) {
        super(network, SocketType.SOCK_DGRAM, IpProtocol.IPPROTO_UDP, flags, endpoint);
        watch();
    }

    private boolean isConnected() {
        return peer.port() != 0;
    }

    @Override
    SocketAddress peerName() {
        return isConnected() ? peer : null;
    }

    @Override
    void pump() {
        long read = fill();
        if (read < 0 && read != EAGAIN.result() && read != ENOBUFS.result()) {
            setError(Errno.of(read)); // nobody was there to take what was sent
            changed();
        }
        watch();
    }

    @Override
    void watch() {
        endpoint().watch(hasReceiveRoom(), false);
    }

    @Override
    long connect(Task task, byte[] address, int flags) {
        if (address.length < SocketAddress.FAMILY_SIZE) {
            return EINVAL.result();
        }
        boolean isEnd = SocketAddress.family(address) == AddressFamily.AF_UNSPEC.value();
        long error = isEnd ? 0 : check(address);
        InetAddress wanted = isEnd ? InetAddress.NONE : error == 0 ? InetAddress.of(address).definite() : peer;
        if (error == 0) {
            error = endpoint().setPeer(wanted.host(), wanted.port());
        }
        if (error == 0) {
            peer = wanted;
        }
        return error;
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
    long send(Task task, UserBuffer from, Envelope envelope, int flags) {
        if (from.remaining() > MOST_BYTES) {
            return EMSGSIZE.result();
        }
        if (MessageFlag.MSG_OOB.in(flags)) {
            return EOPNOTSUPP.result();
        }
        envelope.rights.clear();
        long error = envelope.to == null ? isConnected() ? 0 : EDESTADDRREQ.result() : check(envelope.to);
        InetAddress to = envelope.to == null || error != 0 ? peer : InetAddress.of(envelope.to).definite();
        if (error == 0 && to.host() == InetAddress.BROADCAST && !options().isSet(SocketOption.SO_BROADCAST)) {
            error = EACCES.result();
        }
        if (error == 0) {
            error = to.port() == 0 ? EINVAL.result() : hasError() ? takeError() : isSendShut() ? EPIPE.result() : 0;
        }
        if (error != 0) {
            return error;
        }
        int length = (int) from.remaining();
        byte[] bytes = take(from, length);
        long sent = bytes == null ? badAddress() : endpoint().send(bytes, length, to.host(), to.port());
        return sent == EAGAIN.result() ? length : sent; // the host has no room for it: it is lost on its way
    }

    @Override
    long receive(Task task, UserBuffer to, Envelope envelope, int flags) {
        if (MessageFlag.MSG_OOB.in(flags)) {
            return EOPNOTSUPP.result();
        }
        pump();
        if (hasError()) {
            return takeError();
        }
        if (received().isEmpty()) {
            return awaitMessage(task, flags);
        }
        long taken = reception().takeMessage(to, envelope, flags);
        watch();
        return taken;
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
