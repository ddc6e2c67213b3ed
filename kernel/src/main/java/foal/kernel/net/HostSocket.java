package foal.kernel.net;

import static foal.kernel.syscall.Errno.EAGAIN;
import static foal.kernel.syscall.Errno.EAFNOSUPPORT;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;

import foal.kernel.memory.ByteSource;
import foal.kernel.memory.UserBuffer;
import foal.kernel.syscall.Errno;
import foal.kernel.task.Task;

/**
 * A socket of the family AF_INET that stands for one of the host's. What comes from there is put into the receive queue as
 * room permits, in the kernel's loop and when a program looks for it; what is sent goes there at once.
 *
 * <p>Invariant: the endpoint is watched for what would change the socket, and for nothing else.
 */
abstract class HostSocket extends Socket {
    private static final int MOST_PIECE = 65536;

    private final HostNetwork.Endpoint endpoint;
    private final byte[] piece = new byte[MOST_PIECE];
    private final UserBuffer arrived = new UserBuffer();
    private final Envelope plain = new Envelope();

    HostSocket(Network network, SocketType type, IpProtocol protocol, int flags, HostNetwork.Endpoint endpoint) {
        super(network, AddressFamily.AF_INET, type, (int) protocol.value(), flags);
        this.endpoint = endpoint;
        network.hostSockets().add(this);
    }

    final HostNetwork.Endpoint endpoint() {
        return endpoint;
    }

    /** Something may have happened on the host: takes what there is, and wakes who waits for it. */
    abstract void pump();

    /** Says what is to be watched from now on. */
    abstract void watch();

    @Override
    final long bind(Task task, byte[] address) {
        long error = check(address);
        if (error != 0 || endpoint.localPort() != 0) {
            return error != 0 ? error : EINVAL.result();
        }
        InetAddress wanted = InetAddress.of(address);
        return endpoint.bind(wanted.host(), wanted.port(), options().isSet(SocketOption.SO_REUSEADDR));
    }

    /** Whether an address that a program has given is one. @return 0 or an error */
    static long check(byte[] address) {
        if (address.length < InetAddress.SIZE) {
            return EINVAL.result();
        }
        return SocketAddress.family(address) == AddressFamily.AF_INET.value() ? 0 : EAFNOSUPPORT.result();
    }

    @Override
    final SocketAddress name() {
        return new InetAddress(endpoint.localHost(), endpoint.localPort());
    }

    final InetAddress remote() {
        return new InetAddress(endpoint.remoteHost(), endpoint.remotePort());
    }

    /** Puts what the host has received into the queue. @return what the last attempt to read came to */
    final long fill() {
        long read = EAGAIN.result();
        while (hasReceiveRoom()) {
            read = endpoint.read(piece);
            boolean isData = read > 0 || read == 0 && type() == SocketType.SOCK_DGRAM;
            if (!isData) {
                return read;
            }
            UserBuffer bytes = arrived.resetTo(new HostBytes(piece)).add(0, read);
            if (post(this, bytes, (int) read, type() == SocketType.SOCK_DGRAM ? remote() : null, plain.clear()) != 0) {
                return Errno.ENOBUFS.result();
            }
        }
        return EAGAIN.result();
    }

    /** Takes the next bytes that a program sends. @return an array that is used again, with so many at its beginning as fit */
    final byte[] take(UserBuffer from, int length) {
        return from.take(piece, 0, length) == length ? piece : null;
    }

    /** How many bytes can be sent at a time. */
    final int pieceSize(UserBuffer from) {
        return (int) Math.min(from.remaining(), MOST_PIECE);
    }

    static long badAddress() {
        return EFAULT.result();
    }

    @Override
    protected void released() {
        network().hostSockets().remove(this);
        endpoint.close();
        super.released();
    }

    /** Bytes that have come from the host. */
    private record HostBytes(byte[] bytes) implements ByteSource {
        @Override
        public int read(long address, byte[] into, int offset, int length) {
            System.arraycopy(bytes, (int) address, into, offset, length);
            return length;
        }

        @Override
        public int readTo(long address, long destination, int length) {
            return 0; // it goes into a queue, not into a frame
        }
    }
}
