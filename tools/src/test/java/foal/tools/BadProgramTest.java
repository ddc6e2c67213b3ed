package foal.tools;

import static foal.tools.Foal.foal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.tools.boot.Installation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that cannot be run: one line that names the file and says why, and exit status 126. */
class BadProgramTest {
    // Where fields are in an ELF file and in a program header (elf(5)).
    private static final int CLASS = 4, TYPE = 16, MACHINE = 18, HEADERS = 32, HEADER_COUNT = 56;
    private static final int SEGMENT_OFFSET = 8, SEGMENT_ADDRESS = 16, FILE_SIZE = 32, MEMORY_SIZE = 40;
    private static final int LOAD = 1, HEADER_SIZE = 56;

    @TempDir
    private Path folder;

    private byte[] hello() throws IOException {
        return Files.readAllBytes(Installation.find().sample("hello"));
    }

    private static ByteBuffer fields(byte[] elf) {
        return ByteBuffer.wrap(elf).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Where the headers of the segments are that get loaded. */
    private static List<Integer> segments(ByteBuffer elf) {
        int table = (int) elf.getLong(HEADERS);
        return IntStream.range(0, elf.getShort(HEADER_COUNT)).mapToObj(i -> table + i * HEADER_SIZE)
                .filter(at -> elf.getInt(at) == LOAD).toList();
    }

    private void assertRefused(byte[] content, String why) throws IOException {
        Path file = Files.write(folder.resolve("program"), content);
        assertEquals(new Foal.Result(126, "", "foal: " + file + " " + why + "\n"), foal("boot", file.toString()));
    }

    private void assertRefused(Consumer<ByteBuffer> damage, String why) throws IOException {
        byte[] elf = hello();
        damage.accept(fields(elf));
        assertRefused(elf, why);
    }

    @Test
    void aDirectory() {
        assertEquals(new Foal.Result(126, "", "foal: " + folder + " is a directory\n"), foal("boot", folder.toString()));
    }

    @Test
    void aDevice() {
        assertEquals(new Foal.Result(126, "", "foal: /dev/null is not a regular file\n"), foal("boot", "/dev/null"));
    }

    @Test
    void aTextFileAndAnEmptyOne() throws IOException {
        assertRefused("Once upon a time, in a land far, far away, there was a text file.\n".getBytes(StandardCharsets.UTF_8),
                "is not an ELF executable");
        assertRefused(new byte[0], "is not an ELF executable");
    }

    @Test
    void aFileThatMayNotBeRead() throws IOException {
        Path file = Files.write(folder.resolve("secret"), hello());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        Assumptions.assumeFalse(Files.isReadable(file), "root may read everything");
        assertEquals(new Foal.Result(126, "", "foal: " + file + " cannot be read: permission denied\n"),
                foal("boot", file.toString()));
    }

    @Test
    void aProgramForAnotherMachine() throws IOException {
        assertRefused(elf -> elf.putShort(MACHINE, (short) 62), "is an ELF file for x86-64, not for RISC-V");
        assertRefused(elf -> elf.put(CLASS, (byte) 1), "is an ELF file for 32-bit RISC-V; Foal runs 64-bit programs");
    }

    @Test
    void anElfFileThatIsNoExecutable() throws IOException {
        assertRefused(elf -> elf.putShort(TYPE, (short) 1), "is an ELF file, but not an executable");
        assertRefused(elf -> elf.putShort(TYPE, (short) 4), "is an ELF file, but not an executable");
    }

    @Test
    void aTruncatedFile() throws IOException {
        byte[] elf = hello();
        ByteBuffer fields = fields(elf);
        int end = segments(fields).stream().mapToInt(at -> (int) (fields.getLong(at + SEGMENT_OFFSET) + fields.getLong(at + FILE_SIZE)))
                .max().orElseThrow();
        for (int length : new int[] {20, 63, 64, 200, end / 2, end - 1}) {
            assertRefused(Arrays.copyOf(elf, length), "is a truncated ELF file");
        }
    }

    @Test
    void segmentsThatOverlap() throws IOException {
        assertRefused(elf -> {
            List<Integer> segments = segments(elf);
            long shift = elf.getLong(segments.get(1) + SEGMENT_OFFSET) % 4096 - elf.getLong(segments.get(0) + SEGMENT_OFFSET) % 4096;
            elf.putLong(segments.get(1) + SEGMENT_ADDRESS, elf.getLong(segments.get(0) + SEGMENT_ADDRESS) + shift);
        }, "is an ELF file with segments that overlap");
    }

    @Test
    void aSegmentInTheKernelsHalf() throws IOException {
        assertRefused(elf -> elf.putLong(segments(elf).get(0) + SEGMENT_ADDRESS, 0xffff_ffff_8000_0000L
                + elf.getLong(segments(elf).get(0) + SEGMENT_OFFSET) % 4096),
                "is an ELF file with a segment outside of the user's part of memory");
    }

    @Test
    void aSegmentThatIsTooBig() throws IOException {
        byte[] elf = hello();
        ByteBuffer fields = fields(elf);
        int last = segments(fields).getLast();
        fields.putLong(last + MEMORY_SIZE, 1L << 36);
        Path file = Files.write(folder.resolve("huge"), elf);
        Foal.Result result = foal("boot", file.toString());
        assertEquals(126, result.status());
        assertTrue(result.err().matches("foal: \\Q" + file + "\\E needs [0-9]+ bytes, more than the machine's memory\n"), result.err());
    }

    @Test
    void headersThatMakeNoSense() throws IOException {
        assertRefused(elf -> elf.putShort(HEADER_COUNT, (short) 0), "is a damaged ELF file: its program headers make no sense");
        assertRefused(elf -> elf.putLong(HEADERS, -1), "is a truncated ELF file");
        assertRefused(elf -> elf.putLong(segments(elf).get(0) + FILE_SIZE, Long.MAX_VALUE), "is a truncated ELF file");
        assertRefused(elf -> segments(elf).forEach(at -> elf.putInt(at, 0)), "is an ELF file with nothing to load");
    }

    /** Whatever the file says, it is the program that suffers and not Foal. */
    @Test
    void randomDamageNeverMakesFoalFail() throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        Path file = folder.resolve("damaged");
        for (int round = 0; round < 60; round++) {
            byte[] elf = hello();
            int headersEnd = HEADER_SIZE * fields(elf).getShort(HEADER_COUNT) + (int) fields(elf).getLong(HEADERS);
            for (int change = 0; change < 3; change++) {
                elf[random.nextInt(headersEnd)] = (byte) random.nextInt();
            }
            Files.write(file, elf);
            Foal.Result result = foal("boot", "--timeout", "0.5", file.toString());
            assertFalse(result.status() == 125 || result.err().contains("internal error"), round + ": " + result);
        }
    }

    @Test
    void aSourceFileThatDoesNotCompile() throws IOException {
        Path file = Files.writeString(folder.resolve("wrong.c"), "int main(void) { return 1 }\n");
        Foal.Result result = foal("boot", file.toString());
        assertEquals(126, result.status());
        assertTrue(result.err().contains("wrong.c:1:") && result.err().endsWith("foal: " + file + " could not be compiled\n"), result.err());
    }
}
