package foal.tools.recording;

import foal.kernel.outside.HostError;
import foal.kernel.outside.Journal;
import foal.tools.cli.ExitCode;
import foal.tools.cli.Failure;
import foal.tools.cli.FileTrouble;
import foal.tools.cli.OutputLost;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import java.util.zip.DeflaterOutputStream;

/**
 * Passes answers on and writes them down. What is new is in the file a moment later, whatever becomes of the run: a
 * thread of its own sees to that.
 */
public final class Recorder implements Journal, AutoCloseable {
    private static final int FULL = 1 << 18;
    private static final long MILLIS_BETWEEN_BLOCKS = 100;

    private final Path file;
    private final OutputStream out;
    private final Thread writer;

    // All guarded by this object's lock.
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    /** How often the answer was no since the last other one. */
    private long no;
    private IOException failure;
    private boolean isOver;

    private Recorder(Path file, OutputStream out) {
        this.file = file;
        this.out = out;
        writer = Thread.ofPlatform().daemon().name("recorder").unstarted(this::writeNowAndThen);
    }

    /** Begins a recording. What the file held before is gone. */
    public static Recorder create(Path file, Header header) throws Failure {
        try {
            Recorder recorder = new Recorder(file, new FileOutputStream(file.toFile()));
            RecordingFile.writeHeader(recorder.out, header);
            recorder.writer.start();
            return recorder;
        } catch (IOException e) {
            throw new Failure(ExitCode.FAILED, "cannot write to " + file + ": " + FileTrouble.reason(e), e);
        }
    }

    @Override
    public boolean isLive() {
        return true;
    }

    @Override
    public boolean happened(Topic topic, BooleanSupplier live) {
        boolean answer = live.getAsBoolean();
        synchronized (this) {
            if (answer) {
                note(topic, Answer.of(1));
            } else {
                no++;
                checkOutput();
            }
        }
        return answer;
    }

    @Override
    public Answer ask(Topic topic, Source live) throws IOException {
        try {
            Answer answer = live.get();
            note(topic, answer);
            return answer;
        } catch (IOException e) {
            noteError(topic, HostError.of(e));
            throw e;
        }
    }

    // ---- writing ---------------------------------------------------------------------------------------------------

    private synchronized void note(Topic topic, Answer answer) {
        if (isOver) {
            return;
        }
        begin(topic.ordinal());
        putNumber(answer.number() << 1 ^ answer.number() >> Long.SIZE - 1);
        putNumber(answer.bytes().length);
        pending.writeBytes(answer.bytes());
        end();
    }

    private synchronized void noteError(Topic topic, HostError error) {
        if (isOver) {
            return;
        }
        begin(topic.ordinal() | RecordingFile.ERROR);
        pending.write(error.ordinal());
        end();
    }

    private void begin(int code) {
        putNumber(no);
        no = 0;
        pending.write(code);
    }

    private void end() {
        if (pending.size() >= FULL) {
            writeBlock();
        }
        checkOutput();
    }

    private void putNumber(long number) {
        long left = number;
        while ((left & ~0x7f) != 0) {
            pending.write((int) (left & 0x7f | 0x80));
            left >>>= 7;
        }
        pending.write((int) left);
    }

    private void checkOutput() {
        if (failure != null) {
            throw new OutputLost(file.toString(), failure);
        }
    }

    private void writeNowAndThen() {
        try {
            synchronized (this) {
                while (!isOver) {
                    wait(MILLIS_BETWEEN_BLOCKS);
                    writeBlock();
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e); // nobody interrupts this thread
        }
    }

    /** Writes what is pending. */
    private synchronized void writeBlock() {
        if (no > 0) {
            begin(RecordingFile.PAUSE);
        }
        if (pending.size() == 0 || failure != null) {
            return;
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
            pending.writeTo(deflater);
            pending.reset();
            deflater.finish();
            RecordingFile.writeBlock(out, RecordingFile.EVENTS, packed.toByteArray());
        } catch (IOException e) {
            failure = e;
        }
    }

    /** The run is over; what is asked from now on does not belong to it. */
    public synchronized void end(Ending ending) {
        writeBlock();
        try {
            RecordingFile.writeBlock(out, RecordingFile.END, new byte[] {(byte) ending.ordinal()});
        } catch (IOException e) {
            failure = failure == null ? e : failure;
        }
        isOver = true;
        notifyAll();
        checkOutput();
    }

    /** Writes what is left, and closes the file. */
    @Override
    public synchronized void close() {
        if (!isOver) {
            writeBlock();
            isOver = true;
            notifyAll();
        }
        try {
            out.close();
        } catch (IOException e) {
            throw new OutputLost(file.toString(), e);
        }
    }
}
