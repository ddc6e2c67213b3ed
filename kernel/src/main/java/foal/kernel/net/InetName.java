package foal.kernel.net;

import foal.kernel.syscall.Errno;
import foal.kernel.task.Capability;
import foal.kernel.task.Task;

/** The address that a socket of the family AF_INET is bound to, if it is. */
final class InetName {
    private final Socket owner;
    private final Ports ports;
    private InetAddress local = InetAddress.NONE;
    private boolean isListening;

    InetName(Socket owner, Ports ports) {
        this.owner = owner;
        this.ports = ports;
    }

    Socket owner() {
        return owner;
    }

    InetAddress local() {
        return local;
    }

    void setLocal(InetAddress address) {
        local = address;
    }

    boolean isBound() {
        return local.port() != 0;
    }

    /** A listener shares its port with no other. */
    void setListening(boolean listening) {
        isListening = listening;
    }

    long bind(Task task, byte[] given) {
        if (given.length < InetAddress.SIZE) {
            return Errno.EINVAL.result();
        }
        InetAddress wanted = InetAddress.of(given);
        int family = SocketAddress.family(given);
        boolean isAny = family == AddressFamily.AF_UNSPEC.value() && wanted.host() == InetAddress.ANY;
        if (family != AddressFamily.AF_INET.value() && !isAny) {
            return Errno.EAFNOSUPPORT.result();
        }
        if (!wanted.isLocal()) {
            return Errno.EADDRNOTAVAIL.result();
        }
        boolean isReserved = wanted.port() > 0 && wanted.port() < Ports.FIRST_UNPRIVILEGED;
        if (isReserved && !task.process().credentials().has(Capability.CAP_NET_BIND_SERVICE)) {
            return Errno.EACCES.result();
        }
        if (isBound()) {
            return Errno.EINVAL.result();
        }
        Errno error = ports.bind(this, wanted);
        return error == null ? 0 : error.result();
    }

    /** Binds to a port of the kernel's choice, unless it is bound. */
    long bindToAny() {
        Errno error = isBound() ? null : ports.bind(this, local);
        return error == null ? 0 : Errno.EAGAIN.result();
    }

    /** Whether another name cannot be bound to this one's port. @param mayShare whether the two may agree to share it */
    boolean isInTheWayOf(InetName other, int host, boolean mayShare) {
        boolean overlaps = local.host() == InetAddress.ANY || host == InetAddress.ANY || local.host() == host;
        boolean bothReuse = owner.options().isSet(SocketOption.SO_REUSEADDR)
                && other.owner.options().isSet(SocketOption.SO_REUSEADDR) && !isListening && !other.isListening;
        boolean bothShare = owner.options().isSet(SocketOption.SO_REUSEPORT)
                && other.owner.options().isSet(SocketOption.SO_REUSEPORT);
        return overlaps && !(mayShare && (bothReuse || bothShare));
    }

    /** Whether a socket with this name is to be found at an address. @return 2 if by its own, 1 if by any, 0 if not */
    int matches(InetAddress address) {
        return local.host() == address.host() ? 2 : local.host() == InetAddress.ANY ? 1 : 0;
    }

    /** Whether no other socket listens at the same address, or it has agreed to share it. */
    boolean mayListen() {
        boolean mayShare = owner.options().isSet(SocketOption.SO_REUSEPORT);
        return ports.at(local.port()).stream().noneMatch(other -> other != this && other.isListening
                && (matches(other.local) > 0 || other.matches(local) > 0)
                && !(mayShare && other.owner.options().isSet(SocketOption.SO_REUSEPORT)));
    }

    boolean isListening() {
        return isListening;
    }

    /** Chooses one of the machine's addresses: there is to be a connection. */
    void makeDefinite() {
        local = local.definite();
    }

    /** Whether some socket with this very name is connected to an address. */
    boolean isConnectedTo(InetAddress address) {
        return ports.at(local.port()).stream().anyMatch(other -> other != this && other.local.equals(local)
                && address.equals(other.owner.peerName()));
    }

    /** Gives up the port. */
    void release() {
        if (isBound()) {
            ports.unbind(this);
            local = InetAddress.NONE;
        }
    }
}
