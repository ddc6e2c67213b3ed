package foal.tools.net;

import foal.kernel.net.HostNetwork;
import foal.kernel.syscall.Errno;
import java.io.IOException;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;

/** A UDP socket. */
final class UdpEndpoint extends NioEndpoint {
    private final DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
    private SocketAddress sender;

    UdpEndpoint(NioNetwork network) throws IOException {
        super(network);
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.SO_BROADCAST, true); // the kernel looks at the guest's option
    }

    @Override
    SocketAddress local() throws IOException {
        return channel.getLocalAddress();
    }

    @Override
    SocketAddress remote() {
        return sender;
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
        return Errno.EOPNOTSUPP.result();
    }

    @Override
    public HostNetwork.Endpoint accept() {
        return null;
    }

    @Override
    public long connect(int host, int port) {
        return setPeer(host, port);
    }

    @Override
    public long finishConnect() {
        return 0;
    }

    @Override
    public long setPeer(int host, int port) {
        try {
            channel.disconnect();
            if (port != 0) {
                channel.connect(address(host, port));
            }
            return 0;
        } catch (IOException e) {
            return error(e);
        }
    }

    @Override
    public long read(byte[] into) {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(into);
            sender = channel.receive(buffer);
            return sender == null ? Errno.EAGAIN.result() : buffer.position();
        } catch (PortUnreachableException _) {
            return Errno.ECONNREFUSED.result();
        } catch (IOException e) {
            return error(e);
        }
    }

    @Override
    public long write(byte[] from, int length) {
        return Errno.EDESTADDRREQ.result();
    }

    @Override
    public long send(byte[] from, int length, int host, int port) {
        try {
            ByteBuffer message = ByteBuffer.wrap(from, 0, length);
            SocketAddress to = address(host, port);
            SocketAddress peer = channel.getRemoteAddress();
            if (peer != null && !peer.equals(to)) {
                return sendPast(peer, message, to);
            }
            int sent = channel.send(message, to);
            return sent == 0 && length > 0 ? Errno.EAGAIN.result() : length;
        } catch (PortUnreachableException _) {
            return Errno.ECONNREFUSED.result();
        } catch (IOException e) {
            return error(e);
        }
    }

    /** Sends to another than the peer, which Java lets only those do that have none. */
    private long sendPast(SocketAddress peer, ByteBuffer message, SocketAddress to) throws IOException {
        channel.disconnect();
        try {
            return channel.send(message, to);
        } finally {
            channel.connect(peer);
        }
    }

    @Override
    public void shutdown(boolean receive, boolean send) {
        // The guest's socket keeps it in mind: to the host it makes no difference.
    }

    @Override
    public void watch(boolean input, boolean output) {
        watch(channel, input ? SelectionKey.OP_READ : 0);
    }

    @Override
    public void close() {
        try {
            channel.close();
            network().selector().selectNow();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
