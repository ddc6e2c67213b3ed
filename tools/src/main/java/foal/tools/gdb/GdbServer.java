package foal.tools.gdb;

import foal.kernel.debug.DebugControl;
import foal.kernel.debug.Debugger;
import foal.kernel.debug.Stop;
import foal.tools.cli.ExitCode;
import foal.tools.cli.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Optional;
import java.util.function.Consumer;

/** Waits for one client, at a port of this host that others cannot reach, and lets it watch a run. */
public final class GdbServer implements Debugger, AutoCloseable {
    private static final int PATIENCE_MILLIS = 100;
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private final ServerSocket listener;
    private final Consumer<String> user;
    private Optional<Connection> connection = Optional.empty();
    private Optional<Session> session = Optional.empty();

    private GdbServer(ServerSocket listener, Consumer<String> user) {
        this.listener = listener;
        this.user = user;
    }

    /**
     * Opens a port.
     *
     * @param port 0 for any that is free
     * @param user is told, a line at a time
     * @throws Failure if it is in use
     */
    public static GdbServer open(int port, Consumer<String> user) throws Failure {
        try {
            ServerSocket listener = new ServerSocket();
            listener.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), 1);
            listener.setSoTimeout(PATIENCE_MILLIS);
            return new GdbServer(listener, user);
        } catch (IOException e) {
            throw new Failure(ExitCode.FAILED, "gdb: cannot listen on 127.0.0.1:" + port + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void stopped(DebugControl control, Stop stop) {
        if (stop instanceof Stop.Begun) {
            await(control);
        }
        if (session.isPresent()) {
            session.get().stopped(control, stop);
        } else {
            control.detach();
        }
    }

    /** Waits until there is a client, or the run is to be ended. */
    private void await(DebugControl control) {
        user.accept("gdb: listening on 127.0.0.1:" + listener.getLocalPort() + "; in gdb: target remote :" + listener.getLocalPort());
        while (session.isEmpty() && !control.isStopping()) {
            try {
                Socket socket = listener.accept();
                listener.close();
                connection = Optional.of(new Connection(socket, control::interrupt));
                session = connection.map(Session::new);
            } catch (SocketTimeoutException _) {
                // Nobody yet.
            } catch (IOException e) {
                user.accept("gdb: the client cannot be reached: " + e.getMessage());
                return;
            }
        }
    }

    @Override
    public boolean wants(DebugControl control, Stop stop) {
        return stop instanceof Stop.Begun || session.isPresent() && session.get().wants(control, stop);
    }

    @Override
    public void close() {
        connection.ifPresent(Connection::close);
        try {
            listener.close();
        } catch (IOException e) {
            throw new IllegalStateException(e); // it is a socket
        }
    }
}
