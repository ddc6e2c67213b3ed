package foal.tools.recording;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import foal.tools.cli.ExitCode;
import foal.tools.cli.Failure;
import foal.tools.cli.FileTrouble;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;

/**
 * The format of a recording.
 *
 * <p>The first line is text, in UTF-8: {@code foal-recording 1 SUM JSON}. JSON is the {@link Header}, SUM its CRC-32 in 8
 * hexadecimal digits. Blocks follow, of any number: a byte that says of which kind, the number of bytes in it and their CRC-32,
 * 4 bytes each, highest first, and the bytes. A file without the last block is one of a run that was killed.
 *
 * <p>A block {@code E} holds answers in the order in which the run asked for them, compressed as by zlib. Numbers are as in
 * DWARF's LEB128: 7 bits a byte, lowest first, the highest bit set if more follow. An answer is
 *
 * <ul>
 *   <li>a number: how often {@code Journal.happened} was asked before, with the answer no;
 *   <li>a byte: the place of the answer's topic in {@code Journal.Topic}, plus 128 for an error; or 127: nothing more is
 *       known yet, and that is all;
 *   <li>for an error, a byte: its place in {@code HostError};
 *   <li>else the answer's number, with its sign in the lowest bit; how many bytes belong to it; the bytes.
 * </ul>
 *
 * <p>Where blocks end and what is known in between depends on the host's time, so that of a Foal that is killed nearly all is there: two
 * recordings of one run hold the same answers, but need not have the same bytes.
 *
 * <p>The last block, {@code Z}, holds a byte: the place of the {@link Ending}.
 */
final class RecordingFile {
    static final int EVENTS = 'E', END = 'Z', PAUSE = 127, ERROR = 128;
    /** Bytes of the last block. */
    static final int END_SIZE = 1;
    private static final String MAGIC = "foal-recording 1 ";
    private static final int SUM_DIGITS = 8, BLOCK_HEADER = 9;
    private static final int LONGEST_HEADER = 1 << 26;
    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

    private RecordingFile() {}

    static void writeHeader(OutputStream to, Header header) throws IOException {
        byte[] json = GSON.toJson(header).getBytes(StandardCharsets.UTF_8);
        to.write((MAGIC + String.format("%08x ", sum(json))).getBytes(StandardCharsets.UTF_8));
        to.write(json);
        to.write('\n');
    }

    static void writeBlock(OutputStream to, int kind, byte[] bytes) throws IOException {
        byte[] block = ByteBuffer.allocate(BLOCK_HEADER + bytes.length).put((byte) kind).putInt(bytes.length).putInt(sum(bytes))
                .put(bytes).array();
        to.write(block);
    }

    private static int sum(byte[] bytes) {
        CRC32 sum = new CRC32();
        sum.update(bytes);
        return (int) sum.getValue();
    }

    /** Opens a file. @throws Failure if it is no recording */
    static DataInputStream open(Path file) throws Failure {
        if (Files.isDirectory(file)) {
            throw new Failure(ExitCode.FAILED, file + " is a directory");
        }
        try {
            return new DataInputStream(new BufferedInputStream(Files.newInputStream(file)));
        } catch (IOException e) {
            throw new Failure(ExitCode.FAILED, "cannot read " + file + ": " + FileTrouble.reason(e), e);
        }
    }

    static Header readHeader(Path file, InputStream from) throws Failure, IOException {
        byte[] magic = from.readNBytes(MAGIC.length());
        if (!new String(magic, StandardCharsets.ISO_8859_1).equals(MAGIC)) {
            throw new Failure(ExitCode.FAILED, file + " is no recording of foal, or one of another format");
        }
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = from.read(); next != '\n'; next = from.read()) {
            if (next < 0 || line.size() > LONGEST_HEADER) {
                throw damaged(file, "its first line is cut off");
            }
            line.write(next);
        }
        String text = line.toString(StandardCharsets.UTF_8);
        String json = text.length() <= SUM_DIGITS ? "" : text.substring(SUM_DIGITS + 1);
        if (!text.startsWith(String.format("%08x ", sum(json.getBytes(StandardCharsets.UTF_8))))) {
            throw damaged(file, "its first line has another checksum");
        }
        try {
            Header header = GSON.fromJson(json, Header.class);
            if (header == null || !header.isWhole()) {
                throw damaged(file, "its first line makes no sense");
            }
            return header;
        } catch (JsonParseException | NumberFormatException e) {
            throw damaged(file, "its first line makes no sense");
        }
    }

    /**
     * The next block.
     *
     * @return its kind, and behind that its bytes; empty at the end of the file, also if that is in the midst of a block
     */
    static byte[] readBlock(Path file, DataInputStream from) throws Failure, IOException {
        try {
            int kind = from.readUnsignedByte();
            int length = from.readInt(), sum = from.readInt();
            if (kind != EVENTS && kind != END || length < 0) {
                throw damaged(file, "there is no such block");
            }
            byte[] bytes = from.readNBytes(length);
            if (bytes.length < length) {
                return new byte[0];
            }
            if (sum(bytes) != sum || kind == END && length != END_SIZE) {
                throw damaged(file, "a block has another checksum");
            }
            return ByteBuffer.allocate(1 + length).put((byte) kind).put(bytes).array();
        } catch (EOFException _) {
            return new byte[0];
        }
    }

    static Failure damaged(Path file, String how) {
        return new Failure(ExitCode.FAILED, file + " is damaged: " + how);
    }
}
