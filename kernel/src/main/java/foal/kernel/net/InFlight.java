package foal.kernel.net;

import foal.kernel.file.OpenFile;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    /** The sockets that are on their way, and how often. */
    private final Map<Socket, Integer> sockets = new LinkedHashMap<>();
    private final ArrayDeque<OpenFile> releasing = new ArrayDeque<>();
    private boolean isReleasing;

    /** Whether so many more may be sent. */
    boolean hasRoom(int more) {
        if (total + more > MOST) {
            collect();
        }
        return total + more <= MOST;
    }

    /** Files go into a queue. They are retained. */
    void depart(List<OpenFile> files) {
        for (OpenFile file : files) {
            file.retain();
            total++;
            if (file instanceof Socket socket) {
                sockets.merge(socket, 1, Integer::sum);
            }
        }
    }

    /** Files have been taken out of a queue. Their references pass to the caller. */
    void arrive(List<OpenFile> files) {
        for (OpenFile file : files) {
            total--;
            if (file instanceof Socket socket) {
                sockets.computeIfPresent(socket, (_, times) -> times == 1 ? null : times - 1);
            }
        }
    }

    /** Releases files, one after another: what that closes may hold more of them, and so on without end. */
    void release(Collection<? extends OpenFile> files) {
        releasing.addAll(files);
        if (isReleasing) {
            return;
        }
        isReleasing = true;
        while (!releasing.isEmpty()) {
            releasing.poll().release();
        }
        isReleasing = false;
    }

    /** Closes the sockets that are only on their way over each other: a socket has been closed. */
    void collect() {
        if (sockets.isEmpty() || isReleasing) {
            return;
        }
        Map<Socket, Integer> unreached = unreached();
        List<OpenFile> garbage = new ArrayList<>();
        for (Socket socket : unreached.keySet()) {
            socket.eachQueue(queue -> {
                for (Segment segment = queue.first(); segment != null; segment = segment.next) {
                    arrive(segment.rights);
                    garbage.addAll(segment.rights);
                    segment.rights = List.of();
                }
            });
        }
        release(garbage);
    }

    /**
     * The sockets that no descriptor leads to. At first all that have no references but from queues; then, as long
     * as there is one in more queues than those of the others, it is reached from without, and what it holds too.
     */
    private Map<Socket, Integer> unreached() {
        Map<Socket, Integer> outside = new LinkedHashMap<>();
        sockets.forEach((socket, times) -> {
            if (socket.references() == times) {
                outside.put(socket, times);
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
