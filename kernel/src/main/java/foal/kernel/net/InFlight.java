package foal.kernel.net;

import foal.kernel.file.OpenFile;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Descriptors that have been sent and not received. A socket can be sent as well, also over itself: then nobody may be
 * left who could ever receive it, though references remain. Such sockets are found by counting, and closed.
 *
 * <p>Further reading: unix(7), SCM_RIGHTS; "Operating System Concepts" on deadlock detection, for a graph that is
 * reduced in the same way.
 */
final class InFlight {
    /** Descriptors that may be on their way at a time. */
    private static final int MOST = 16384;

    private int total;
    private final Map<Socket, Flight> sockets = new LinkedHashMap<>();
    private final ArrayDeque<OpenFile> releasing = new ArrayDeque<>();
    private boolean isReleasing;
    private boolean isCollectionDue;

    /** Where a socket is on its way. */
    private static final class Flight {
        private int times;
        /** The sockets in whose queues it is, and how often in each. */
        private final Map<Socket, Integer> holders = new LinkedHashMap<>(2);
    }

    /** Whether so many more may be sent. */
    boolean hasRoom(int more) {
        if (total + more > MOST) {
            collect();
        }
        return total + more <= MOST;
    }

    /** Files go into the queue of a socket. They are retained. */
    void depart(List<OpenFile> files, Socket holder) {
        for (OpenFile file : files) {
            file.retain();
            total++;
            if (file instanceof Socket socket) {
                Flight flight = sockets.computeIfAbsent(socket, _ -> new Flight());
                flight.times++;
                flight.holders.merge(holder, 1, Integer::sum);
            }
        }
    }

    /** Files have been taken out of the queue of a socket. Their references pass to the caller. */
    void arrive(List<OpenFile> files, Socket holder) {
        for (OpenFile file : files) {
            total--;
            if (file instanceof Socket socket) {
                Flight flight = sockets.get(socket);
                flight.holders.computeIfPresent(holder, (_, times) -> times == 1 ? null : times - 1);
                if (--flight.times == 0) {
                    sockets.remove(socket);
                }
            }
        }
    }

    /** A socket has lost a reference and has others: if nobody can come to it any more, it is closed. */
    void referenceLost(Socket socket) {
        if (sockets.containsKey(socket) && !isReached(socket)) {
            collect();
        }
    }

    /**
     * Whether a descriptor leads to a socket, maybe through the queues of others. The search goes upwards, to those in whose queues
     * it is, and mostly ends after a step: so it is not all that are on their way that are looked at whenever one is sent.
     */
    private boolean isReached(Socket socket) {
        Set<Socket> seen = new HashSet<>(Set.of(socket));
        ArrayDeque<Socket> next = new ArrayDeque<>(seen);
        while (!next.isEmpty()) {
            Socket one = next.poll();
            Flight flight = sockets.get(one);
            if (flight == null || one.references() > flight.times) {
                return true;
            }
            for (Socket holder : flight.holders.keySet()) {
                if (seen.add(holder)) {
                    next.add(holder);
                }
            }
        }
        return false;
    }

    /** Releases files. */
    void release(Collection<? extends OpenFile> files) {
        if (!files.isEmpty()) {
            releasing.addAll(files);
            settle();
        }
    }

    /** Closes the sockets that are only on their way over each other. */
    private void collect() {
        if (!sockets.isEmpty()) {
            isCollectionDue = true;
            settle();
        }
    }

    /** Releases what is to be released, one after another: what that closes may hold more, and so on without end. */
    private void settle() {
        if (isReleasing) {
            return;
        }
        isReleasing = true;
        while (isCollectionDue || !releasing.isEmpty()) {
            if (!releasing.isEmpty()) {
                releasing.poll().release();
            } else {
                isCollectionDue = false;
                unreached().keySet().forEach(this::takeRights);
            }
        }
        isReleasing = false;
    }

    /** Takes the files out of the queues of a socket, to release them. */
    private void takeRights(Socket socket) {
        socket.eachQueue(queue -> {
            for (Segment segment = queue.first(); segment != null; segment = segment.next) {
                arrive(segment.rights, socket);
                releasing.addAll(segment.rights);
                segment.rights = List.of();
            }
        });
    }

    /**
     * The sockets that no descriptor leads to. At first all that have no references but from queues; then, as long
     * as there is one in more queues than those of the others, it is reached from without, and what it holds too.
     */
    private Map<Socket, Integer> unreached() {
        Map<Socket, Integer> outside = new LinkedHashMap<>();
        sockets.forEach((socket, flight) -> {
            if (socket.references() == flight.times) {
                outside.put(socket, flight.times);
            }
        });
        for (Socket socket : outside.keySet()) {
            eachRight(socket, held -> outside.computeIfPresent(held, (_, times) -> times - 1));
        }
        ArrayDeque<Socket> reached = new ArrayDeque<>();
        outside.forEach((socket, times) -> {
            if (times > 0) {
                reached.add(socket);
            }
        });
        reached.forEach(outside::remove);
        while (!reached.isEmpty()) {
            eachRight(reached.poll(), held -> {
                if (outside.remove(held) != null) {
                    reached.add(held);
                }
            });
        }
        return outside;
    }

    /** Goes through the sockets that are in the queues of one. */
    private static void eachRight(Socket socket, Consumer<Socket> action) {
        socket.eachQueue(queue -> {
            for (Segment segment = queue.first(); segment != null; segment = segment.next) {
                for (OpenFile file : segment.rights) {
                    if (file instanceof Socket held) {
                        action.accept(held);
                    }
                }
            }
        });
    }
}
