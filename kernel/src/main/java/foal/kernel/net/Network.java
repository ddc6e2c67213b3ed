package foal.kernel.net;

import static foal.kernel.memory.KernelMemory.Kind.SOCKET_BYTE;

import foal.kernel.file.FileOwner;
import foal.kernel.file.FileTree;
import foal.kernel.memory.KernelMemory;
import foal.kernel.syscall.Errno;
import foal.kernel.task.Processes;
import foal.kernel.task.Signal;
import foal.kernel.task.SignalInfo;
import foal.kernel.task.Signals;
import foal.kernel.task.Task;
import foal.kernel.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What all sockets of the machine have in common: the names that they are known by, and bounds to what they hold. */
public final class Network {
    /** Sockets that there may be at a time. */
    private static final int MOST_SOCKETS = 16384;
    /** Bytes that a socket takes itself. */
    private static final int SOCKET = 1024;
    /** Inode numbers of sockets begin here, apart from those of files and pipes. */
    private static final long FIRST_NUMBER = 1 << 20;

    private final Processes processes;
    private final Signals signals;
    private final Clock clock;
    private final UnixNames unixNames;
    private final Ports tcpPorts = new Ports();
    private final Ports udpPorts = new Ports();
    private final InFlight inFlight = new InFlight();
    private final LoopbackInterface loopback = new LoopbackInterface();
    private volatile HostNetwork host; // null without --net host
    private final Set<HostSocket> hostSockets = new LinkedHashSet<>();
    private long made;
    private int sockets;
    private final KernelMemory memory;

    /** @param memory what sockets and the bytes in them are charged to */
    public Network(Processes processes, Clock clock, FileTree tree, KernelMemory memory) {
        this.memory = memory;
        unixNames = new UnixNames(tree);
        this.processes = processes;
        signals = processes.signals();
        this.clock = clock;
    }

    UnixNames unixNames() {
        return unixNames;
    }

    Ports tcpPorts() {
        return tcpPorts;
    }

    Ports udpPorts() {
        return udpPorts;
    }

    // ---- the host's network ------------------------------------------------------------------------------------------

    /** Lets sockets of the family AF_INET that are made from now on belong to the network of the host. */
    public void use(HostNetwork network) {
        host = network;
    }

    boolean usesHost() {
        return host != null;
    }

    /** A new socket of the host's network; null if the host has no room for it. */
    Socket makeOnHost(boolean isStream, int flags) {
        HostNetwork.Endpoint endpoint = host.open(isStream);
        if (endpoint == null) {
            return null;
        }
        return isStream ? new HostTcpSocket(this, flags, endpoint) : new HostUdpSocket(this, flags, endpoint);
    }

    Set<HostSocket> hostSockets() {
        return hostSockets;
    }

    /** Takes what has come from the host meanwhile. */
    public void pump() {
        if (!hostSockets.isEmpty() && host.poll()) {
            List.copyOf(hostSockets).forEach(HostSocket::pump);
        }
    }

    /** Whether somebody waits for something to come from the host. */
    public boolean awaitsHost() {
        return hostSockets.stream().anyMatch(HostSocket::isAwaited);
    }

    /** Waits until something may have come from the host, but not longer than that, and not once {@link #stopWaiting} was called. */
    public void await(long nanoseconds) {
        host.await(nanoseconds);
    }

    /** Ends {@link #await}. May be called by any thread. */
    public void stopWaiting() {
        if (host != null) {
            host.wakeUp();
        }
    }

    /** The network interface that programs can ask about. */
    LoopbackInterface loopback() {
        return loopback;
    }

    // ---- names and bounds --------------------------------------------------------------------------------------------

    InFlight inFlight() {
        return inFlight;
    }

    /** Whether there may be so many sockets more. */
    boolean hasRoomForSockets(int more) {
        return sockets + more <= MOST_SOCKETS && mayHold((long) more * SOCKET);
    }

    /** A socket has been made. @return its inode number */
    long count() {
        sockets++;
        hold(SOCKET);
        return FIRST_NUMBER + made++;
    }

    /** A socket has been closed. */
    void discount() {
        sockets--;
        hold(-SOCKET);
    }

    /** How many sockets exist: none when all processes have ended. */
    public int sockets() {
        return sockets;
    }

    /** Whether so many bytes more may be held. */
    boolean mayHold(long bytes) {
        return memory.hasRoom(SOCKET_BYTE, bytes);
    }

    /** So many bytes more are held, or less if negative. */
    void hold(long bytes) {
        memory.giveBack(SOCKET_BYTE, -bytes);
    }

    long now() {
        return clock.monotonic();
    }

    /** Tells who owns a socket that there is urgent data. */
    void tellUrgent(FileOwner owner) {
        owner.tellUrgent(processes);
    }

    /** A task has sent to where nobody receives: it gets SIGPIPE unless it does not want that. @return EPIPE */
    long brokenPipe(Task task, int flags) {
        if (!MessageFlag.MSG_NOSIGNAL.in(flags)) {
            signals.send(task, SignalInfo.fromKernel(Signal.SIGPIPE));
        }
        return Errno.EPIPE.result();
    }
}
