package foal.kernel.net;

import static foal.kernel.syscall.Errno.EAGAIN;
import static foal.kernel.syscall.Errno.EALREADY;
import static foal.kernel.syscall.Errno.ECONNABORTED;
import static foal.kernel.syscall.Errno.EINPROGRESS;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.EISCONN;
import static foal.kernel.syscall.Errno.ENOTCONN;
import static foal.kernel.syscall.Errno.EOPNOTSUPP;
import static foal.kernel.syscall.Errno.EPIPE;

import foal.kernel.file.PollEvent;
import foal.kernel.memory.UserBuffer;
import foal.kernel.syscall.Errno;
import foal.kernel.task.Progress;
import foal.kernel.task.Task;

/** A TCP socket of the host's network (tcp(7)). */
final class HostTcpSocket extends HostSocket {
    private enum State { UNCONNECTED, LISTENING, CONNECTING, CONNECTED }

    private State state = State.UNCONNECTED;
    /** A connection that the host has accepted and the program has not; null if there is none. */
    private HostNetwork.Endpoint waiting;
    private HostTcpSocket accepted;
    /** Whether the host takes no more for now. */
    private boolean isFull;
    /** Whether nothing will come any more. */
    private boolean isAtEnd;
    /** Whether a connect that did not wait has not been asked for its outcome. */
    private boolean isOutcomeUnknown;

    HostTcpSocket(Network network, int flags, HostNetwork.Endpoint endpoint) {
        super(network, SocketType.SOCK_STREAM, IpProtocol.IPPROTO_TCP, flags, endpoint);
    }

    @Override
    SocketAddress peerName() {
        return state == State.CONNECTED ? remote() : null;
    }

    @Override
    boolean isListening() {
        return state == State.LISTENING;
    }

    // ---- what comes from the host ----------------------------------------------------------------------------------

    @Override
    void pump() {
        switch (state) {
            case UNCONNECTED -> { }
            case LISTENING -> {
                waiting = waiting == null ? endpoint().accept() : waiting;
                if (waiting != null) {
                    readable().wakeAll();
                }
            }
            case CONNECTING -> {
                long outcome = endpoint().finishConnect();
                if (outcome != EINPROGRESS.result()) {
                    decide(outcome);
                }
            }
            case CONNECTED -> {
                pull();
                isFull = false; // a sender tries again
                writable().wakeAll();
            }
        }
        watch();
    }

    /** The host has an outcome of connecting. */
    private void decide(long outcome) {
        state = outcome == 0 ? State.CONNECTED : State.UNCONNECTED;
        if (outcome != 0) {
            setError(Errno.of(outcome));
        }
        changed();
    }

    private void pull() {
        long read = isAtEnd ? EAGAIN.result() : fill();
        if (read == 0) {
            isAtEnd = true;
            shut(true, false);
        } else if (read < 0 && read != EAGAIN.result() && read != Errno.ENOBUFS.result()) {
            isAtEnd = true;
            setError(Errno.of(read));
            shut(true, true);
        }
    }

    @Override
    void watch() {
        boolean isConnected = state == State.CONNECTED;
        endpoint().watch(isListening() ? waiting == null : isConnected && !isAtEnd && hasReceiveRoom(),
                state == State.CONNECTING || isConnected && isFull);
    }

    // ---- connections -----------------------------------------------------------------------------------------------

    @Override
    long listen(Task task, int backlog) {
        if (state != State.UNCONNECTED && state != State.LISTENING) {
            return EINVAL.result();
        }
        long error = state == State.LISTENING ? 0 : endpoint().listen(backlog, options().isSet(SocketOption.SO_REUSEADDR));
        if (error == 0) {
            state = State.LISTENING;
            watch();
        }
        return error;
    }

    @Override
    long accept(Task task) {
        if (state != State.LISTENING) {
            return EINVAL.result();
        }
        pump();
        if (waiting == null) {
            return awaitReadable(task, 0);
        }
        accepted = new HostTcpSocket(network(), 0, waiting);
        accepted.options().copy(options());
        accepted.state = State.CONNECTED;
        accepted.watch();
        waiting = null;
        watch();
        return 0;
    }

    @Override
    Socket accepted() {
        Socket taken = accepted;
        accepted = null;
        return taken;
    }

    @Override
    long connect(Task task, byte[] address, int flags) {
        boolean isTold = isOutcomeUnknown || task.call().isRerun();
        pump();
        return switch (state) {
            case LISTENING -> EISCONN.result();
            case CONNECTED -> {
                isOutcomeUnknown = false;
                yield isTold ? 0 : EISCONN.result();
            }
            case CONNECTING -> isNonBlocking() ? EALREADY.result() : awaitConnection(task, flags);
            case UNCONNECTED -> {
                isOutcomeUnknown = false;
                if (isTold) {
                    yield hasError() ? takeError() : ECONNABORTED.result();
                }
                long error = check(address);
                yield error != 0 ? error : begin(task, InetAddress.of(address).definite(), flags);
            }
        };
    }

    private long begin(Task task, InetAddress to, int flags) {
        long outcome = endpoint().connect(to.host(), to.port());
        if (outcome != 0 && outcome != EINPROGRESS.result()) {
            return outcome;
        }
        state = outcome == 0 ? State.CONNECTED : State.CONNECTING;
        watch();
        if (outcome == 0) {
            return 0;
        }
        isOutcomeUnknown = isNonBlocking();
        return awaitConnection(task, flags);
    }

    private long awaitConnection(Task task, int flags) {
        return await(task, writable(), flags, options().sendTimeout(), EINPROGRESS);
    }

    @Override
    long shutdown(boolean receive, boolean send) {
        if (state != State.CONNECTED) {
            return ENOTCONN.result();
        }
        endpoint().shutdown(receive, send);
        shut(receive, send);
        return 0;
    }

    @Override
    protected void released() {
        if (waiting != null) {
            waiting.close();
        }
        super.released();
    }

    // ---- data ------------------------------------------------------------------------------------------------------

    @Override
    long send(Task task, UserBuffer from, Envelope envelope, int flags) {
        if (MessageFlag.MSG_OOB.in(flags)) {
            return EOPNOTSUPP.result();
        }
        envelope.rights.clear();
        if (state == State.CONNECTING) {
            return await(task, writable(), flags, options().sendTimeout(), EAGAIN);
        }
        long done = Progress.of(task);
        from.skip(done);
        while (from.remaining() > 0) {
            if (hasError() || state != State.CONNECTED || isSendShut()) {
                return done > 0 ? done : refuse(task, flags);
            }
            int length = pieceSize(from);
            byte[] bytes = take(from, length);
            long written = bytes == null ? badAddress() : endpoint().write(bytes, length);
            if (written < 0 && written != EAGAIN.result()) {
                if (bytes != null) {
                    setError(Errno.of(written));
                }
                return done > 0 ? done : bytes == null ? written : refuse(task, flags);
            }
            done += Math.max(0, written);
            if (written < length) {
                isFull = true;
                watch();
                return Progress.stop(task, done, await(task, writable(), flags, options().sendTimeout(), EAGAIN));
            }
        }
        return done;
    }

    private long refuse(Task task, int flags) {
        long error = hasError() ? takeError() : EPIPE.result();
        return error == EPIPE.result() ? network().brokenPipe(task, flags) : error;
    }

    @Override
    long receive(Task task, UserBuffer to, Envelope envelope, int flags) {
        if (MessageFlag.MSG_OOB.in(flags)) {
            return EINVAL.result();
        }
        if (state != State.CONNECTED && !hasError() && received().isEmpty()) {
            return ENOTCONN.result();
        }
        long least = least(to, flags);
        long done = Progress.of(task);
        to.skip(done);
        pull();
        while (!received().isEmpty()) {
            long given = reception().takeStream(to, envelope, flags, Long.MAX_VALUE);
            if (given < 0) {
                return Progress.stop(task, done, given);
            }
            done += given;
            watch(); // there is room again
            if (done >= least || MessageFlag.MSG_PEEK.in(flags)) {
                return done;
            }
            pull();
        }
        if (done > 0 && (hasError() || isReceiveShut())) {
            return done;
        }
        if (hasError()) {
            return takeError();
        }
        return isReceiveShut() ? 0 : Progress.stop(task, done, awaitReadable(task, flags));
    }

    @Override
    long available() {
        return received().bytes();
    }

    @Override
    public int poll(Task task) {
        if (isListening()) {
            return waiting != null ? PollEvent.READABLE : 0;
        }
        if (state == State.CONNECTING) {
            return 0;
        }
        int closed = state == State.UNCONNECTED ? (int) PollEvent.POLLHUP.value() : 0;
        return commonEvents() | closed | (isFull ? 0 : PollEvent.WRITABLE);
    }
}
