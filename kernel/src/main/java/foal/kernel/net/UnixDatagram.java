package foal.kernel.net;

import static foal.kernel.syscall.Errno.EAGAIN;
import static foal.kernel.syscall.Errno.ECONNREFUSED;
import static foal.kernel.syscall.Errno.ECONNRESET;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.EMSGSIZE;
import static foal.kernel.syscall.Errno.ENOTCONN;
import static foal.kernel.syscall.Errno.EOPNOTSUPP;
import static foal.kernel.syscall.Errno.EPERM;
import static foal.kernel.syscall.Errno.EPIPE;

import foal.kernel.memory.UserBuffer;
import foal.kernel.task.Task;
import foal.kernel.task.WaitQueue;
import java.util.List;
import java.util.Optional;

/** A socket of the family AF_UNIX and the type SOCK_DGRAM (unix(7)): no message is lost, the sender waits instead. */
final class UnixDatagram extends Socket {
    /** Messages that may wait beside the one that is received next (net.unix.max_dgram_qlen). */
    private static final int MOST_WAITING = 10;
    /** What a message must leave of the buffer. */
    private static final int RESERVED = 32;

    private final UnixName name;
    private final WaitQueue room = new WaitQueue("a socket with many messages to be read from");
    /** The socket it is connected to; null for none. It need not be connected back. */
    private UnixDatagram peer;
    private Sender pairedBy = Sender.NONE;
    private boolean isClosed;

    UnixDatagram(Network network, int flags) {
        super(network, AddressFamily.AF_UNIX, SocketType.SOCK_DGRAM, 0, flags);
        name = new UnixName(this, network.unixNames());
    }

    /** Connects two new sockets of one program. */
    void pair(UnixDatagram other, Task task) {
        peer = other;
        other.peer = this;
        pairedBy = senderOf(task);
        other.pairedBy = pairedBy;
    }

    @Override
    SocketAddress name() {
        return name.address();
    }

    @Override
    SocketAddress peerName() {
        return peer == null ? null : peer.name();
    }

    @Override
    Sender peer() {
        return pairedBy;
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
            connectTo(null);
            return 0;
        }
        Optional<UnixAddress> wanted = UnixAddress.of(address);
        long error = wanted.isEmpty() ? EINVAL.result() : options().passesCredentials() ? name.bindToAny() : 0;
        if (error != 0) {
            return error;
        }
        UnixNames.Found found = network().unixNames().find(task, type(), wanted.get());
        if (found.error() != null) {
            return found.error().result();
        }
        UnixDatagram other = (UnixDatagram) found.socket();
        if (!other.takesFrom(this)) {
            return EPERM.result();
        }
        connectTo(other);
        return 0;
    }

    /** Changes the peer; what came from another one is thrown away. */
    private void connectTo(UnixDatagram newPeer) {
        UnixDatagram before = peer;
        peer = newPeer;
        if (before != null && before != newPeer) {
            reception().discardAll();
            room.wakeAll();
            if (before.peer == this && !before.isClosed) {
                before.reception().discardAll();
                before.setError(ECONNRESET);
                before.changed();
            }
        }
    }

    /** Whether it is not connected to another socket than the sender. */
    private boolean takesFrom(UnixDatagram sender) {
        return peer == null || peer == sender;
    }

    @Override
    long shutdown(boolean receive, boolean send) {
        shut(receive, send);
        room.wakeAll();
        return 0;
    }

    @Override
    protected void released() {
        isClosed = true;
        name.release();
        room.wakeAll();
        if (peer != null && peer.peer == this && !peer.isClosed) {
            peer.changed();
        }
        super.released();
    }

    // ---- data --------------------------------------------------------------------------------------------------------

    @Override
    long send(Task task, UserBuffer from, Envelope envelope, int flags) {
        if (MessageFlag.MSG_OOB.in(flags)) {
            return EOPNOTSUPP.result();
        }
        Optional<UnixAddress> to = envelope.to == null ? Optional.empty() : UnixAddress.of(envelope.to);
        if (envelope.to != null && to.isEmpty()) {
            return EINVAL.result();
        }
        if (to.isEmpty() && peer == null) {
            return ENOTCONN.result();
        }
        long error = options().passesCredentials() ? name.bindToAny() : 0;
        if (error != 0) {
            return error;
        }
        if (from.remaining() > options().sendBuffer() - RESERVED) {
            return EMSGSIZE.result();
        }
        if (hasError()) {
            return takeError();
        }
        if (isSendShut()) {
            return EPIPE.result();
        }
        if (!hasRoom()) {
            return await(task, writable(), flags, options().sendTimeout(), EAGAIN);
        }
        return to.isEmpty() ? sendTo(task, peer, from, envelope, flags) : sendTo(task, to.get(), from, envelope, flags);
    }

    private long sendTo(Task task, UnixAddress address, UserBuffer from, Envelope envelope, int flags) {
        UnixNames.Found found = network().unixNames().find(task, type(), address);
        if (found.error() != null) {
            return found.error().result();
        }
        return sendTo(task, (UnixDatagram) found.socket(), from, envelope, flags);
    }

    private long sendTo(Task task, UnixDatagram to, UserBuffer from, Envelope envelope, int flags) {
        if (to.isClosed) {
            connectTo(null);
            return ECONNREFUSED.result();
        }
        if (!to.takesFrom(this)) {
            return EPERM.result();
        }
        if (to.isReceiveShut()) {
            return EPIPE.result();
        }
        if (to.isFullFor(this)) {
            return await(task, to.room, flags, options().sendTimeout(), EAGAIN);
        }
        int length = (int) from.remaining();
        long error = post(to, from, length, name.source(), envelope);
        return error != 0 ? error : length;
    }

    /** Whether a sender must wait. Only its own buffer bounds one that it is connected to. */
    private boolean isFullFor(UnixDatagram sender) {
        return received().count() > MOST_WAITING && peer != sender;
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
        long length = reception().takeMessage(to, envelope, flags);
        room.wakeAll();
        return length;
    }

    @Override
    long available() {
        return received().isEmpty() ? 0 : received().first().length();
    }

    @Override
    public int poll(Task task) {
        boolean peerFull = peer != null && !peer.isClosed && peer.isFullFor(this);
        return commonEvents() | (hasSpace() && !peerFull ? WRITABLE_EVENTS : 0);
    }

    @Override
    public List<WaitQueue> pollQueues(Task task) {
        return peer == null ? super.pollQueues(task) : List.of(readable(), writable(), peer.room);
    }
}
