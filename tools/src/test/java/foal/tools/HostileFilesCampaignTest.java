package foal.tools;

import static foal.tools.Foal.foal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.tools.boot.Installation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What Foal reads can be anything: programs, recordings, tokens and reports with some of their bytes changed. Whatever comes of
 * it, Foal says so in its own words. Each run has a seed of its own, which a failure names; -Dfoal.fuzz.seed repeats it.
 */
@Tag("campaign")
class HostileFilesCampaignTest {
    private static final int TIMES = 400;
    private static final int BLOCK_HEADER = 9;
    private static final Pattern TOKEN = Pattern.compile("foal replay (\\S+) ");

    private final long seed = Long.getLong("foal.fuzz.seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);

    @TempDir
    private Path folder;

    private void assertIsInFoalsWords(Foal.Result result) {
        String said = result.err();
        assertFalse(said.contains("internal error") || said.contains("Exception") || said.contains("\tat "),
                () -> "seed " + seed + ": " + result);
    }

    /** The same with some bytes changed, most of them near the beginning. */
    private byte[] changed(byte[] original) {
        byte[] bytes = original.clone();
        for (int i = random.nextInt(1, 9); i > 0; i--) {
            int within = random.nextInt(3) == 0 ? bytes.length : Math.min(bytes.length, 512);
            int at = random.nextInt(within);
            bytes[at] = switch (random.nextInt(4)) {
                case 0 -> (byte) random.nextInt();
                case 1 -> (byte) (bytes[at] ^ 1 << random.nextInt(8));
                case 2 -> (byte) 0xff;
                default -> 0;
            };
        }
        return random.nextInt(8) == 0 ? Arrays.copyOf(bytes, random.nextInt(1, bytes.length + 1)) : bytes;
    }

    @Test
    void aProgramWithChangedBytesIsRunOrRefused() throws IOException {
        byte[] program = Files.readAllBytes(Installation.find().home().resolve("userland/target/bin/hello"));
        Path file = folder.resolve("program");
        for (int i = 0; i < TIMES; i++) {
            Files.write(file, changed(program));
            assertIsInFoalsWords(foal("boot", "--timeout", "5", file.toString()));
        }
    }

    @Test
    void aRecordingWithChangedBytesAndRightSumsIsRepeatedOrRefused() throws Exception {
        Path file = folder.resolve("recording");
        assertEquals(0, Foal.withInput("pears\napples\n").run("boot", "--record", file.toString(), "sh", "-c", "sort; date").status());
        byte[] whole = Files.readAllBytes(file);
        for (int i = 0; i < TIMES; i++) {
            Files.write(file, random.nextInt(4) == 0 ? changed(whole) : changedWithin(whole));
            assertIsInFoalsWords(foal("replay", "--timeout", "5", file.toString()));
        }
    }

    /** A recording in whose header or answers something is changed, and whose sums are right. */
    private byte[] changedWithin(byte[] recording) throws IOException, DataFormatException {
        ByteBuffer from = ByteBuffer.wrap(recording);
        ByteArrayOutputStream to = new ByteArrayOutputStream();
        int headerEnd = 0;
        while (recording[headerEnd] != '\n') {
            headerEnd++;
        }
        String header = new String(recording, 0, headerEnd, StandardCharsets.UTF_8);
        int json = header.indexOf('{');
        byte[] text = header.substring(json).getBytes(StandardCharsets.UTF_8);
        byte[] own = random.nextInt(2) == 0 ? changed(text) : text;
        to.write((header.substring(0, json - 9) + String.format("%08x ", sum(own))).getBytes(StandardCharsets.UTF_8));
        to.write(own);
        to.write('\n');
        from.position(headerEnd + 1);
        while (from.remaining() >= BLOCK_HEADER) {
            byte kind = from.get();
            byte[] bytes = new byte[from.getInt()];
            from.getInt();
            from.get(bytes);
            byte[] other = kind == 'E' ? packed(changed(unpacked(bytes))) : bytes;
            to.write(ByteBuffer.allocate(BLOCK_HEADER).put(kind).putInt(other.length).putInt(sum(other)).array());
            to.write(other);
        }
        return to.toByteArray();
    }

    private static int sum(byte[] bytes) {
        CRC32 sum = new CRC32();
        sum.update(bytes);
        return (int) sum.getValue();
    }

    private static byte[] unpacked(byte[] bytes) throws DataFormatException {
        Inflater inflater = new Inflater();
        inflater.setInput(bytes);
        byte[] all = new byte[1 << 20];
        int length = inflater.inflate(all);
        inflater.end();
        return Arrays.copyOf(all, length);
    }

    private static byte[] packed(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
            deflater.write(bytes);
        }
        return packed.toByteArray();
    }

    @Test
    void aTokenWithChangedLettersIsFollowedOrRefused() {
        Matcher found = TOKEN.matcher(foal("explore", "--runs", "500", "lost_update_broken").out());
        assertTrue(found.find());
        String token = found.group(1);
        for (int i = 0; i < TIMES; i++) {
            StringBuilder other = new StringBuilder(token);
            for (int changes = random.nextInt(1, 5); changes > 0; changes--) {
                int at = random.nextInt(other.length());
                switch (random.nextInt(4)) {
                    case 0 -> other.deleteCharAt(at);
                    case 1 -> other.insert(at, random.nextInt(10));
                    case 2 -> other.setCharAt(at, "0123456789/@-:,;x".charAt(random.nextInt(17)));
                    default -> other.append(other, at, other.length());
                }
            }
            assertIsInFoalsWords(foal("replay", "--timeout", "5", other.toString(), "lost_update_broken"));
        }
    }

    @Test
    void aReportWithChangedBytesIsMergedOrRefused() throws IOException {
        Path report = folder.resolve("report"), joined = folder.resolve("joined");
        foal("explore", "--runs", "200", "--json", report.toString(), "lost_update_broken");
        byte[] whole = Files.readAllBytes(report);
        for (int i = 0; i < TIMES; i++) {
            Files.write(report, changed(whole));
            assertIsInFoalsWords(foal("explore", "--merge", "--json", joined.toString(), report.toString(), report.toString()));
        }
    }
}
