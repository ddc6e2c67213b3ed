package foal.kernel.net;

import foal.kernel.syscall.Errno;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The ports of one protocol: which sockets are bound to each (ip(7)). */
final class Ports {
    /** Lower ports are for root alone (net.ipv4.ip_unprivileged_port_start). */
    static final int FIRST_UNPRIVILEGED = 1024;
    /** Ports for sockets that ask for none (net.ipv4.ip_local_port_range). */
    private static final int FIRST_EPHEMERAL = 32768, LAST_EPHEMERAL = 60999;
    private static final int EPHEMERAL = LAST_EPHEMERAL - FIRST_EPHEMERAL + 1;

    private final Map<Integer, List<InetName>> bound = new HashMap<>();
    private int next;

    /** The names bound to a port, in the order in which they were. */
    List<InetName> at(int port) {
        return bound.getOrDefault(port, List.of());
    }

    /** The address with a port that is free, or shared if that is all right. @return an error, or null */
    Errno bind(InetName name, InetAddress wanted) {
        InetAddress chosen = wanted.port() == 0 ? new InetAddress(wanted.host(), ephemeral(name, wanted.host())) : wanted;
        if (chosen.port() == 0 || !isFree(name, chosen)) {
            return Errno.EADDRINUSE;
        }
        add(name, chosen);
        return null;
    }

    /** Binds without asking: a connection that was accepted has its listener's port. */
    void add(InetName name, InetAddress address) {
        name.setLocal(address);
        bound.computeIfAbsent(address.port(), _ -> new ArrayList<>(2)).add(name);
    }

    void unbind(InetName name) {
        bound.computeIfPresent(name.local().port(), (_, names) -> {
            names.remove(name);
            return names.isEmpty() ? null : names;
        });
    }

    /**
     * The socket that listens at an address; null if there is none. One that is bound to just this address comes before
     * one that is bound to all; if several share it, they are given clients in turn.
     *
     * @param client the port of the client
     */
    Socket listener(InetAddress address, int client) {
        List<InetName> listening = at(address.port()).stream().filter(InetName::isListening).toList();
        int best = listening.stream().mapToInt(name -> name.matches(address)).max().orElse(0);
        List<InetName> candidates = listening.stream().filter(name -> best > 0 && name.matches(address) == best).toList();
        return candidates.isEmpty() ? null : candidates.get(client % candidates.size()).owner();
    }

    private int ephemeral(InetName name, int host) {
        for (int i = 0; i < EPHEMERAL; i++) {
            int port = FIRST_EPHEMERAL + next;
            next = (next + 1) % EPHEMERAL;
            if (at(port).stream().noneMatch(other -> other.isInTheWayOf(name, host, false))) {
                return port;
            }
        }
        return 0;
    }

    private boolean isFree(InetName name, InetAddress address) {
        return at(address.port()).stream().noneMatch(other -> other.isInTheWayOf(name, address.host(), true));
    }
}
