package foal.tools.gdb;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The wire to a client: packets with their checksums and acknowledgements, and the byte that interrupts. A thread reads, so
 * that the byte is noticed while nobody waits for packets.
 *
 * <p>Source: GDB manual, "Remote Protocol", "Overview" and "Packet Acknowledgment".
 */
final class Connection implements AutoCloseable {
    /** Chars that a packet may have, in either direction. */
    static final int PACKET_SIZE = 0x10000;
    /** Packets that wait to be read, while the machine runs: GDB sends none then. */
    private static final int MOST_WAITING = 16;
    private static final int INTERRUPT = 3;
    private static final char ESCAPE = '}';
    private static final int ESCAPE_BIT = 0x20;

    /** What the client has sent. */
    sealed interface Message {}

    /** A packet, without its frame and escapes. */
    record Packet(String text) implements Message {}

    /** It has sent nothing yet. */
    record Silence() implements Message {}

    /** It is gone. */
    record Gone() implements Message {}

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final Runnable interrupted;
    private final BlockingQueue<Packet> packets = new LinkedBlockingQueue<>(MOST_WAITING);
    private final Thread reader;
    private volatile boolean isGone;
    private boolean acknowledges = true; // guarded by out
    private byte[] last = {}; // guarded by out

    /** @param interrupted is called by another thread when the client wants to look, or is gone */
    Connection(Socket socket, Runnable interrupted) throws IOException {
        this.socket = socket;
        this.interrupted = interrupted;
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
        reader = Thread.ofPlatform().daemon().name("gdb").start(this::read);
    }

    /** The next packet, if one comes within a time. */
    Message receive(long millis) {
        try {
            boolean wasGone = isGone;
            Optional<Packet> packet = Optional.ofNullable(packets.poll(wasGone ? 0 : millis, TimeUnit.MILLISECONDS));
            return packet.isPresent() ? packet.get() : wasGone ? new Gone() : new Silence();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e); // nobody interrupts the thread that runs the machine
        }
    }

    // ---- reading -----------------------------------------------------------------------------------------------

    private void read() {
        try {
            for (int next = in.read(); next >= 0; next = in.read()) {
                switch (next) {
                    case '$' -> readPacket();
                    case INTERRUPT -> interrupted.run();
                    case '-' -> repeat();
                    default -> { } // acknowledgements, and noise
                }
            }
        } catch (IOException | InterruptedException _) {
            // Then it is gone.
        }
        isGone = true;
        interrupted.run();
    }

    /** Reads a packet behind its first char. A damaged one is refused, and one that is too long has no more than its beginning. */
    private void readPacket() throws IOException, InterruptedException {
        StringBuilder text = new StringBuilder();
        int sum = 0;
        boolean escaped = false;
        int next = in.read();
        for (; next >= 0 && next != '#'; next = in.read()) {
            if (next == '$') { // the one before was cut off
                text.setLength(0);
                sum = 0;
                escaped = false;
                continue;
            }
            sum += next;
            if (!escaped && next == ESCAPE) {
                escaped = true;
            } else {
                if (text.length() <= PACKET_SIZE) {
                    text.append((char) (escaped ? next ^ ESCAPE_BIT : next));
                }
                escaped = false;
            }
        }
        int high = Character.digit(in.read(), 16), low = Character.digit(in.read(), 16);
        boolean isWhole = high >= 0 && low >= 0 && (sum & 0xff) == (high << 4 | low);
        synchronized (out) {
            if (acknowledges) {
                write(new byte[] {(byte) (isWhole ? '+' : '-')});
            }
        }
        if (isWhole) {
            packets.put(new Packet(text.toString()));
        }
    }

    // ---- writing -----------------------------------------------------------------------------------------------

    /** Sends a packet; one whose client is gone is lost. @param text without its frame and escapes */
    void send(String text) {
        StringBuilder framed = new StringBuilder("$");
        int sum = 0;
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            if (next == '#' || next == '$' || next == ESCAPE || next == '*') {
                framed.append(ESCAPE).append((char) (next ^ ESCAPE_BIT));
                sum += ESCAPE + (next ^ ESCAPE_BIT);
            } else {
                framed.append(next);
                sum += next;
            }
        }
        framed.append(String.format("#%02x", sum & 0xff));
        synchronized (out) {
            last = framed.toString().getBytes(StandardCharsets.ISO_8859_1);
            try {
                write(last);
            } catch (IOException _) {
                isGone = true;
            }
        }
    }

    private void repeat() throws IOException {
        synchronized (out) {
            write(last);
        }
    }

    private void write(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** From now on neither side acknowledges packets. */
    void stopAcknowledging() {
        synchronized (out) {
            acknowledges = false;
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException _) {
            // It is gone all the same.
        }
        reader.interrupt(); // it may wait for room
        try {
            reader.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
