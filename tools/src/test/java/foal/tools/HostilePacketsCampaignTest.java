package foal.tools;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Who connects to the debugger's port can send anything. Each run has a seed of its own, which a failure names;
 * -Dfoal.fuzz.seed repeats it.
 */
@Tag("campaign")
class HostilePacketsCampaignTest {
    private static final int SESSIONS = 60;
    private static final int PACKETS = 200;
    private static final String LETTERS = "0123456789abcdefgGmMpPxXzZHTcCsSDRkvq?,;:=.-+-#$}*\u0003\u0000\u00ff";
    /** What debuggers send; a changed one is nearer to what could do harm than mere noise. */
    private static final List<String> PACKETS_OF_DEBUGGERS = List.of("?", "g", "G" + "00".repeat(33 * 8), "p20", "P20=0000010000000000",
            "m10000,10", "m7fffffffffffffff,ffffffffffffffff", "M10000,4:00000000", "X10000,4:abcd", "x10000,10", "Z0,10000,2", "z0,10000,2",
            "Z1,10000,4", "Z2,10000,8", "Hgp2.2", "Hc-1", "Tp2.2", "s", "c", "C05", "S0b", "vCont?", "vCont;s:p2.2", "vCont;c:p2.-1", "vCont;C0f:p2.2;c",
            "vRun;68656c6c6f", "vAttach;2", "vKill;2", "D;2", "R00", "qC", "qfThreadInfo", "qsThreadInfo", "qThreadExtraInfo,p2.2", "qAttached:2",
            "qXfer:features:read:target.xml:0,ffb", "qXfer:auxv:read::0,1000", "qXfer:exec-file:read:2:0,fff", "qXfer:siginfo:read::0,80",
            "qSupported:multiprocess+;fork-events+;exec-events+;vContSupported+", "QPassSignals:e;10;14", "QNonStop:1", "QStartNoAckMode",
            "qRcmd,68656c70", "vFile:setfs:0", "vFile:open:2f62696e2f7368,0,0", "vFile:pread:5,1000,0", "vFile:fstat:5", "vFile:close:5",
            "qSymbol::", "qOffsets", "bc", "!");

    private final long seed = Long.getLong("foal.fuzz.seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);

    @ParameterizedTest
    @ValueSource(strings = {"hello", "spinlock", "pipeline"})
    void aRunThatIsSentAnythingGoesOnOrEnds(String program) {
        for (int i = 0; i < SESSIONS; i++) {
            Foal.Result result = GdbClient.debug(this::sendAnything, "boot", "--gdb", "0", "--timeout", "20", program);
            String said = result.err();
            assertFalse(said.contains("internal error") || said.contains("Exception") || said.contains("\tat "),
                    () -> "seed " + seed + ": " + result);
        }
    }

    private void sendAnything(GdbClient client) throws IOException {
        Thread reader = Thread.ofVirtual().start(() -> readAll(client));
        try {
            for (int i = 0; i < PACKETS; i++) {
                String known = PACKETS_OF_DEBUGGERS.get(random.nextInt(PACKETS_OF_DEBUGGERS.size()));
                String packet = random.nextInt(8) == 0 ? noise() : changed(known);
                client.raw("+$" + packet + String.format("#%02x", random.nextInt(50) == 0 ? random.nextInt(256) : sumOf(packet)));
                if (random.nextInt(10) == 0) {
                    client.raw("\u0003"); // stop what has been let go on
                }
            }
        } catch (IOException _) {
            // the run has ended: one of the packets has killed it
        } finally {
            client.close();
            reader.interrupt();
        }
    }

    /** Whoever does not read what the other side says has it wait. */
    private static void readAll(GdbClient client) {
        try {
            while (client.read() >= 0) {
                // nothing is done with it
            }
        } catch (IOException _) {
            // closed
        }
    }

    private static int sumOf(String packet) {
        return packet.chars().sum() & 0xff;
    }

    private String noise() {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(40); length > 0; length--) {
            text.append(letter());
        }
        return text.toString();
    }

    private String changed(String packet) {
        StringBuilder text = new StringBuilder(packet);
        for (int i = random.nextInt(4); i > 0; i--) {
            int at = random.nextInt(text.length() + 1);
            switch (random.nextInt(4)) {
                case 0 -> text.insert(at, letter());
                case 1 -> text.setLength(at);
                case 2 -> text.append(text, 0, at);
                default -> {
                    if (at < text.length()) {
                        text.setCharAt(at, letter());
                    }
                }
            }
        }
        return text.toString();
    }

    private char letter() {
        return LETTERS.charAt(random.nextInt(LETTERS.length()));
    }
}
