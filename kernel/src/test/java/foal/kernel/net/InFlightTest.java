package foal.kernel.net;

import static foal.kernel.message.Talkers.PAGE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.cpu.PhysicalMemory;
import foal.kernel.file.FileTree;
import foal.kernel.file.OpenFile;
import foal.kernel.memory.FrameTable;
import foal.kernel.memory.KernelMemory;
import foal.kernel.memory.UserBuffer;
import foal.kernel.message.Talkers;
import foal.kernel.task.Task;
import foal.kernel.time.Clock;
import foal.kernel.time.VirtualClock;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of descriptors that have been sent and that nobody can receive any more. */
class InFlightTest {
    private final Talkers talkers = new Talkers();
    private final Task task = talkers.task();
    private final Clock clock = new VirtualClock(() -> 0);
    private final PhysicalMemory memory = new PhysicalMemory(1 << 20);
    private final FileTree tree = new FileTree(new FrameTable(memory, 1), clock, () -> null);
    private final Network network = new Network(talkers.processes(), clock, tree, new KernelMemory());

    @AfterEach
    void close() {
        tree.close();
        memory.close();
        talkers.close();
    }

    /** Two connected sockets, each with one reference as a descriptor has it. */
    private UnixDatagram[] pair() {
        UnixDatagram[] ends = {new UnixDatagram(network, 0), new UnixDatagram(network, 0)};
        ends[0].pair(ends[1], task);
        return ends;
    }

    private void send(UnixDatagram from, OpenFile... files) {
        Envelope envelope = new Envelope().clear();
        envelope.rights.addAll(List.of(files));
        assertEquals(1, from.send(task, new UserBuffer().reset(task.memory()).add(PAGE, 1), envelope, 0));
    }

    private static void release(OpenFile... files) {
        List.of(files).forEach(OpenFile::release);
    }

    @Test
    void socketsThatAreOnlyOnTheirWayOverEachOtherAreClosed() {
        UnixDatagram[] one = pair(), other = pair();
        send(one[0], other[0], other[1]);
        send(other[0], one[0], one[1]);
        release(one);
        assertEquals(4, network.sockets());
        release(other);
        assertEquals(0, network.sockets());
    }

    @Test
    void aSocketThatIsOnItsWayOverItselfIsClosed() {
        UnixDatagram[] ends = pair();
        send(ends[0], ends[1], ends[1], ends[0]);
        release(ends);
        assertEquals(0, network.sockets());
    }

    @Test
    void whatADescriptorLeadsToStaysOpen() {
        UnixDatagram[] outer = pair(), inner = pair(), innermost = pair();
        send(inner[0], innermost[0], inner[1]);
        send(outer[0], inner[1]);
        release(inner);
        release(innermost);
        assertEquals(4, network.sockets(), "all but those that nobody has been sent");
        release(outer[1]);
        assertEquals(1, network.sockets());
        release(outer[0]);
        assertEquals(0, network.sockets());
    }

    @Test
    void whatHasBeenReceivedIsTheReceivers() {
        UnixDatagram[] ends = pair(), sent = pair();
        send(ends[0], sent[0]);
        release(sent);
        Envelope received = new Envelope().clear();
        assertEquals(1, ends[1].receive(task, new UserBuffer().reset(task.memory()).add(PAGE, 1), received, 0));
        assertEquals(List.of(sent[0]), received.rights);
        release(ends);
        assertEquals(1, network.sockets());
        release(sent[0]);
        assertEquals(0, network.sockets());
    }

    @Test
    void aLongChainIsClosedWithoutRecursion() {
        UnixDatagram last = null;
        for (int i = 0; i < 5000; i++) {
            UnixDatagram[] ends = pair();
            if (last != null) {
                send(ends[0], last);
                release(last);
            }
            release(ends[0]);
            last = ends[1];
        }
        assertEquals(5000, network.sockets());
        release(last);
        assertEquals(0, network.sockets());
    }

    @Test
    void onlySoManyDescriptorsCanBeOnTheirWay() {
        UnixDatagram[] ends = pair();
        OpenFile[] many = Collections.nCopies(200, ends[0]).toArray(OpenFile[]::new);
        for (int i = 0; i < 16384 / 200; i++) {
            send(ends[0], many);
        }
        assertTrue(network.inFlight().hasRoom(16384 % 200));
        assertFalse(network.inFlight().hasRoom(16384 % 200 + 1));
        release(ends);
        assertTrue(network.inFlight().hasRoom(16384));
    }
}
