package foal.kernel.net;

import foal.kernel.syscall.Errno;
import java.util.HashMap;
import java.util.Map;

/** The names of sockets of the family AF_UNIX that are no files: abstract ones (unix(7)). */
final class UnixNames {
    /** Names that can be made up: five hexadecimal digits. */
    private static final int MOST_MADE_UP = 1 << 20;

    private final Map<String, Socket> bound = new HashMap<>();
    private int madeUp;

    /** What is found under a name. @param error why there is nothing; null if there is a socket */
    record Found(Socket socket, Errno error) {}

    Found find(UnixAddress address) {
        Socket socket = bound.get(address.name());
        return new Found(socket, socket == null ? Errno.ECONNREFUSED : null);
    }

    /** Gives a socket a name. @return an error, or null */
    Errno bind(Socket socket, UnixAddress address) {
        return bound.putIfAbsent(address.name(), socket) == null ? null : Errno.EADDRINUSE;
    }

    /** A name that is not in use; null if all are. */
    UnixAddress makeUp() {
        for (int i = 0; i < MOST_MADE_UP; i++) {
            madeUp = (madeUp + 1) % MOST_MADE_UP;
            String name = "\0" + String.format("%05x", madeUp);
            if (!bound.containsKey(name)) {
                return new UnixAddress(name);
            }
        }
        return null;
    }

    /** The socket is closed. */
    void unbind(UnixAddress address) {
        bound.remove(address.name());
    }
}
