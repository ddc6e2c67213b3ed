package foal.kernel.net;

import static foal.kernel.syscall.Errno.EAGAIN;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINTR;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.ENOBUFS;
import static foal.kernel.syscall.Errno.ENOTTY;
import static foal.kernel.syscall.Errno.EOPNOTSUPP;

import foal.kernel.file.FileStatus;
import foal.kernel.file.IoctlRequest;
import foal.kernel.file.OpenFile;
import foal.kernel.file.OpenFlag;
import foal.kernel.file.PollEvent;
import foal.kernel.memory.UserBuffer;
import foal.kernel.syscall.Errno;
import foal.kernel.task.Task;
import foal.kernel.task.WaitQueue;
import foal.kernel.task.Wakers;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One end of a communication (socket(2)). What it has been sent waits in its queue; who sends answers for the memory
 * until it has been received.
 *
 * <p>Invariants: {@code held} is the sum of what the segments of this socket's making count for, in whatever queue
 * they are; a task waits on {@code readable} only while there is nothing to receive or accept, on {@code writable}
 * only while what it has sent fills its buffer.
 */
abstract class Socket extends OpenFile {
    /** That a message can be sent without waiting. */
    static final int WRITABLE_EVENTS = PollEvent.WRITABLE | (int) PollEvent.POLLWRBAND.value();

    private static final Errno NO_ERROR = null;
    private static final int PERMISSIONS = 0777;

    private final Network network;
    private final AddressFamily family;
    private final SocketType type;
    private final int protocol;
    private final long number;
    private final SocketOptions options = new SocketOptions();
    private final ReceiveQueue received = new ReceiveQueue();
    private final Reception reception;
    private final WaitQueue readable = new WaitQueue("something to come to a socket", this::findPartners);
    private final WaitQueue writable = new WaitQueue("what was sent from a socket to be received", this::findPartners);
    private final List<WaitQueue> queues = List.of(readable, writable);
    private final Envelope plain = new Envelope();
    private long held;
    private Errno error = NO_ERROR;
    private boolean receiveShut;
    private boolean sendShut;
    /** Whether somebody has found no room to send since there was last told to be some. */
    private boolean lackedRoom;
    private Sender self = Sender.NONE;

    /** @param flags SOCK_NONBLOCK or 0 */
    Socket(Network network, AddressFamily family, SocketType type, int protocol, int flags) {
        super((int) (OpenFlag.O_RDWR.value() | flags & OpenFlag.O_NONBLOCK.value()));
        this.network = network;
        this.family = family;
        this.type = type;
        this.protocol = protocol;
        number = network.count();
        reception = new Reception(this, received, network.inFlight(), options, family == AddressFamily.AF_INET);
    }

    // ---- what it is ------------------------------------------------------------------------------------------------

    final Network network() {
        return network;
    }

    final AddressFamily family() {
        return family;
    }

    final SocketType type() {
        return type;
    }

    final int protocol() {
        return protocol;
    }

    final SocketOptions options() {
        return options;
    }

    final ReceiveQueue received() {
        return received;
    }

    /** How programs get what is in the queue. */
    final Reception reception() {
        return reception;
    }

    final WaitQueue readable() {
        return readable;
    }

    final WaitQueue writable() {
        return writable;
    }

    /** How many descriptors and messages refer to it. */
    final int references() {
        return referenceCount();
    }

    final boolean isReceiveShut() {
        return receiveShut;
    }

    final boolean isSendShut() {
        return sendShut;
    }

    /** Nothing more can be received, or sent, or both; who waits for that learns of it. */
    final void shut(boolean receive, boolean send) {
        receiveShut |= receive;
        sendShut |= send;
        changed();
    }

    /** Takes {@link #shut} back: the socket is to be used for another connection. */
    final void reopen() {
        receiveShut = false;
        sendShut = false;
    }

    /** Whether somebody waits for what this socket can do to change. */
    final boolean isAwaited() {
        return !readable.isEmpty() || !writable.isEmpty() || readable.isWatched() || writable.isWatched();
    }

    /** What can be done has changed. */
    final void changed() {
        readable.wakeAll();
        writable.wakeAll();
    }

    /** It can be sent from now, for the first time: that is worth a signal, too. */
    final void becameWritable() {
        lackedRoom = true;
        writable.wakeAll();
        lackedRoom = false;
    }

    final boolean hasError() {
        return error != NO_ERROR;
    }

    final void setError(Errno newError) {
        error = newError;
    }

    /** The error that waits to be reported, once. @return as a call returns it; 0 for none */
    final long takeError() {
        long result = error == NO_ERROR ? 0 : error.result();
        error = NO_ERROR;
        return result;
    }

    /** The calling task, as the receivers of its messages see it. */
    final Sender senderOf(Task task) {
        self = Sender.of(task, self);
        return self;
    }

    // ---- what a kind of socket defines -----------------------------------------------------------------------------

    abstract long bind(Task task, byte[] address);

    abstract long connect(Task task, byte[] address, int flags);

    long listen(Task task, int backlog) {
        return EOPNOTSUPP.result();
    }

    /** Takes a connection that has been made. @return 0 if {@link #accepted} has it, else as a call does */
    long accept(Task task) {
        return EOPNOTSUPP.result();
    }

    /** The connection that {@link #accept} has taken; the caller has the only reference. */
    Socket accepted() {
        throw new IllegalStateException("no connection was accepted");
    }

    abstract long shutdown(boolean receive, boolean send);

    /** Its own address. */
    abstract SocketAddress name();

    /** The address that it is connected to; null if it is not. */
    abstract SocketAddress peerName();

    /** The process at the other end, for SO_PEERCRED. */
    Sender peer() {
        return Sender.NONE;
    }

    boolean isListening() {
        return false;
    }

    abstract long send(Task task, UserBuffer from, Envelope envelope, int flags);

    abstract long receive(Task task, UserBuffer to, Envelope envelope, int flags);

    /** Goes through the queues that are reached by this socket alone. */
    void eachQueue(Consumer<ReceiveQueue> action) {
        action.accept(received);
    }

    /** Who can wake the tasks that wait here: those that have the other end open; if that is unknown, anyone. */
    private void findPartners(Task waiter, Wakers.Candidates found) {
        Socket partner = partner();
        if (partner == null) {
            found.anyone();
        } else {
            found.holders(file -> file == partner);
        }
    }

    /** The only socket that this one can get anything from; null if there may be others. */
    Socket partner() {
        return null;
    }

    // ---- as a file -------------------------------------------------------------------------------------------------

    /** All sockets are one: who is connected with whom does not matter. */
    @Override
    public Optional<Object> channel() {
        return Optional.of(Socket.class);
    }

    @Override
    public final long read(Task task, UserBuffer to) {
        long result = receive(task, to, plain.clear(), 0);
        network.inFlight().release(plain.rights);
        return result;
    }

    @Override
    public final long write(Task task, UserBuffer from) {
        plain.clear();
        plain.sender = senderOf(task);
        return send(task, from, plain, 0);
    }

    @Override
    public final boolean takesEmptyWrites() {
        return true;
    }

    @Override
    public long ioctl(Task task, IoctlRequest request, long argument) {
        if (request == IoctlRequest.SIOCATMARK) {
            return type == SocketType.SOCK_STREAM ? tell(task, argument, isAtMark() ? 1 : 0) : ENOTTY.result();
        }
        boolean asksUnread = request == IoctlRequest.FIONREAD;
        if (!asksUnread && request != IoctlRequest.TIOCOUTQ) {
            return network.loopback().ioctl(task, request, argument, family == AddressFamily.AF_INET);
        }
        return isListening() ? EINVAL.result() : tell(task, argument, asksUnread ? available() : unsent());
    }

    /** Whether the next byte is an urgent one. */
    boolean isAtMark() {
        return false;
    }

    private static long tell(Task task, long address, long number) {
        return task.memory().writeInt(address, (int) Math.min(number, Integer.MAX_VALUE)) ? 0 : EFAULT.result();
    }

    /** What has been sent and has not come to the other side (SIOCOUTQ, which is TIOCOUTQ): an IP packet comes at once. */
    private long unsent() {
        return family == AddressFamily.AF_UNIX ? held : 0;
    }

    /** Bytes that the next receive could get. */
    abstract long available();

    @Override
    protected final boolean tellsOwner() {
        return true;
    }

    @Override
    protected final boolean hasLackedRoom() {
        return lackedRoom;
    }

    @Override
    public List<WaitQueue> pollQueues(Task task) {
        return queues;
    }

    /** Whether there is so much to receive that a program is told of it. */
    boolean hasEnough() {
        return !received.isEmpty();
    }

    /** The events that mean the same for all sockets. */
    final int commonEvents() {
        int hangUp = receiveShut && sendShut ? (int) PollEvent.POLLHUP.value() : 0;
        int end = receiveShut ? PollEvent.READABLE | (int) PollEvent.POLLRDHUP.value() : 0;
        return hangUp | end | (hasError() ? (int) PollEvent.POLLERR.value() : 0) | (hasEnough() ? PollEvent.READABLE : 0);
    }

    @Override
    protected void referenceLost() {
        network.inFlight().referenceLost(this);
    }

    @Override
    protected void released() {
        reception.discardAll();
        network.discount();
    }

    @Override
    public final FileStatus status() {
        return new FileStatus(number, FileStatus.SOCKET | PERMISSIONS, 1, 0, 0, 0);
    }

    @Override
    public final String description() {
        return "socket:[" + number + "]";
    }

    // ---- waiting ---------------------------------------------------------------------------------------------------

    /** Whether a call may wait. */
    final boolean mayWait(int flags) {
        return !isNonBlocking() && !MessageFlag.MSG_DONTWAIT.in(flags);
    }

    /** Waits for a message, if the call may: in vain if none can come any more. */
    final long awaitMessage(Task task, int flags) {
        return receiveShut && mayWait(flags) ? 0 : awaitReadable(task, flags);
    }

    /** Bytes of a stream for which a receiver waits, if it may wait at all: all, or as many as SO_RCVLOWAT says. */
    final long least(UserBuffer to, int flags) {
        return MessageFlag.MSG_WAITALL.in(flags) ? to.remaining() : Math.min(to.remaining(), options.leastReceived());
    }

    /** Waits to receive or accept, if the call may. */
    final long awaitReadable(Task task, int flags) {
        return await(task, readable, flags, options.receiveTimeout(), EAGAIN);
    }

    /**
     * Waits, if the call may.
     *
     * @param timeout of the socket's in nanoseconds, or 0
     * @param late the error when it has passed
     */
    final long await(Task task, WaitQueue queue, int flags, long timeout, Errno late) {
        if (!mayWait(flags)) {
            return late.result();
        }
        if (timeout != 0) {
            if (!task.call().isRerun()) {
                task.call().setDeadline(network.now() + timeout);
            } else if (network.now() >= task.call().deadline()) {
                return late.result();
            }
            if (task.call().isInterrupted()) {
                return EINTR.result(); // is not restarted, or its timeout would begin from zero
            }
        }
        return task.waitOn(queue);
    }

    // ---- sending ---------------------------------------------------------------------------------------------------

    /** Whether more may be sent: that is as long as the buffer is not full, however much it is then. */
    final boolean hasRoom() {
        return noteRoom(held < options.sendBuffer());
    }

    /** Whether a program that waits for room is told that there is some. */
    final boolean hasSpace() {
        return noteRoom(held * 4 <= options.sendBuffer());
    }

    private boolean noteRoom(boolean hasSome) {
        lackedRoom |= !hasSome;
        return hasSome;
    }

    /** Whether there is room in the buffer of a receiver that answers for what it is sent itself. */
    final boolean hasReceiveRoom() {
        return held < options.receiveBuffer();
    }

    /** The number of bytes that may be sent before the buffer is full. */
    final int room() {
        return (int) (options.sendBuffer() - held);
    }

    /**
     * Puts bytes of a program's into the queue of a socket.
     *
     * @param source the address that the receiver is told; null for none
     * @return 0 or an error; then there is nothing in the queue
     */
    final long post(Socket to, UserBuffer from, int length, SocketAddress source, Envelope envelope) {
        boolean hasRights = !envelope.rights.isEmpty();
        if (hasRights && !network.inFlight().hasRoom(envelope.rights.size())) {
            return Errno.ETOOMANYREFS.result();
        }
        if (!network.mayHold(length + Segment.OVERHEAD)) {
            return ENOBUFS.result();
        }
        Segment segment = to.received.make(length);
        if (from.take(segment.bytes, 0, length) < length) {
            to.received.recycle(segment);
            return EFAULT.result();
        }
        segment.source = source;
        segment.sender = envelope.sender;
        segment.rights = hasRights ? List.copyOf(envelope.rights) : List.of();
        network.inFlight().depart(segment.rights, to);
        add(segment, to);
        return 0;
    }

    /** Puts a segment into a queue; this socket answers for its memory. */
    private void add(Segment segment, Socket to) {
        segment.origin = this;
        held += segment.charge();
        network.hold(segment.charge());
        to.received.add(segment);
        to.readable.wakeAll();
    }

    /** Puts bytes of the kernel's into the socket's own queue. @param source as in the other @return 0 or an error */
    final long post(byte[] message, SocketAddress source, Sender sender) {
        if (!network.mayHold(message.length + Segment.OVERHEAD)) {
            return ENOBUFS.result();
        }
        Segment segment = received.make(message.length);
        System.arraycopy(message, 0, segment.bytes, 0, message.length);
        segment.source = source;
        segment.sender = sender;
        segment.rights = List.of();
        add(segment, this);
        return 0;
    }

    /** Something that this socket has sent is held no longer. */
    final void settle(int charge) {
        held -= charge;
        network.hold(-charge);
        if (hasSpace()) {
            writable.wakeAll();
            lackedRoom = false;
        }
    }
}
