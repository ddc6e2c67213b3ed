package foal.kernel.net;

import static foal.kernel.syscall.Errno.EAGAIN;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.EMSGSIZE;
import static foal.kernel.syscall.Order.RECEIVE;
import static foal.kernel.syscall.Order.SEND;

import foal.kernel.memory.Struct;
import foal.kernel.memory.UserBuffer;
import foal.kernel.memory.UserMemory;
import foal.kernel.syscall.About;
import foal.kernel.syscall.Data;
import foal.kernel.syscall.Fd;
import foal.kernel.syscall.Flags;
import foal.kernel.syscall.In;
import foal.kernel.syscall.Out;
import foal.kernel.syscall.Result;
import foal.kernel.syscall.Syscall;
import foal.kernel.syscall.Topic;
import foal.kernel.task.Kept;
import foal.kernel.task.Processes;
import foal.kernel.task.Task;
import foal.kernel.time.Timers;
import foal.kernel.time.Timespec;

/** System calls that send and receive. */
@About(Topic.NETWORK)
public final class SocketMessageCalls {
    /** Bytes of {@code struct msghdr}, and where its members are. */
    private static final int MSGHDR = 56, NAME = 0, NAMELEN = 8, IOV = 16, IOVLEN = 24, CONTROL = 32, CONTROLLEN = 40, FLAGS = 48;

    /** Bytes of {@code struct mmsghdr}: a msghdr, and the bytes that were transferred. */
    private static final int MMSGHDR = 64;
    /** Messages that one call transfers at most (UIO_MAXIOV). */
    private static final int MOST_MESSAGES = 1024;

    private final Network network;
    private final Addresses addresses = new Addresses();
    private final Controls controls;
    private final Envelope envelope = new Envelope();
    private final UserBuffer buffer = new UserBuffer();
    private final Struct message = new Struct(MSGHDR);
    private final Struct iovec = new Struct(16);

    public SocketMessageCalls(Network network, Processes processes) {
        this.network = network;
        controls = new Controls(network, processes);
    }

    // ---- sending -----------------------------------------------------------------------------------------------------

    @Syscall(nr = 206, doc = "send to a socket", orders = SEND, differs = "TCP sends at once even with MSG_MORE or TCP_CORK. "
            + "On the host's network MSG_OOB fails with EOPNOTSUPP. "
            + "All sockets together hold 64 MiB at most: then it is ENOBUFS.")
    public long sendto(Task task, @Fd int sockfd, @In(value = Data.BYTES, length = "len") long buf, long len,
            @Flags(MessageFlag.class) int flags, @In(value = Data.SOCKADDR, length = "addrlen") long dest_addr, int addrlen) {
        if (!UserMemory.mayBeUsers(buf, bounded(len))) {
            return EFAULT.result();
        }
        Socket socket = SocketCalls.find(task, sockfd);
        if (socket == null) {
            return SocketCalls.noSocket(task, sockfd);
        }
        envelope.clear();
        if (dest_addr != 0) {
            long error = addresses.read(task, dest_addr, addrlen);
            if (error != 0) {
                return error;
            }
            envelope.to = addrlen == 0 ? null : addresses.given();
        }
        envelope.sender = socket.senderOf(task);
        return socket.send(task, buffer.reset(task.memory()).add(buf, bounded(len)), envelope, flags);
    }

    private static long bounded(long length) {
        return length < 0 ? UserBuffer.MOST_BYTES : Math.min(length, UserBuffer.MOST_BYTES);
    }

    @Syscall(nr = 211, doc = "send a message to a socket", orders = SEND)
    public long sendmsg(Task task, @Fd int sockfd, @In(Data.MSGHDR) long msg, @Flags(MessageFlag.class) int flags) {
        Socket socket = SocketCalls.find(task, sockfd);
        if (socket == null) {
            return SocketCalls.noSocket(task, sockfd);
        }
        return send(task, socket, msg, flags);
    }

    private long send(Task task, Socket socket, long msg, int flags) {
        long error = readHeader(task, msg);
        if (error != 0) {
            return error;
        }
        envelope.clear();
        envelope.sender = socket.senderOf(task);
        int nameLength = Math.min(message.getInt(NAMELEN), SocketAddress.MOST);
        if (message.getLong(NAME) != 0 && nameLength > 0) {
            error = addresses.read(task, message.getLong(NAME), nameLength);
            envelope.to = addresses.given();
        }
        if (error == 0) {
            error = gather(task);
        }
        if (error == 0 && message.getLong(CONTROL) != 0 && message.getLong(CONTROLLEN) != 0) {
            error = controls.read(task, message.getLong(CONTROL), message.getLong(CONTROLLEN),
                    socket.family(), envelope);
        }
        return error != 0 ? error : socket.send(task, buffer, envelope, flags);
    }

    /** Reads {@code struct msghdr}. @return 0 or an error */
    private long readHeader(Task task, long msg) {
        if (!task.memory().read(msg, message)) {
            return EFAULT.result();
        }
        return message.getInt(NAMELEN) < 0 ? EINVAL.result() : 0;
    }

    /** Puts the pieces that the message names into the buffer. @return 0 or an error */
    private long gather(Task task) {
        long count = message.getLong(IOVLEN);
        if (count < 0 || count > UserBuffer.MOST_PIECES) {
            return EMSGSIZE.result();
        }
        buffer.reset(task.memory());
        return buffer.addAll(task.memory(), message.getLong(IOV), (int) count);
    }

    // ---- receiving ---------------------------------------------------------------------------------------------------

    @Syscall(nr = 207, doc = "receive from a socket", orders = RECEIVE, differs = "MSG_ERRQUEUE finds nothing: EAGAIN.")
    public long recvfrom(Task task, @Fd int sockfd, @Out(value = Data.BYTES, length = "return") long buf, long len,
            @Flags(MessageFlag.class) int flags, @Out(value = Data.SOCKADDR, length = "addrlen") long src_addr,
            @Out(Data.SOCKLEN) long addrlen) {
        if (!UserMemory.mayBeUsers(buf, bounded(len))) {
            return EFAULT.result();
        }
        Socket socket = SocketCalls.find(task, sockfd);
        if (socket == null) {
            return SocketCalls.noSocket(task, sockfd);
        }
        long result = receive(task, socket, buffer.reset(task.memory()).add(buf, bounded(len)), flags);
        network.inFlight().release(envelope.rights);
        if (result < 0 || src_addr == 0) {
            return result;
        }
        long error = addresses.write(task, envelope.from, src_addr, addrlen);
        return error != 0 ? error : result;
    }

    private long receive(Task task, Socket socket, UserBuffer into, int flags) {
        envelope.clear();
        if (MessageFlag.MSG_ERRQUEUE.in(flags)) {
            return EAGAIN.result();
        }
        return socket.receive(task, into, envelope, flags);
    }

    @Syscall(nr = 212, doc = "receive a message from a socket", orders = RECEIVE)
    public long recvmsg(Task task, @Fd int sockfd, @Out(value = Data.MSGHDR, length = "return") long msg,
            @Flags(MessageFlag.class) int flags) {
        Socket socket = SocketCalls.find(task, sockfd);
        return socket == null ? SocketCalls.noSocket(task, sockfd) : receive(task, socket, msg, flags);
    }

    private long receive(Task task, Socket socket, long msg, int flags) {
        long error = readHeader(task, msg);
        if (error == 0) {
            error = gather(task);
        }
        if (error != 0) {
            return error;
        }
        long result = receive(task, socket, buffer, flags);
        if (result < 0) {
            network.inFlight().release(envelope.rights);
            return result;
        }
        return finish(task, socket, msg, flags, result);
    }

    /** Tells the program what came along with the bytes. */
    private long finish(Task task, Socket socket, long msg, int flags, long result) {
        long name = message.getLong(NAME);
        long error = name == 0 ? 0 : addresses.write(task, envelope.from, name, message.getInt(NAMELEN), msg + NAMELEN);
        if (error != 0) {
            network.inFlight().release(envelope.rights);
            return error;
        }
        boolean wantsSender = socket.options().passesCredentials() && socket.family() == AddressFamily.AF_UNIX;
        boolean closeOnExec = MessageFlag.MSG_CMSG_CLOEXEC.in(flags);
        long used = controls.write(task, envelope, message.getLong(CONTROL), message.getLong(CONTROLLEN), wantsSender, closeOnExec);
        int kept = flags & MessageFlag.MSG_CMSG_CLOEXEC.bit();
        boolean isWritten = task.memory().writeInt(msg + FLAGS, envelope.flags | kept)
                && task.memory().write(msg + CONTROLLEN, iovec.putLong(0, used), 8);
        return isWritten ? result : EFAULT.result();
    }

    // ---- several at once -----------------------------------------------------------------------------------------------

    /** Transfers the message at an address in the way of these flags. @return its bytes, an error, or that it must wait */
    private interface Transfer {
        long apply(long message, int flags);

        /** Whether a part of that message is left, so that the next may not be transferred. */
        default boolean isCutShort() {
            return false;
        }
    }

    /**
     * A call that waits in the middle of its messages.
     *
     * @param done how many have been transferred
     * @param end when no further one is begun
     * @param current what the transfer of the next one keeps
     */
    private record Batch(int done, long end, Kept current) implements Kept {
        @Override
        public void abandon() {
            current.abandon();
        }
    }

    @Syscall(nr = 269, doc = "send several messages to a socket", orders = SEND)
    public long sendmmsg(Task task, @Fd int sockfd, @Out(value = Data.MMSGHDRS, length = "return") long msgvec, int vlen,
            @Flags(MessageFlag.class) int flags) {
        Socket socket = SocketCalls.find(task, sockfd);
        if (socket == null) {
            return SocketCalls.noSocket(task, sockfd);
        }
        return each(task, msgvec, vlen, flags, Timers.NEVER, new Transfer() {
            @Override
            public long apply(long message, int how) {
                return send(task, socket, message, how);
            }

            @Override
            public boolean isCutShort() {
                return buffer.remaining() > 0;
            }
        });
    }

    @Syscall(nr = 243, doc = "receive several messages from a socket", orders = RECEIVE,
            differs = "What is left of the timeout is not written back.")
    public long recvmmsg(Task task, @Fd int sockfd, @Out(value = Data.MMSGHDRS, length = "return") long msgvec, int vlen,
            @Flags(MessageFlag.class) int flags, @In(Data.TIMESPEC) long timeout) {
        Socket socket = SocketCalls.find(task, sockfd);
        if (socket == null) {
            return SocketCalls.noSocket(task, sockfd);
        }
        long end = Timers.NEVER;
        if (timeout != 0 && !task.call().isRerun()) {
            if (!task.memory().read(timeout, iovec)) {
                return EFAULT.result();
            }
            long nanoseconds = Timespec.nanoseconds(iovec);
            if (nanoseconds == Timespec.INVALID) {
                return EINVAL.result();
            }
            end = Timespec.deadline(nanoseconds, network.now());
        }
        return each(task, msgvec, vlen, flags, end, (message, how) -> receive(task, socket, message, how));
    }

    /**
     * Transfers one message after the other. What ends it after the first is no error, but a smaller number.
     *
     * @param end when no further message is begun; it does not end the wait for one (recvmmsg(2))
     * @return how many messages, or an error
     */
    private long each(Task task, long vector, int count, int flags, long end, Transfer transfer) {
        Batch batch = task.call().take() instanceof Batch kept ? kept : new Batch(0, end, Kept.NOTHING);
        task.call().keep(batch.current);
        int done = batch.done;
        int most = count < 0 ? MOST_MESSAGES : Math.min(count, MOST_MESSAGES);
        while (done < most && (done == 0 || network.now() < batch.end)) {
            long message = vector + (long) MMSGHDR * done;
            boolean waitsNoLonger = done > 0 && MessageFlag.MSG_WAITFORONE.in(flags);
            long result = transfer.apply(message, waitsNoLonger ? flags | MessageFlag.MSG_DONTWAIT.bit() : flags);
            Kept current = task.call().take();
            if (result == Result.BLOCKED) {
                task.call().keep(new Batch(done, batch.end, current));
                return result;
            }
            current.abandon();
            if (result >= 0 && !task.memory().writeInt(message + MSGHDR, (int) result)) {
                result = EFAULT.result();
            }
            if (result < 0) {
                return done > 0 ? done : result;
            }
            done++;
            if (transfer.isCutShort()) {
                break; // else what is left of this message would be missing before the next
            }
        }
        return done;
    }
}
