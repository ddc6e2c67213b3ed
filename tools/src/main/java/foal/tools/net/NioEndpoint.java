package foal.tools.net;

import foal.kernel.net.HostNetwork;
import foal.kernel.syscall.Errno;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.util.Locale;
import java.util.Map;

/** What endpoints of both kinds have in common. */
abstract class NioEndpoint implements HostNetwork.Endpoint {
    private static final InetSocketAddress NONE = new InetSocketAddress(0);

    /** What the host's errors are called in the messages of exceptions. */
    private static final Map<String, Errno> ERRORS = Map.of("address already in use", Errno.EADDRINUSE,
            "cannot assign requested address", Errno.EADDRNOTAVAIL, "permission denied", Errno.EACCES,
            "connection refused", Errno.ECONNREFUSED, "network is unreachable", Errno.ENETUNREACH,
            "no route to host", Errno.EHOSTUNREACH, "broken pipe", Errno.EPIPE, "timed out", Errno.ETIMEDOUT,
            "too many open files", Errno.ENFILE);

    private final NioNetwork network;

    NioEndpoint(NioNetwork network) {
        this.network = network;
    }

    final NioNetwork network() {
        return network;
    }

    /** The error of a system call that the host has refused. */
    static long error(IOException e) {
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return ERRORS.entrySet().stream().filter(entry -> message.contains(entry.getKey())).findFirst()
                .map(Map.Entry::getValue).orElse(Errno.ECONNRESET).result();
    }

    static InetSocketAddress address(int host, int port) {
        byte[] bytes = {(byte) (host >> 24), (byte) (host >> 16), (byte) (host >> 8), (byte) host};
        try {
            return new InetSocketAddress(InetAddress.getByAddress(bytes), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // four bytes are an address
        }
    }

    /** A socket that it can ask for its addresses. */
    abstract SocketAddress local() throws IOException;

    abstract SocketAddress remote() throws IOException;

    /** An operation that asks a channel for an address. */
    private interface Asked {
        SocketAddress get() throws IOException;
    }

    private static InetSocketAddress ask(Asked asked) {
        try {
            return asked.get() instanceof InetSocketAddress address ? address : NONE;
        } catch (IOException _) {
            return NONE; // it is closed
        }
    }

    private static int number(InetSocketAddress address) {
        byte[] bytes = address.getAddress().getAddress();
        return bytes.length != 4 ? 0 : bytes[0] << 24 | (bytes[1] & 0xff) << 16 | (bytes[2] & 0xff) << 8 | bytes[3] & 0xff;
    }

    @Override
    public final int localHost() {
        return number(ask(this::local));
    }

    @Override
    public final int localPort() {
        return ask(this::local).getPort();
    }

    @Override
    public final int remoteHost() {
        return number(ask(this::remote));
    }

    @Override
    public final int remotePort() {
        return ask(this::remote).getPort();
    }

    /** Has a channel selected for these operations. */
    final void watch(SelectableChannel channel, int operations) {
        if (!channel.isOpen()) {
            return;
        }
        SelectionKey key = channel.keyFor(network.selector());
        try {
            if (key == null) {
                channel.register(network.selector(), operations);
            } else if (key.interestOps() != operations) {
                key.interestOps(operations);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e); // it is open
        }
    }
}
