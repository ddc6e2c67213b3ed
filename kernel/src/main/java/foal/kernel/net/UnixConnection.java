package foal.kernel.net;

import static foal.kernel.syscall.Errno.EAGAIN;
import static foal.kernel.syscall.Errno.ECONNREFUSED;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.EISCONN;
import static foal.kernel.syscall.Errno.EMSGSIZE;
import static foal.kernel.syscall.Errno.ENFILE;
import static foal.kernel.syscall.Errno.ENOTCONN;
import static foal.kernel.syscall.Errno.EOPNOTSUPP;
import static foal.kernel.syscall.Errno.EPIPE;

import foal.kernel.file.Holders;
import foal.kernel.file.PollEvent;
import foal.kernel.memory.UserBuffer;
import foal.kernel.syscall.Errno;
import foal.kernel.task.Task;
import foal.kernel.task.WaitQueue;
import java.util.Optional;

/** A socket of the family AF_UNIX and the type SOCK_STREAM or SOCK_SEQPACKET (unix(7)). */
final class UnixConnection extends ConnectionSocket {
    /** What a message must leave of the buffer. */
    private static final int RESERVED = 32;

    private final UnixName name;
    private final WaitQueue backlogRoom = new WaitQueue("a connection to be accepted",
            Holders.of(file -> file == this));
    /** The process that listens or has connected, as the other end sees it. */
    private Sender owner = Sender.NONE;
    private Sender peer = Sender.NONE;

    UnixConnection(Network network, SocketType type, int flags) {
        super(network, AddressFamily.AF_UNIX, type, 0, flags);
        name = new UnixName(this, network.unixNames());
    }

    /** Connects two new sockets of one program. */
    void pair(UnixConnection other, Task task) {
        join(other);
        peer = senderOf(task);
        other.peer = peer;
    }

    @Override
    boolean hasMessages() {
        return type() == SocketType.SOCK_SEQPACKET;
    }

    @Override
    SocketAddress name() {
        return name.address();
    }

    @Override
    SocketAddress peerName() {
        return other() == null ? null : other().name();
    }

    @Override
    Sender peer() {
        return peer;
    }

    // ---- making connections ------------------------------------------------------------------------------------------

    @Override
    long bind(Task task, byte[] address) {
        return name.bind(task, address);
    }

    @Override
    long listen(Task task, int backlog) {
        boolean canListen = state() == State.UNCONNECTED || state() == State.LISTENING;
        if (name.address().isUnnamed() || !canListen) {
            return EINVAL.result();
        }
        startListening(backlog);
        owner = senderOf(task);
        peer = owner; // for want of another
        backlogRoom.wakeAll();
        return 0;
    }

    @Override
    long connect(Task task, byte[] address, int flags) {
        Optional<UnixAddress> wanted = UnixAddress.of(address);
        if (wanted.isEmpty()) {
            return EINVAL.result();
        }
        long error = options().passesCredentials() ? name.bindToAny() : 0;
        if (error != 0) {
            return error;
        }
        UnixNames.Found found = network().unixNames().find(task, type(), wanted.get());
        if (found.error() != null) {
            return found.error().result();
        }
        UnixConnection listener = (UnixConnection) found.socket();
        if (!listener.isListening() || listener.isReceiveShut()) {
            return ECONNREFUSED.result();
        }
        if (!listener.hasBacklogRoom()) {
            return await(task, listener.backlogRoom, flags, options().sendTimeout(), EAGAIN);
        }
        if (state() != State.UNCONNECTED) {
            return state() == State.CONNECTED ? EISCONN.result() : EINVAL.result();
        }
        if (!network().hasRoomForSockets(1)) {
            return ENFILE.result();
        }
        owner = senderOf(task);
        peer = listener.owner;
        listener.establish(this);
        return 0;
    }

    @Override
    ConnectionSocket newEnd(ConnectionSocket client) {
        UnixConnection end = new UnixConnection(network(), type(), 0);
        end.name.show(name.address());
        end.peer = ((UnixConnection) client).owner;
        end.options().setPassesCredentials(options().passesCredentials());
        return end;
    }

    @Override
    void roomInBacklog() {
        backlogRoom.wakeAll();
    }

    @Override
    long shutdown(boolean receive, boolean send) {
        if (other() != null) {
            other().shut(send, receive);
        }
        shut(receive, send);
        backlogRoom.wakeAll();
        return 0;
    }

    @Override
    protected void released() {
        name.release();
        if (state() == State.CONNECTED) {
            if (!received().isEmpty() || isInBacklog()) {
                other().setError(Errno.ECONNRESET);
            }
            other().shut(true, true);
        }
        setState(State.UNCONNECTED);
        closeBacklog();
        backlogRoom.wakeAll();
        super.released();
    }

    // ---- data --------------------------------------------------------------------------------------------------------

    @Override
    long sendObstacle(Task task, int flags) {
        if (isSendShut() || other().isReceiveShut()) {
            return network().brokenPipe(task, flags);
        }
        return 0;
    }

    @Override
    long send(Task task, UserBuffer from, Envelope envelope, int flags) {
        if (MessageFlag.MSG_OOB.in(flags)) {
            return EOPNOTSUPP.result();
        }
        if (state() != State.CONNECTED) {
            boolean isNamed = envelope.to != null && !hasMessages();
            return isNamed ? EOPNOTSUPP.result() : ENOTCONN.result();
        }
        if (envelope.to != null && !hasMessages()) {
            return EISCONN.result();
        }
        long error = options().passesCredentials() ? name.bindToAny() : 0;
        if (error != 0) {
            return error;
        }
        SocketAddress source = name.source();
        return hasMessages() ? sendMessage(task, from, source, envelope, flags) : sendStream(task, from, source, envelope, flags);
    }

    private long sendMessage(Task task, UserBuffer from, SocketAddress source, Envelope envelope, int flags) {
        if (from.remaining() > options().sendBuffer() - RESERVED) {
            return EMSGSIZE.result();
        }
        if (hasError()) {
            return takeError();
        }
        if (isSendShut() || other().isReceiveShut()) {
            return EPIPE.result();
        }
        if (!hasRoom()) {
            return await(task, writable(), flags, options().sendTimeout(), EAGAIN);
        }
        int length = (int) from.remaining();
        long error = post(other(), from, length, source, envelope);
        return error != 0 ? error : length;
    }

    @Override
    long receive(Task task, UserBuffer to, Envelope envelope, int flags) {
        if (MessageFlag.MSG_OOB.in(flags)) {
            return EOPNOTSUPP.result();
        }
        if (other() == null) {
            return hasMessages() ? ENOTCONN.result() : EINVAL.result();
        }
        return super.receive(task, to, envelope, flags);
    }

    @Override
    public int poll(Task task) {
        if (isListening()) {
            return listenerEvents();
        }
        int unconnected = other() == null ? (int) PollEvent.POLLHUP.value() : 0;
        return commonEvents() | unconnected | (hasSpace() ? WRITABLE_EVENTS : 0);
    }
}
