package foal.kernel.net;

import static foal.kernel.syscall.Errno.EADDRINUSE;
import static foal.kernel.syscall.Errno.EADDRNOTAVAIL;
import static foal.kernel.syscall.Errno.EAFNOSUPPORT;
import static foal.kernel.syscall.Errno.EAGAIN;
import static foal.kernel.syscall.Errno.EALREADY;
import static foal.kernel.syscall.Errno.ECONNABORTED;
import static foal.kernel.syscall.Errno.ECONNREFUSED;
import static foal.kernel.syscall.Errno.ECONNRESET;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINPROGRESS;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.EISCONN;
import static foal.kernel.syscall.Errno.ENETUNREACH;
import static foal.kernel.syscall.Errno.ENFILE;
import static foal.kernel.syscall.Errno.ENOTCONN;
import static foal.kernel.syscall.Errno.EPIPE;

import foal.kernel.file.PollEvent;
import foal.kernel.memory.UserBuffer;
import foal.kernel.syscall.Errno;
import foal.kernel.syscall.Result;
import foal.kernel.task.Task;
import java.util.ArrayDeque;

/**
 * A TCP socket (tcp(7)), whose other end is in the same machine. What TCP does to get bytes safely across a network
 * is not needed then; what remains is what programs see of it: connections, orderly ends and resets.
 */
final class TcpSocket extends ConnectionSocket {
    private final InetName name;
    private InetAddress remote = InetAddress.NONE;
    /** Clients for which the backlog has no room. */
    private final ArrayDeque<TcpSocket> pending = new ArrayDeque<>(0);
    private TcpSocket listener;
    /** Whether a connect that did not wait has not been asked for its outcome. */
    private boolean isOutcomeUnknown;
    private boolean isClosed;
    private final UrgentMark urgent = new UrgentMark(received(), reception(), options());

    TcpSocket(Network network, int flags) {
        super(network, AddressFamily.AF_INET, SocketType.SOCK_STREAM,
                (int) IpProtocol.IPPROTO_TCP.value(), flags);
        name = new InetName(this, network.tcpPorts());
    }

    @Override
    boolean hasMessages() {
        return false;
    }

    @Override
    SocketAddress name() {
        return name.local();
    }

    @Override
    SocketAddress peerName() {
        return state() == State.CONNECTED && !isFinished() ? remote : null;
    }

    // ---- listening ---------------------------------------------------------------------------------------------------

    @Override
    long bind(Task task, byte[] address) {
        return name.bind(task, address);
    }

    @Override
    long listen(Task task, int backlog) {
        if (state() != State.UNCONNECTED && state() != State.LISTENING) {
            return EINVAL.result();
        }
        long error = name.bindToAny();
        if (error == 0 && !name.mayListen()) {
            error = EADDRINUSE.result();
        }
        if (error == 0) {
            name.setListening(true);
            startListening(backlog);
        }
        return error;
    }

    @Override
    ConnectionSocket newEnd(ConnectionSocket client) {
        TcpSocket asking = (TcpSocket) client;
        TcpSocket end = new TcpSocket(network(), 0);
        end.options().copy(options());
        end.remote = asking.name.local();
        network().tcpPorts().add(end.name, asking.remote);
        return end;
    }

    @Override
    void roomInBacklog() {
        while (!pending.isEmpty() && hasBacklogRoom()) {
            TcpSocket client = pending.poll();
            client.listener = null;
            establish(client);
            client.becameWritable();
        }
    }

    private void stopListening() {
        setState(State.UNCONNECTED);
        name.setListening(false);
        while (!pending.isEmpty()) {
            pending.poll().fail(ECONNREFUSED);
        }
        closeBacklog();
    }

    // ---- connecting --------------------------------------------------------------------------------------------------

    @Override
    long connect(Task task, byte[] address, int flags) {
        if (address.length < SocketAddress.FAMILY_SIZE) {
            return EINVAL.result();
        }
        if (SocketAddress.family(address) == AddressFamily.AF_UNSPEC.value()) {
            disconnect();
            return 0;
        }
        boolean isTold = isOutcomeUnknown || task.call().isRerun();
        return switch (state()) {
            case LISTENING -> EISCONN.result();
            case CONNECTED -> {
                isOutcomeUnknown = false;
                yield isTold ? 0 : EISCONN.result();
            }
            case CONNECTING -> isNonBlocking() ? EALREADY.result() : awaitConnection(task, flags);
            case UNCONNECTED -> {
                isOutcomeUnknown = false;
                if (isTold) {
                    yield outcome();
                }
                yield other() == null ? begin(task, address, flags) : EISCONN.result();
            }
        };
    }

    /** Why there is no connection. With that the socket is ready for another attempt. */
    private long outcome() {
        reopen();
        return hasError() ? takeError() : ECONNABORTED.result();
    }

    private long awaitConnection(Task task, int flags) {
        return await(task, writable(), flags, options().sendTimeout(), EINPROGRESS);
    }

    private long begin(Task task, byte[] address, int flags) {
        if (address.length < InetAddress.SIZE) {
            return EINVAL.result();
        }
        if (SocketAddress.family(address) != AddressFamily.AF_INET.value()) {
            return EAFNOSUPPORT.result();
        }
        InetAddress wanted = InetAddress.of(address).definite();
        if (!wanted.isLocal()) {
            return ENETUNREACH.result();
        }
        if (!network().hasRoomForSockets(1)) {
            return ENFILE.result();
        }
        long error = name.bindToAny();
        if (error != 0) {
            return EADDRNOTAVAIL.result();
        }
        name.makeDefinite();
        if (name.isConnectedTo(wanted)) {
            return EADDRNOTAVAIL.result();
        }
        remote = wanted;
        ask((TcpSocket) network().tcpPorts().listener(wanted, name.local().port()));
        boolean waits = !isNonBlocking() && !MessageFlag.MSG_DONTWAIT.in(flags);
        if (waits && state() != State.CONNECTING) {
            return state() == State.CONNECTED ? 0 : outcome();
        }
        isOutcomeUnknown = !waits;
        return awaitConnection(task, flags);
    }

    /** Asks a listener for a connection. @param found null if nobody listens */
    private void ask(TcpSocket found) {
        if (found == null) {
            fail(ECONNREFUSED);
        } else if (found.hasBacklogRoom()) {
            found.establish(this);
            becameWritable();
        } else {
            setState(State.CONNECTING);
            listener = found;
            found.pending.add(this);
        }
    }

    private void fail(Errno errno) {
        setState(State.UNCONNECTED);
        listener = null;
        setError(errno);
        shut(true, true);
    }

    InetAddress remote() {
        return remote;
    }

    /** Whether both ends have said that they will send nothing more. */
    private boolean isFinished() {
        return isSendShut() && (other().isSendShut() || ((TcpSocket) other()).isClosed);
    }

    // ---- ending ------------------------------------------------------------------------------------------------------

    /** Ends the connection at once; what the other end has not read it still can (RFC 9293, reset). */
    private void reset(Errno errno) {
        if (state() == State.CONNECTED) {
            setState(State.UNCONNECTED);
            setError(errno);
            shut(true, true);
        }
    }

    private void disconnect() {
        leave(true);
        reception().discardAll();
        urgent.clear();
        setState(State.UNCONNECTED);
        isOutcomeUnknown = false;
        forgetPeer();
        changed();
    }

    private void leave(boolean abruptly) {
        switch (state()) {
            case LISTENING -> stopListening();
            case CONNECTING -> {
                listener.pending.remove(this);
                listener = null;
            }
            case CONNECTED -> {
                TcpSocket other = (TcpSocket) other();
                if (abruptly || !received().isEmpty() || isInBacklog()) {
                    other.reset(ECONNRESET);
                } else {
                    other.shut(true, false);
                }
            }
            case UNCONNECTED -> { }
        }
    }

    @Override
    long shutdown(boolean receive, boolean send) {
        switch (state()) {
            case UNCONNECTED -> {
                return ENOTCONN.result();
            }
            case LISTENING, CONNECTING -> {
                if (receive || state() == State.CONNECTING) {
                    leave(true);
                    setState(State.UNCONNECTED);
                    changed();
                }
            }
            case CONNECTED -> {
                if (isFinished()) {
                    return ENOTCONN.result();
                }
                shut(receive, send);
                if (send) {
                    other().shut(true, false);
                }
            }
        }
        return 0;
    }

    @Override
    protected void released() {
        isClosed = true;
        leave(options().linger() == 0);
        setState(State.UNCONNECTED);
        name.release();
        super.released();
    }

    // ---- data --------------------------------------------------------------------------------------------------------

    @Override
    long sendObstacle(Task task, int flags) {
        if (hasError()) {
            long error = takeError();
            return error == EPIPE.result() ? network().brokenPipe(task, flags) : error;
        }
        return isSendShut() ? network().brokenPipe(task, flags) : 0;
    }

    @Override
    long send(Task task, UserBuffer from, Envelope envelope, int flags) {
        if (state() == State.CONNECTING) {
            return await(task, writable(), flags, options().sendTimeout(), EAGAIN);
        }
        if (state() != State.CONNECTED && !hasError()) {
            return network().brokenPipe(task, flags);
        }
        if (state() == State.CONNECTED && ((TcpSocket) other()).isClosed && !isSendShut()) {
            // Nobody is there to take it; only the answer tells this end, which by then believes it is sent.
            long length = from.remaining();
            byte[] first = new byte[(int) Math.min(length, MOST_PIECE)];
            if (from.take(first, 0, first.length) < first.length) {
                return EFAULT.result();
            }
            reset(EPIPE);
            return length;
        }
        envelope.rights.clear();
        long result = sendStream(task, from, null, envelope, flags);
        if (MessageFlag.MSG_OOB.in(flags) && result > 0) {
            TcpSocket receiver = (TcpSocket) other();
            receiver.urgent.set();
            network().tellUrgent(receiver.owner());
        }
        return result;
    }

    @Override
    long receive(Task task, UserBuffer to, Envelope envelope, int flags) {
        if (MessageFlag.MSG_OOB.in(flags)) {
            return urgent.receive(to, envelope, flags);
        }
        boolean isOver = isReceiveShut() || hasError() || !received().isEmpty();
        if (state() == State.LISTENING || state() == State.UNCONNECTED && !isOver) {
            return ENOTCONN.result();
        }
        if (MessageFlag.MSG_PEEK.in(flags) && received().bytes() < least(to, flags) && moreCanCome()) {
            long result = awaitReadable(task, flags);
            if (result == Result.BLOCKED || received().isEmpty()) {
                return result;
            }
        }
        return super.receive(task, to, envelope, flags);
    }

    @Override
    long stretch(boolean hasSome) {
        if (urgent.stretch() == 0 && !hasSome) {
            urgent.pass();
        }
        return hasSome && urgent.isNext() ? 0 : urgent.stretch();
    }

    @Override
    void taken(long bytes) {
        urgent.advance(bytes);
    }

    @Override
    boolean isAtMark() {
        return urgent.isNext();
    }

    @Override
    long available() {
        return urgent.available();
    }

    /** Whether there can be more to receive even if nothing is received now. */
    private boolean moreCanCome() {
        return !hasError() && !isReceiveShut() && (state() != State.CONNECTED || other().hasRoom());
    }

    @Override
    boolean hasEnough() {
        long there = urgent.ordinaryBytes();
        return there > 0 && (there >= options().leastReceived() || !moreCanCome());
    }

    @Override
    public int poll(Task task) {
        if (isListening()) {
            return listenerEvents();
        }
        if (state() == State.CONNECTING) {
            return 0;
        }
        int closed = state() == State.UNCONNECTED ? (int) PollEvent.POLLHUP.value() : 0;
        int pri = urgent.isUnread() ? (int) PollEvent.POLLPRI.value() : 0;
        return commonEvents() | closed | pri | (hasSpace() || isSendShut() ? PollEvent.WRITABLE : 0);
    }
}
