package foal.kernel.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.cpu.PhysicalMemory;
import foal.kernel.file.FileTree;
import foal.kernel.memory.FrameTable;
import foal.kernel.memory.KernelMemory;
import foal.kernel.message.Talkers;
import foal.kernel.syscall.Errno;
import foal.kernel.time.Clock;
import foal.kernel.time.VirtualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who may be bound to a port that others are bound to, and who is found there. */
class PortsTest {
    private static final int LOOPBACK = 0x7f000001, OTHER = 0x7f000002, PORT = 7777;

    private final Talkers talkers = new Talkers();
    private final Clock clock = new VirtualClock(() -> 0);
    private final PhysicalMemory memory = new PhysicalMemory(1 << 20);
    private final FileTree tree = new FileTree(new FrameTable(memory, 1), clock, () -> null);
    private final Network network = new Network(talkers.processes(), clock, tree, new KernelMemory());
    private final Ports ports = new Ports();

    @AfterEach
    void close() {
        tree.close();
        memory.close();
        talkers.close();
    }

    private InetName name(SocketOption... options) {
        Socket owner = new UdpSocket(network, 0);
        for (SocketOption option : options) {
            owner.options().set(option, 1);
        }
        return new InetName(owner, ports);
    }

    private Errno bind(InetName name, int host) {
        return ports.bind(name, new InetAddress(host, PORT));
    }

    private InetName bound(int host, SocketOption... options) {
        InetName name = name(options);
        assertNull(bind(name, host));
        return name;
    }

    @Test
    void aPortIsTakenForItsAddressAndForAll() {
        bound(LOOPBACK);
        assertEquals(Errno.EADDRINUSE, bind(name(), LOOPBACK));
        assertEquals(Errno.EADDRINUSE, bind(name(), InetAddress.ANY));
        assertNull(bind(name(), OTHER));
    }

    @Test
    void itIsSharedOnlyIfBothAgree() {
        InetName first = bound(LOOPBACK, SocketOption.SO_REUSEADDR);
        assertEquals(Errno.EADDRINUSE, bind(name(), LOOPBACK));
        assertEquals(Errno.EADDRINUSE, bind(name(SocketOption.SO_REUSEPORT), LOOPBACK));
        assertNull(bind(name(SocketOption.SO_REUSEADDR), LOOPBACK));
        first.setListening(true);
        assertEquals(Errno.EADDRINUSE, bind(name(SocketOption.SO_REUSEADDR), LOOPBACK));
    }

    @Test
    void itIsFreeWhenTheLastHasGivenItUp() {
        InetName name = bound(LOOPBACK);
        name.release();
        assertTrue(ports.at(PORT).isEmpty());
        assertNull(bind(name(), LOOPBACK));
    }

    @Test
    void anEphemeralPortIsNobodyElses() {
        InetName first = name(), second = name();
        assertNull(ports.bind(first, new InetAddress(LOOPBACK, 0)));
        assertNull(ports.bind(second, new InetAddress(LOOPBACK, 0)));
        assertTrue(first.local().port() >= 32768 && second.local().port() >= 32768);
        assertTrue(first.local().port() != second.local().port());
    }

    @Test
    void whoListensAtJustTheAddressComesFirst() {
        InetName all = bound(InetAddress.ANY, SocketOption.SO_REUSEPORT), exact = bound(LOOPBACK, SocketOption.SO_REUSEPORT);
        InetAddress wanted = new InetAddress(LOOPBACK, PORT);
        assertNull(ports.listener(wanted, 1), "nobody listens");
        all.setListening(true);
        assertSame(all.owner(), ports.listener(wanted, 1));
        exact.setListening(true);
        assertSame(exact.owner(), ports.listener(wanted, 1));
        assertSame(all.owner(), ports.listener(new InetAddress(OTHER, PORT), 1));
    }

    @Test
    void thoseWhoShareAnAddressAreGivenClientsInTurn() {
        InetName one = bound(LOOPBACK, SocketOption.SO_REUSEPORT), other = bound(LOOPBACK, SocketOption.SO_REUSEPORT);
        one.setListening(true);
        other.setListening(true);
        InetAddress wanted = new InetAddress(LOOPBACK, PORT);
        assertSame(one.owner(), ports.listener(wanted, 10));
        assertSame(other.owner(), ports.listener(wanted, 11));
    }
}
