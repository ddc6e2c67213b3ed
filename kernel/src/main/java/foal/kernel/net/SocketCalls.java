package foal.kernel.net;

import static foal.kernel.syscall.Errno.EAFNOSUPPORT;
import static foal.kernel.syscall.Errno.EBADF;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.ENFILE;
import static foal.kernel.syscall.Errno.ENOTCONN;
import static foal.kernel.syscall.Errno.ENOTSOCK;
import static foal.kernel.syscall.Errno.EOPNOTSUPP;
import static foal.kernel.syscall.Errno.EPERM;
import static foal.kernel.syscall.Errno.EPROTONOSUPPORT;
import static foal.kernel.syscall.Errno.ESOCKTNOSUPPORT;

import foal.kernel.file.DescriptorTable;
import foal.kernel.file.OpenFile;
import foal.kernel.memory.Struct;
import foal.kernel.syscall.About;
import foal.kernel.syscall.ByCommand;
import foal.kernel.syscall.ByNumber;
import foal.kernel.syscall.Data;
import foal.kernel.syscall.Errno;
import foal.kernel.syscall.Fd;
import foal.kernel.syscall.Flags;
import foal.kernel.syscall.In;
import foal.kernel.syscall.OneOf;
import foal.kernel.syscall.Out;
import foal.kernel.syscall.Symbolic;
import foal.kernel.syscall.Syscall;
import foal.kernel.syscall.Topic;
import foal.kernel.task.Capability;
import foal.kernel.task.Task;
import java.util.Optional;

/** System calls that make sockets, name them and connect them. */
@About(Topic.NETWORK)
public final class SocketCalls {
    private final Network network;
    private final Addresses addresses = new Addresses();
    private final Struct pair = new Struct(8);

    public SocketCalls(Network network) {
        this.network = network;
    }

    /** What shutdown(2) ends. */
    public enum Direction implements Symbolic {
        SHUT_RD, SHUT_WR, SHUT_RDWR;

        @Override
        public long value() {
            return ordinal();
        }
    }

    private static final ByNumber<AddressFamily> FAMILIES = ByNumber.of(AddressFamily.class);
    private static final ByNumber<Direction> DIRECTIONS = ByNumber.of(Direction.class);

    /** The socket behind a descriptor; null if there is none, for which {@link #noSocket} has the reason. */
    static Socket find(Task task, int fd) {
        return DescriptorTable.of(task).get(fd).orElse(null) instanceof Socket socket ? socket : null;
    }

    /** Why a descriptor is no socket. */
    static long noSocket(Task task, int fd) {
        return DescriptorTable.of(task).get(fd).isEmpty() ? EBADF.result() : ENOTSOCK.result();
    }

    // ---- making them -------------------------------------------------------------------------------------------------

    @Syscall(nr = 198, doc = "make a socket",
            differs = "There are AF_UNIX, AF_INET without SOCK_RAW, which is EPROTONOSUPPORT even for root, and AF_NETLINK for nothing but the notices of mq_notify; "
                    + "other families fail with EAFNOSUPPORT.")
    public long socket(Task task, @OneOf(AddressFamily.class) int domain, @Flags(SocketType.class) int type,
            @ByCommand("domain") int protocol) {
        Errno error = refusal(task, domain, type, protocol);
        if (error != null) {
            return error.result();
        }
        Socket made = make(domain, type);
        if (made == null) {
            return ENFILE.result();
        }
        return DescriptorTable.of(task).add(made, SocketType.SOCK_CLOEXEC.in(type));
    }

    @Syscall(nr = 199, doc = "make two connected sockets")
    public long socketpair(Task task, @OneOf(AddressFamily.class) int domain, @Flags(SocketType.class) int type,
            @ByCommand("domain") int protocol, @Out(Data.INT_PAIR) long sv) {
        Errno error = refusal(task, domain, type, protocol);
        if (error == null && domain != AddressFamily.AF_UNIX.value()) {
            error = EOPNOTSUPP;
        }
        if (error == null && !network.hasRoomForSockets(2)) {
            error = ENFILE;
        }
        if (error != null) {
            return error.result();
        }
        Socket first = make(domain, type);
        Socket second = make(domain, type);
        switch (first) {
            case UnixConnection connection -> connection.pair((UnixConnection) second, task);
            case UnixDatagram datagram -> datagram.pair((UnixDatagram) second, task);
            default -> throw new IllegalStateException("sockets of this kind cannot be paired");
        }
        return install(task, first, second, SocketType.SOCK_CLOEXEC.in(type), sv);
    }

    private long install(Task task, OpenFile first, OpenFile second, boolean closeOnExec, long sv) {
        DescriptorTable table = DescriptorTable.of(task);
        int firstFd = table.add(first, closeOnExec);
        if (firstFd < 0) {
            second.release();
            return firstFd;
        }
        int secondFd = table.add(second, closeOnExec);
        if (secondFd < 0) {
            table.close(firstFd);
            return secondFd;
        }
        if (!task.memory().write(sv, pair.putInt(0, firstFd).putInt(4, secondFd))) {
            table.close(firstFd);
            table.close(secondFd);
            return EFAULT.result();
        }
        return 0;
    }

    /** Why there cannot be such a socket; null if there can. */
    private Errno refusal(Task task, int domain, int typeAndFlags, int protocol) {
        int type = typeAndFlags & SocketType.MASK;
        if ((typeAndFlags & ~SocketType.MASK & ~SocketType.FLAGS) != 0) {
            return EINVAL;
        }
        if (domain < 0 || domain >= AddressFamily.MOST) {
            return EAFNOSUPPORT;
        }
        if (type >= SocketType.MOST) {
            return EINVAL;
        }
        if (!network.hasRoomForSockets(1)) {
            return ENFILE;
        }
        Optional<AddressFamily> family = FAMILIES.find(domain);
        return family.isEmpty() ? EAFNOSUPPORT : switch (family.get()) {
            case AF_UNIX -> protocol != 0 && protocol != AddressFamily.AF_UNIX.value() ? EPROTONOSUPPORT : refusalOfUnix(type);
            case AF_INET -> protocol < 0 || protocol >= IpProtocol.MOST ? EINVAL : refusalOfInet(task, type, protocol);
            case AF_NETLINK -> type != SocketType.SOCK_RAW.value() && type != SocketType.SOCK_DGRAM.value() ? ESOCKTNOSUPPORT
                    : protocol != 0 ? EPROTONOSUPPORT : null;
            default -> EAFNOSUPPORT;
        };
    }

    private static Errno refusalOfUnix(int type) {
        return type == SocketType.SOCK_STREAM.value() || type == SocketType.SOCK_DGRAM.value()
                || type == SocketType.SOCK_RAW.value() || type == SocketType.SOCK_SEQPACKET.value() ? null : ESOCKTNOSUPPORT;
    }

    private static Errno refusalOfInet(Task task, int type, int protocol) {
        IpProtocol own;
        if (type == SocketType.SOCK_STREAM.value()) {
            own = IpProtocol.IPPROTO_TCP;
        } else if (type == SocketType.SOCK_DGRAM.value()) {
            own = IpProtocol.IPPROTO_UDP;
        } else if (type == SocketType.SOCK_RAW.value()) {
            boolean isForbidden = protocol != 0 && !task.process().credentials().has(Capability.CAP_NET_RAW);
            return isForbidden ? EPERM : EPROTONOSUPPORT;
        } else {
            return ESOCKTNOSUPPORT;
        }
        return protocol == 0 || protocol == own.value() ? null : EPROTONOSUPPORT;
    }

    /** A new socket; null if the host has no room for it. */
    private Socket make(int domain, int type) {
        boolean isStream = SocketType.SOCK_STREAM.in(type);
        if (domain == AddressFamily.AF_NETLINK.value()) {
            return new NetlinkSocket(network, SocketType.SOCK_RAW.in(type) ? SocketType.SOCK_RAW : SocketType.SOCK_DGRAM, type);
        }
        if (domain == AddressFamily.AF_INET.value() && network.usesHost()) {
            return network.makeOnHost(isStream, type);
        }
        if (domain == AddressFamily.AF_INET.value()) {
            return isStream ? new TcpSocket(network, type) : new UdpSocket(network, type);
        }
        return isStream ? new UnixConnection(network, SocketType.SOCK_STREAM, type)
                : SocketType.SOCK_SEQPACKET.in(type) ? new UnixConnection(network, SocketType.SOCK_SEQPACKET, type)
                : new UnixDatagram(network, type); // SOCK_RAW is another word for it
    }

    // ---- names and connections -----------------------------------------------------------------------------------------

    @Syscall(nr = 200, doc = "give a socket an address",
            differs = "A TCP port is free as soon as its sockets are closed: nothing stays in TIME_WAIT.")
    public long bind(Task task, @Fd int sockfd, @In(value = Data.SOCKADDR, length = "addrlen") long addr, int addrlen) {
        Socket socket = find(task, sockfd);
        if (socket == null) {
            return noSocket(task, sockfd);
        }
        long error = addresses.read(task, addr, addrlen);
        return error != 0 ? error : socket.bind(task, addresses.given());
    }

    @Syscall(nr = 201, doc = "let a socket be connected to")
    public long listen(Task task, @Fd int sockfd, int backlog) {
        Socket socket = find(task, sockfd);
        return socket == null ? noSocket(task, sockfd) : socket.listen(task, backlog);
    }

    @Syscall(nr = 202, doc = "accept a connection")
    public long accept(Task task, @Fd int sockfd, @Out(value = Data.SOCKADDR, length = "addrlen") long addr,
            @Out(Data.SOCKLEN) long addrlen) {
        return accept4(task, sockfd, addr, addrlen, 0);
    }

    @Syscall(nr = 242, doc = "accept a connection")
    public long accept4(Task task, @Fd int sockfd, @Out(value = Data.SOCKADDR, length = "addrlen") long addr,
            @Out(Data.SOCKLEN) long addrlen, @Flags(value = SocketType.class, bitsOnly = true) int flags) {
        if ((flags & ~SocketType.FLAGS) != 0) {
            return EINVAL.result();
        }
        Socket socket = find(task, sockfd);
        if (socket == null) {
            return noSocket(task, sockfd);
        }
        DescriptorTable table = DescriptorTable.of(task);
        int free = table.lowestFree(0);
        if (free < 0) {
            return free;
        }
        long result = socket.accept(task);
        if (result != 0) {
            return result;
        }
        Socket accepted = socket.accepted();
        accepted.setNonBlocking(SocketType.SOCK_NONBLOCK.in(flags));
        long error = addr == 0 ? 0 : addresses.write(task, accepted.peerName(), addr, addrlen);
        if (error != 0) {
            accepted.release();
            return error;
        }
        return table.add(accepted, SocketType.SOCK_CLOEXEC.in(flags));
    }

    @Syscall(nr = 203, doc = "connect a socket to an address",
            differs = "Without --net host only addresses of the machine itself can be reached. Where the backlog of such a "
                    + "socket is full, the call waits for room, however long that takes.")
    public long connect(Task task, @Fd int sockfd, @In(value = Data.SOCKADDR, length = "addrlen") long addr, int addrlen) {
        Socket socket = find(task, sockfd);
        if (socket == null) {
            return noSocket(task, sockfd);
        }
        long error = addresses.read(task, addr, addrlen);
        return error != 0 ? error : socket.connect(task, addresses.given(), 0);
    }

    @Syscall(nr = 204, doc = "get a socket's address")
    public long getsockname(Task task, @Fd int sockfd, @Out(value = Data.SOCKADDR, length = "addrlen") long addr,
            @Out(Data.SOCKLEN) long addrlen) {
        Socket socket = find(task, sockfd);
        return socket == null ? noSocket(task, sockfd) : addresses.write(task, socket.name(), addr, addrlen);
    }

    @Syscall(nr = 205, doc = "get the address that a socket is connected to")
    public long getpeername(Task task, @Fd int sockfd, @Out(value = Data.SOCKADDR, length = "addrlen") long addr,
            @Out(Data.SOCKLEN) long addrlen) {
        Socket socket = find(task, sockfd);
        if (socket == null) {
            return noSocket(task, sockfd);
        }
        SocketAddress peer = socket.peerName();
        return peer == null ? ENOTCONN.result() : addresses.write(task, peer, addr, addrlen);
    }

    @Syscall(nr = 210, doc = "end a connection in one direction or both")
    public long shutdown(Task task, @Fd int sockfd, @OneOf(Direction.class) int how) {
        Socket socket = find(task, sockfd);
        if (socket == null) {
            return noSocket(task, sockfd);
        }
        Optional<Direction> direction = DIRECTIONS.find(how);
        return direction.isEmpty() ? EINVAL.result()
                : socket.shutdown(direction.get() != Direction.SHUT_WR, direction.get() != Direction.SHUT_RD);
    }
}
