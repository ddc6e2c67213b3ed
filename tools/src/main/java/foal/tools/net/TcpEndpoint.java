package foal.tools.net;

import foal.kernel.net.HostNetwork;
import foal.kernel.syscall.Errno;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * A TCP socket. Until the guest says that it listens, nobody knows which of Java's two kinds it needs: it begins as one that
 * connects, and if it listens another takes over its address.
 */
final class TcpEndpoint extends NioEndpoint {
    private SocketChannel channel;
    private ServerSocketChannel server;

    TcpEndpoint(NioNetwork network) throws IOException {
        super(network);
        channel = newChannel();
    }

    private TcpEndpoint(NioNetwork network, SocketChannel accepted) throws IOException {
        super(network);
        accepted.configureBlocking(false);
        accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel = accepted;
    }

    private static SocketChannel newChannel() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.INET);
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return channel;
    }

    @Override
    SocketAddress local() throws IOException {
        return server != null ? server.getLocalAddress() : channel.getLocalAddress();
    }

    @Override
    SocketAddress remote() throws IOException {
        return channel.getRemoteAddress();
    }

    @Override
    public long bind(int host, int port, boolean reuse) {
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, reuse);
            channel.bind(address(host, port));
            return 0;
        } catch (IOException e) {
            return error(e);
        }
    }

    @Override
    public long listen(int backlog, boolean reuse) {
        try {
            SocketAddress place = channel.getLocalAddress() == null ? new InetSocketAddress("0.0.0.0", 0) : channel.getLocalAddress();
            ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.INET);
            channel.close();
            listener.configureBlocking(false);
            listener.setOption(StandardSocketOptions.SO_REUSEADDR, reuse);
            server = listener;
            listener.bind(place, Math.max(1, backlog));
            return 0;
        } catch (IOException e) {
            return error(e);
        }
    }

    @Override
    public HostNetwork.Endpoint accept() {
        try {
            SocketChannel accepted = server.accept();
            return accepted == null ? null : new TcpEndpoint(network(), accepted);
        } catch (IOException _) {
            return null; // who has connected is gone again
        }
    }

    @Override
    public long connect(int host, int port) {
        try {
            return channel.connect(address(host, port)) ? 0 : Errno.EINPROGRESS.result();
        } catch (IOException e) {
            return failed(e);
        }
    }

    @Override
    public long finishConnect() {
        try {
            return channel.finishConnect() ? 0 : Errno.EINPROGRESS.result();
        } catch (IOException e) {
            return failed(e);
        }
    }

    /** Java closes a channel that could not connect; the guest may try again. */
    private long failed(IOException e) {
        try {
            channel.close();
            channel = newChannel();
        } catch (IOException other) {
            return error(other);
        }
        return error(e);
    }

    @Override
    public long setPeer(int host, int port) {
        throw new IllegalStateException("of UDP only");
    }

    @Override
    public long read(byte[] into) {
        try {
            int read = channel.read(ByteBuffer.wrap(into));
            return read > 0 ? read : read < 0 ? 0 : Errno.EAGAIN.result();
        } catch (IOException e) {
            return error(e);
        }
    }

    @Override
    public long write(byte[] from, int length) {
        try {
            int written = channel.write(ByteBuffer.wrap(from, 0, length));
            return written > 0 ? written : Errno.EAGAIN.result();
        } catch (IOException e) {
            return error(e);
        }
    }

    @Override
    public long send(byte[] from, int length, int host, int port) {
        throw new IllegalStateException("of UDP only");
    }

    @Override
    public void shutdown(boolean receive, boolean send) {
        try {
            if (receive) {
                channel.shutdownInput();
            }
            if (send) {
                channel.shutdownOutput();
            }
        } catch (IOException _) {
            // the other end was quicker: the connection is over
        }
    }

    @Override
    public void watch(boolean input, boolean output) {
        if (server != null) {
            watch(server, input ? SelectionKey.OP_ACCEPT : 0);
            return;
        }
        int outputOperation = channel.isConnectionPending() ? SelectionKey.OP_CONNECT : SelectionKey.OP_WRITE;
        watch(channel, (input ? SelectionKey.OP_READ : 0) | (output ? outputOperation : 0));
    }

    @Override
    public void close() {
        try {
            channel.close();
            if (server != null) {
                server.close();
            }
            network().selector().selectNow(); // only then the host's socket is given back
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
