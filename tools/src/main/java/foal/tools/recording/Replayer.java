package foal.tools.recording;

import foal.kernel.outside.HostError;
import foal.kernel.outside.Journal;
import foal.tools.cli.Failure;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.zip.InflaterInputStream;

/** Gives the answers of a recording again, in their order. The world is not asked. */
public final class Replayer implements Journal, AutoCloseable {
    private final Path file;
    private final Header header;
    private final DataInputStream blocks;
    private final Ending ending;

    private PushbackInputStream events = new PushbackInputStream(InputStream.nullInputStream());
    /** How often the answer is still no. */
    private long no;
    /** The answer that comes then; empty if it has not been read, or there is none. */
    private Optional<Next> next = Optional.empty();

    /** An answer, or an error. */
    private record Next(Topic topic, Optional<HostError> error, Answer answer) {}

    private Replayer(Path file, Header header, DataInputStream blocks, Ending ending) {
        this.file = file;
        this.header = header;
        this.blocks = blocks;
        this.ending = ending;
    }

    /** Opens a recording. @throws Failure if it is none, or damaged */
    public static Replayer open(Path file) throws Failure {
        try (DataInputStream all = RecordingFile.open(file)) {
            RecordingFile.readHeader(file, all);
            Ending ending = Ending.CUT_OFF;
            for (byte[] block = RecordingFile.readBlock(file, all); block.length > 0; block = RecordingFile.readBlock(file, all)) {
                if (block[0] == RecordingFile.END) {
                    ending = Ending.values()[Math.clamp(block[1], 0, Ending.CUT_OFF.ordinal())];
                }
            }
            DataInputStream blocks = RecordingFile.open(file);
            return new Replayer(file, RecordingFile.readHeader(file, blocks), blocks, ending);
        } catch (IOException e) {
            throw RecordingFile.damaged(file, e.getMessage());
        }
    }

    public Header header() {
        return header;
    }

    @Override
    public boolean isLive() {
        return false;
    }

    @Override
    public boolean happened(Topic topic, BooleanSupplier live) {
        lookAhead();
        if (no > 0) {
            no--;
            return false;
        }
        take(topic);
        return true;
    }

    @Override
    public Answer ask(Topic topic, Source live) throws IOException {
        lookAhead();
        if (no > 0) {
            throw new RunDeparts("it asks for " + topic + " too early");
        }
        Next taken = take(topic);
        if (taken.error().isPresent()) {
            throw taken.error().get().exception();
        }
        return taken.answer();
    }

    private Next take(Topic topic) {
        Next taken = next.orElseThrow(() -> new RecordingEnded(ending));
        if (taken.topic() != topic) {
            throw new RunDeparts("it asks for " + topic + " where it asked for " + taken.topic());
        }
        next = Optional.empty();
        return taken;
    }

    // ---- reading ---------------------------------------------------------------------------------------------------

    /** Reads the next answer if it is needed. */
    private void lookAhead() {
        try {
            while (next.isEmpty() && no == 0 && findEvent()) {
                readEvent();
            }
        } catch (IOException | IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new RunDeparts("the recording is damaged");
        }
    }

    /** Comes to the next event. @return false if there is none */
    private boolean findEvent() throws IOException {
        while (true) {
            int first = events.read();
            if (first >= 0) {
                events.unread(first);
                return true;
            }
            byte[] block;
            try {
                block = RecordingFile.readBlock(file, blocks);
            } catch (Failure e) {
                throw new IOException(e);
            }
            if (block.length == 0 || block[0] == RecordingFile.END) {
                return false;
            }
            events = new PushbackInputStream(new BufferedInputStream(
                    new InflaterInputStream(new ByteArrayInputStream(block, 1, block.length - 1))));
        }
    }

    private void readEvent() throws IOException {
        no = readNumber();
        int code = readByte();
        if (code == RecordingFile.PAUSE) {
            return;
        }
        Topic topic = Topic.values()[code & ~RecordingFile.ERROR];
        if ((code & RecordingFile.ERROR) != 0) {
            next = Optional.of(new Next(topic, Optional.of(HostError.values()[readByte()]), Answer.of(0)));
            return;
        }
        long number = readNumber();
        int length = (int) readNumber();
        byte[] bytes = events.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        next = Optional.of(new Next(topic, Optional.empty(), new Answer(number >>> 1 ^ -(number & 1), bytes)));
    }

    private int readByte() throws IOException {
        int read = events.read();
        if (read < 0) {
            throw new EOFException();
        }
        return read;
    }

    private long readNumber() throws IOException {
        long number = 0;
        for (int shift = 0; ; shift += 7) {
            int part = readByte();
            number |= (part & 0x7fL) << shift;
            if ((part & 0x80) == 0) {
                return number;
            }
        }
    }

    @Override
    public void close() {
        try {
            blocks.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
