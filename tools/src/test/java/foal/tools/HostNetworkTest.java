package foal.tools;

import static foal.tools.Foal.foal;
import static foal.tools.Guest.program;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sockets of the guest on the host's network; by 127.0.0.1 alone. */
@Timeout(120)
class HostNetworkTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final int SIZE = 300_000;

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
            return socket.getLocalPort();
        }
    }

    private static Foal.Result guest(String clock, String mode, int port) {
        return foal("boot", "--net", "host", "--clock", clock, program("net"), mode, String.valueOf(port));
    }

    private static CompletableFuture<Foal.Result> start(String mode, int port) {
        return inThread(() -> guest("virtual", mode, port));
    }

    /** Runs a machine in a thread of its own, however many processors there are. */
    private static CompletableFuture<Foal.Result> inThread(Supplier<Foal.Result> machine) {
        return CompletableFuture.supplyAsync(machine, task -> Thread.ofPlatform().daemon().start(task));
    }

    private static String expectedAnswer() {
        long sum = 0;
        for (int i = 0; i < SIZE; i++) {
            sum += i * 7 & 0xff;
        }
        return SIZE + " bytes, sum " + sum + "\n";
    }

    /** Connects as soon as somebody listens there. */
    private static Socket connect(int port) throws Exception {
        while (true) {
            try {
                return new Socket(LOOPBACK, port);
            } catch (ConnectException _) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"virtual,client", "virtual,waiting", "host,client"})
    void aGuestConnectsToAServerOfTheHosts(String clock, String mode) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK)) {
            CompletableFuture<Foal.Result> guest = inThread(() -> guest(clock, mode, server.getLocalPort()));
            int received;
            try (Socket connection = server.accept()) {
                received = connection.getInputStream().readAllBytes().length; // to its half-close
                connection.getOutputStream().write("thanks\n".getBytes(StandardCharsets.US_ASCII));
            }
            assertEquals(SIZE, received);
            String connected = mode.equals("waiting") ? "events 0x4\nerror 0\n" : "";
            assertEquals(new Foal.Result(0, connected + "thanks\n", ""), guest.get());
        }
    }

    @Test
    void aProgramOfTheHostsConnectsToAGuest() throws Exception {
        int port = freePort();
        CompletableFuture<Foal.Result> guest = start("server", port);
        try (Socket socket = connect(port)) {
            byte[] bytes = new byte[SIZE];
            for (int i = 0; i < SIZE; i++) {
                bytes[i] = (byte) (i * 7);
            }
            socket.getOutputStream().write(bytes);
            socket.shutdownOutput();
            assertEquals(expectedAnswer(), new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
        }
        assertEquals(new Foal.Result(0, "", ""), guest.get());
    }

    @Test
    void aMessageByUdpIsAnswered() throws Exception {
        int port = freePort();
        CompletableFuture<Foal.Result> guest = start("udp", port);
        try (DatagramSocket socket = new DatagramSocket(0, LOOPBACK)) {
            socket.setSoTimeout(50);
            byte[] answer = new byte[10];
            DatagramPacket packet = new DatagramPacket(answer, answer.length);
            while (!guest.isDone()) { // what is sent before it is bound is lost
                socket.send(new DatagramPacket("hello".getBytes(StandardCharsets.US_ASCII), 5, LOOPBACK, port));
                try {
                    socket.receive(packet);
                } catch (IOException _) {
                    // not yet
                }
            }
            assertEquals("hello", new String(answer, 0, packet.getLength(), StandardCharsets.US_ASCII));
        }
        assertEquals(0, guest.get().status());
    }

    /** Asks as soon as somebody listens there. */
    private static Foal.Result ask(String port) {
        Foal.Result result;
        do {
            result = foal("boot", "--net", "host", "two_hosts", "ask", "127.0.0.1", port);
        } while (result.err().contains("Connection refused"));
        return result;
    }

    @Test
    void twoMachinesTalkToEachOther() throws Exception {
        String port = String.valueOf(freePort());
        for (int i = 0; i < 2; i++) { // the second time the port has just been used
            CompletableFuture<Foal.Result> server = inThread(
                    () -> foal("boot", "--net", "host", "two_hosts", "serve", "127.0.0.1", port));
            assertEquals(new Foal.Result(0, """
                     1 asker  sends 1
                     2 asker  sends 2
                     3 asker  sends 3
                     4 asker  receives 1
                     6 asker  receives 4
                     8 asker  receives 9
                    """, ""), ask(port));
            assertEquals(new Foal.Result(0, """
                     2 server receives 1
                     3 server sends 1
                     4 server receives 2
                     5 server sends 4
                     6 server receives 3
                     7 server sends 9
                    """, ""), server.get());
        }
    }

    @Test
    void twoMachinesWithoutTheOptionDoNotMeet() throws Exception {
        String port = String.valueOf(freePort());
        CompletableFuture<Foal.Result> server = inThread(
                () -> foal("boot", "--net", "host", "two_hosts", "serve", "127.0.0.1", port));
        connect(Integer.parseInt(port)).close(); // it listens on the host, is found there and ends
        assertEquals(0, server.get().status());
        assertEquals(123, foal("boot", "two_hosts", "serve", "127.0.0.1", port).status()); // nobody can ever come
        assertTrue(foal("boot", "two_hosts", "ask", "127.0.0.1", port).err().endsWith("Connection refused\n"));
    }

    @Test
    void whereNobodyListensAConnectionIsRefused() throws Exception {
        int port = freePort();
        assertEquals("connect: 111\n", guest("virtual", "client", port).out());
        assertEquals("events 0x1c\nerror 111\n", guest("virtual", "waiting", port).out());
    }

    @Test
    void anAddressIsTakenOnce() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK)) {
            assertTrue(guest("virtual", "server", server.getLocalPort()).out().endsWith(": 98\n"));
        }
    }

    @Test
    void withoutTheOptionNothingLeavesTheMachine() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK)) {
            server.setSoTimeout(1);
            assertEquals("connect: 111\n", foal("boot", program("net"), "client", String.valueOf(server.getLocalPort())).out());
            assertThrows(IOException.class, server::accept);
        }
    }
}
