package foal.tools.net;

import foal.kernel.net.HostNetwork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;

/** The network of this host. */
public final class NioNetwork implements HostNetwork {
    private static final long LONGEST_WAIT = TimeUnit.DAYS.toMillis(1);

    private final Selector selector;

    /** @throws IOException if the host has no room for it */
    public NioNetwork() throws IOException {
        selector = Selector.open();
    }

    Selector selector() {
        return selector;
    }

    @Override
    public Endpoint open(boolean isStream) {
        try {
            return isStream ? new TcpEndpoint(this) : new UdpEndpoint(this);
        } catch (IOException _) {
            return null;
        }
    }

    @Override
    public boolean poll() {
        try {
            return selected(selector.selectNow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void await(long nanoseconds) {
        try {
            long millis = Math.min(TimeUnit.NANOSECONDS.toMillis(nanoseconds - 1) + 1, LONGEST_WAIT);
            selected(selector.select(Math.max(1, millis)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is ready is found out by trying. */
    private boolean selected(int count) {
        selector.selectedKeys().clear();
        return count > 0;
    }

    @Override
    public void wakeUp() {
        selector.wakeup();
    }

    @Override
    public void close() {
        try {
            for (SelectionKey key : new ArrayList<>(selector.keys())) {
                key.channel().close();
            }
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
