package foal.kernel.outside;

import foal.kernel.net.HostNetwork;
import foal.kernel.outside.Journal.Answer;
import foal.kernel.outside.Journal.Topic;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The host's network, of which everything that the machine sees comes through a journal. */
public final class JournaledNetwork implements HostNetwork {
    private final Journal journal;
    private final Optional<HostNetwork> live;

    /** @param live the network; empty if the journal gives again what was written down */
    public JournaledNetwork(Journal journal, Optional<HostNetwork> live) {
        this.journal = journal;
        this.live = live;
    }

    private long number(LongSupplier source) {
        return journal.askSafely(Topic.SOCKET, () -> Answer.of(source.getAsLong())).number();
    }

    @Override
    public Endpoint open(boolean isStream) {
        Socket socket = new Socket();
        return socket.exists(() -> live.orElseThrow().open(isStream)) ? socket : null;
    }

    @Override
    public boolean poll() {
        return journal.happened(Topic.NETWORK_IS_READY, () -> live.orElseThrow().poll());
    }

    @Override
    public void await(long nanoseconds) {
        live.ifPresent(it -> it.await(nanoseconds));
    }

    @Override
    public void wakeUp() {
        live.ifPresent(HostNetwork::wakeUp);
    }

    @Override
    public void close() {
        live.ifPresent(HostNetwork::close);
    }

    /** A socket, which may be none of the host's any more. */
    private final class Socket implements Endpoint {
        private Endpoint endpoint; // only while the world is there

        /** Makes the socket. @return whether that was possible */
        boolean exists(Supplier<Endpoint> maker) {
            return number(() -> {
                endpoint = maker.get();
                return endpoint == null ? 0 : 1;
            }) != 0;
        }

        @Override
        public long bind(int host, int port, boolean reuse) {
            return number(() -> endpoint.bind(host, port, reuse));
        }

        @Override
        public long listen(int backlog, boolean reuse) {
            return number(() -> endpoint.listen(backlog, reuse));
        }

        @Override
        public Endpoint accept() {
            Socket socket = new Socket();
            return socket.exists(() -> endpoint.accept()) ? socket : null;
        }

        @Override
        public long connect(int host, int port) {
            return number(() -> endpoint.connect(host, port));
        }

        @Override
        public long finishConnect() {
            return number(() -> endpoint.finishConnect());
        }

        @Override
        public long setPeer(int host, int port) {
            return number(() -> endpoint.setPeer(host, port));
        }

        @Override
        public long read(byte[] into) {
            Answer answer = journal.askSafely(Topic.SOCKET_BYTES, () -> {
                long count = endpoint.read(into);
                return count > 0 ? new Answer(count, Arrays.copyOf(into, (int) count)) : Answer.of(count);
            });
            System.arraycopy(answer.bytes(), 0, into, 0, Math.min(into.length, answer.bytes().length));
            return answer.number();
        }

        @Override
        public long write(byte[] from, int length) {
            return number(() -> endpoint.write(from, length));
        }

        @Override
        public long send(byte[] from, int length, int host, int port) {
            return number(() -> endpoint.send(from, length, host, port));
        }

        @Override
        public void shutdown(boolean receive, boolean send) {
            if (journal.isLive()) {
                endpoint.shutdown(receive, send);
            }
        }

        @Override
        public int localHost() {
            return (int) number(() -> endpoint.localHost());
        }

        @Override
        public int localPort() {
            return (int) number(() -> endpoint.localPort());
        }

        @Override
        public int remoteHost() {
            return (int) number(() -> endpoint.remoteHost());
        }

        @Override
        public int remotePort() {
            return (int) number(() -> endpoint.remotePort());
        }

        @Override
        public void watch(boolean input, boolean output) {
            if (journal.isLive()) {
                endpoint.watch(input, output);
            }
        }

        @Override
        public void close() {
            if (journal.isLive()) {
                endpoint.close();
            }
        }
    }
}
