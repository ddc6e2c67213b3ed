package foal.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The other side of GDB's remote protocol, as far as tests need it. */
final class GdbClient implements AutoCloseable {
    static final int RA = 1, SP = 2, A0 = 10, PC = 32;
    private static final int PATIENCE_SECONDS = 60;
    private static final Pattern LISTENING = Pattern.compile("foal: gdb: listening on 127\\.0\\.0\\.1:(\\d+); in gdb: target remote :\\1\n");

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final List<String> said = new ArrayList<>();

    /** What a test does with a run that waits for it. */
    interface Conversation {
        void with(GdbClient client) throws IOException;
    }

    /** A standard error that tells the port at which the command waits. */
    static final class Announcement extends OutputStream {
        private final ByteArrayOutputStream text = new ByteArrayOutputStream();
        private final CompletableFuture<Integer> port = new CompletableFuture<>();

        @Override
        public synchronized void write(int next) {
            text.write(next);
            if (next == '\n' && !port.isDone()) {
                Matcher matcher = LISTENING.matcher(text.toString(StandardCharsets.UTF_8));
                if (matcher.find()) {
                    port.complete(Integer.valueOf(matcher.group(1)));
                }
            }
        }

        /** What has been written, but for the line that tells the port. */
        synchronized String others() {
            return LISTENING.matcher(text.toString(StandardCharsets.UTF_8)).replaceFirst("");
        }

        /** Has a conversation with the run as soon as it waits. */
        CompletableFuture<Void> whenListening(Conversation conversation) {
            return CompletableFuture.runAsync(() -> {
                try (GdbClient client = new GdbClient(port.get(PATIENCE_SECONDS, TimeUnit.SECONDS))) {
                    conversation.with(client);
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
        }
    }

    /** Runs a command with {@code --gdb 0} in its first words. */
    static Foal.Result debug(Conversation conversation, String... words) {
        return debug(new Foal(), conversation, words);
    }

    static Foal.Result debug(Foal foal, Conversation conversation, String... words) {
        Announcement err = new Announcement();
        CompletableFuture<Void> talk = err.whenListening(conversation);
        Foal.Result result = foal.errorsTo(err).run(words);
        talk.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        return new Foal.Result(result.status(), result.out(), err.others());
    }

    private GdbClient(int port) throws IOException {
        socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
        socket.setSoTimeout(1000 * PATIENCE_SECONDS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    // ---- packets -----------------------------------------------------------------------------------------------

    /** Says what GDB itself says, and needs no acknowledgements from then on. */
    GdbClient asGdb() throws IOException {
        ask("qSupported:multiprocess+;swbreak+;hwbreak+;fork-events+;exec-events+;vContSupported+");
        assertEquals("OK", ask("QStartNoAckMode"));
        return this;
    }

    /** Sends a packet. @return the next one that comes */
    String ask(String packet) throws IOException {
        send(packet);
        return next();
    }

    void send(String packet) throws IOException {
        int sum = packet.chars().sum() & 0xff;
        raw("$" + packet + String.format("#%02x", sum));
    }

    void raw(String bytes) throws IOException {
        out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /** The next byte that comes; -1 at the end. */
    int read() throws IOException {
        try {
            return in.read();
        } catch (SocketException _) {
            return -1; // what was sent to the other side last has not been read there
        }
    }

    /** The next packet, not counting texts, which are kept; empty at the end. */
    String next() throws IOException {
        while (true) {
            int first = read();
            if (first < 0) {
                return "";
            }
            if (first == '$') {
                String packet = packet();
                if (!packet.startsWith("O") || packet.equals("OK")) {
                    return packet;
                }
                said.add(new String(HexFormat.of().parseHex(packet.substring(1)), StandardCharsets.ISO_8859_1));
            }
        }
    }

    private String packet() throws IOException {
        StringBuilder text = new StringBuilder();
        int sum = 0;
        for (int next = read(); next != '#'; next = read()) {
            if (next < 0) {
                throw new EOFException(text.toString());
            }
            sum += next;
            if (next == '}') {
                next = read();
                sum += next;
                next ^= 0x20;
            }
            text.append((char) next);
        }
        assertEquals(String.format("%02x", sum & 0xff), "" + (char) read() + (char) read(), "checksum");
        return text.toString();
    }

    /** The texts that were to be shown. */
    List<String> said() {
        return said;
    }

    // ---- questions ---------------------------------------------------------------------------------------------

    /** A register of the task that is looked at. */
    long register(int number) throws IOException {
        return Long.reverseBytes(Long.parseUnsignedLong(ask("p" + Integer.toHexString(number)), 16));
    }

    /** A word of 4 bytes. */
    int word(long address) throws IOException {
        return Integer.reverseBytes(Integer.parseUnsignedInt(ask("m" + Long.toHexString(address) + ",4"), 16));
    }

    void breakAt(long address) throws IOException {
        assertEquals("OK", ask("Z0," + Long.toHexString(address) + ",2"));
    }

    void noBreakAt(long address) throws IOException {
        assertEquals("OK", ask("z0," + Long.toHexString(address) + ",2"));
    }

    /** The part of a stop reply behind a name; empty if there is none. */
    static String part(String reply, String name) {
        Matcher matcher = Pattern.compile("^(?:T..)?(?:.*;)?" + name + ":([^;]*)").matcher(reply);
        return matcher.find() ? matcher.group(1) : "";
    }

    /** Where a function or variable of a program is that has been linked to a fixed address. */
    static long address(String program, String symbol) throws IOException {
        ByteBuffer elf = ByteBuffer.wrap(Files.readAllBytes(Path.of(program))).order(ByteOrder.LITTLE_ENDIAN);
        int sections = (int) elf.getLong(40);
        for (int section = sections; section < elf.limit(); section += 64) {
            if (elf.getInt(section + 4) == 2) {
                int names = (int) elf.getLong(sections + elf.getInt(section + 40) * 64 + 24);
                int first = (int) elf.getLong(section + 24), end = first + (int) elf.getLong(section + 32);
                for (int at = first; at < end; at += 24) {
                    byte[] name = new byte[symbol.length() + 1];
                    elf.get(names + elf.getInt(at), name);
                    if (new String(name, StandardCharsets.ISO_8859_1).equals(symbol + "\0")) {
                        return elf.getLong(at + 8);
                    }
                }
            }
        }
        throw new AssertionError(program + " has no " + symbol);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
