package foal.kernel.net;

import static foal.kernel.syscall.Errno.EINVAL;

import foal.kernel.file.PollEvent;
import foal.kernel.memory.UserBuffer;
import foal.kernel.syscall.Errno;
import foal.kernel.task.Progress;
import foal.kernel.task.Task;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * A socket that is connected before anything can be sent: a listener, or one end of a connection.
 *
 * <p>A connection is made when somebody asks for it: its other end is a new socket that waits in the listener's
 * backlog, and can be sent to before it is accepted.
 *
 * <p>Invariant: of two sockets that are CONNECTED, each is the other's {@code peer}.
 */
abstract class ConnectionSocket extends Socket {
    /** Connections that may wait to be accepted (net.core.somaxconn). */
    private static final int MOST_WAITING = 4096;
    /** A stream is handed over in pieces of at most so many bytes. */
    static final int MOST_PIECE = 32768;

    /** In which part of its life a socket is. */
    enum State {
        UNCONNECTED, LISTENING,
        /** Has asked for a connection that the listener has no room for yet. */
        CONNECTING,
        CONNECTED
    }

    private State state = State.UNCONNECTED;
    private ConnectionSocket peer;
    private final ArrayDeque<ConnectionSocket> backlog = new ArrayDeque<>(0);
    private int backlogLimit;
    private boolean inBacklog;
    private ConnectionSocket accepted;

    ConnectionSocket(Network network, AddressFamily family, SocketType type, int protocol, int flags) {
        super(network, family, type, protocol, flags);
    }

    final State state() {
        return state;
    }

    final void setState(State newState) {
        state = newState;
    }

    /** The other end, though the connection may be over; null if there has been none. */
    final ConnectionSocket other() {
        return peer;
    }

    @Override
    final Socket partner() {
        return state == State.CONNECTED && !peer.inBacklog ? peer : null;
    }

    @Override
    final boolean isListening() {
        return state == State.LISTENING;
    }

    /** Whether nobody has accepted it yet. */
    final boolean isInBacklog() {
        return inBacklog;
    }

    /** Makes two sockets the ends of a connection. */
    final void join(ConnectionSocket other) {
        peer = other;
        other.peer = this;
        state = State.CONNECTED;
        other.state = State.CONNECTED;
    }

    /** The socket is to be used for another connection. */
    final void forgetPeer() {
        peer = null;
        reopen();
    }

    // ---- the listener's side -----------------------------------------------------------------------------------------

    final void startListening(int limit) {
        state = State.LISTENING;
        backlogLimit = Integer.compareUnsigned(limit, MOST_WAITING) > 0 ? MOST_WAITING : limit;
    }

    /** Whether another connection may wait: Linux lets one more wait than was asked for. */
    final boolean hasBacklogRoom() {
        return backlog.size() <= backlogLimit;
    }

    /** A socket for the other end of a connection that somebody asks this listener for. */
    abstract ConnectionSocket newEnd(ConnectionSocket client);

    /** Connects a socket with a new one, which waits to be accepted. */
    final void establish(ConnectionSocket client) {
        ConnectionSocket end = newEnd(client);
        client.join(end);
        end.inBacklog = true;
        backlog.add(end);
        readable().wakeAll();
    }

    @Override
    final long accept(Task task) {
        if (state != State.LISTENING || backlog.isEmpty() && isReceiveShut()) {
            return EINVAL.result();
        }
        if (backlog.isEmpty()) {
            return awaitReadable(task, 0);
        }
        accepted = backlog.poll();
        accepted.inBacklog = false;
        roomInBacklog();
        return 0;
    }

    @Override
    final Socket accepted() {
        Socket taken = accepted;
        accepted = null;
        return taken;
    }

    /** A connection has been accepted. */
    abstract void roomInBacklog();

    /** Closes the connections that nobody has accepted. */
    final void closeBacklog() {
        network().inFlight().release(backlog);
        backlog.clear();
    }

    @Override
    final void eachQueue(Consumer<ReceiveQueue> action) {
        super.eachQueue(action);
        backlog.forEach(end -> end.eachQueue(action));
    }

    final boolean hasWaiting() {
        return !backlog.isEmpty();
    }

    // ---- data --------------------------------------------------------------------------------------------------------

    /** Whether messages stay apart. */
    abstract boolean hasMessages();

    /** Why nothing can be sent now, though there is a connection, or 0. Sends SIGPIPE where that is due. */
    abstract long sendObstacle(Task task, int flags);

    /**
     * Sends bytes in pieces, and each whole as soon as there is any room, as Linux does: so short writes of several tasks
     * stay together. Goes on when there is room.
     */
    final long sendStream(Task task, UserBuffer from, SocketAddress source, Envelope envelope, int flags) {
        if (from.remaining() == 0 && isSendShut()) {
            return sendObstacle(task, flags);
        }
        long done = Progress.of(task);
        from.skip(done);
        while (from.remaining() > 0) {
            long obstacle = sendObstacle(task, done > 0 ? MessageFlag.MSG_NOSIGNAL.bit() : flags);
            if (obstacle == 0 && !hasRoom()) {
                return Progress.stop(task, done, await(task, writable(), flags, options().sendTimeout(), Errno.EAGAIN));
            }
            int length = obstacle != 0 ? 0 : (int) Math.min(Math.min(from.remaining(), options().sendBuffer() / 2), MOST_PIECE);
            long error = obstacle != 0 ? obstacle : post(peer, from, length, source, envelope);
            if (error != 0) {
                return Progress.stop(task, done, error);
            }
            done += length;
            envelope.rights.clear(); // they go with the first piece
        }
        return done;
    }

    @Override
    long receive(Task task, UserBuffer to, Envelope envelope, int flags) {
        long least = least(to, flags);
        long done = Progress.of(task);
        to.skip(done);
        while (!received().isEmpty()) {
            if (hasMessages()) {
                return reception().takeMessage(to, envelope, flags);
            }
            long most = to.remaining() == 0 ? Long.MAX_VALUE : stretch(done > 0);
            if (most == 0) {
                return done;
            }
            if (received().isEmpty()) {
                break;
            }
            long given = reception().takeStream(to, envelope, flags, most);
            if (given < 0) {
                return Progress.stop(task, done, given);
            }
            if (!MessageFlag.MSG_PEEK.in(flags)) {
                taken(given);
            }
            done += given;
            if (done >= least || MessageFlag.MSG_PEEK.in(flags) || !envelope.rights.isEmpty()) {
                return done;
            }
        }
        if (done > 0 && (hasError() || isReceiveShut())) {
            return done;
        }
        if (hasError()) {
            return takeError();
        }
        return isReceiveShut() ? 0 : Progress.stop(task, done, awaitReadable(task, flags));
    }

    /**
     * How many bytes of a stream can be received together, after what is to be passed over has been.
     *
     * @param hasSome whether the call has received others already: then 0 ends it
     */
    long stretch(boolean hasSome) {
        return Long.MAX_VALUE;
    }

    /** So many bytes of a stream have been received. */
    void taken(long bytes) {
        // Only TCP has to know.
    }

    @Override
    long available() {
        return received().bytes();
    }

    /** Events of a listener: there is somebody to accept. */
    final int listenerEvents() {
        return (hasWaiting() ? PollEvent.READABLE : 0) | (hasError() ? (int) PollEvent.POLLERR.value() : 0);
    }
}
