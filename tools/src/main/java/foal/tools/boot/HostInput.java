package foal.tools.boot;

import foal.kernel.tty.HostStreams;
import foal.tools.cli.FileTrouble;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The host's standard input, line by line, whatever pieces it comes in.
 *
 * <p>The thread that runs the machine must stay able to stop, and cannot while it reads from the host. So a thread of
 * its own reads: only when the guest asks, so that a guest that reads nothing takes nothing away from
 * whoever shares our input.
 */
final class HostInput {
    private static final int PIECE = 8192;
    private static final int LOOK_MILLIS = 50;

    private final InputStream stream;
    private final boolean waits;
    private final Consumer<String> warnings;
    private Runnable arrived = () -> {};
    private Optional<BooleanSupplier> meanwhile = Optional.empty();
    private Thread reader;

    // All guarded by this object's lock.
    private byte[] buffer = new byte[PIECE];
    private int length;
    private boolean isAtEnd;
    private boolean isWanted;
    private boolean isClosed;

    /** @param waits whether {@link #peekLine} waits for input that is not there yet */
    HostInput(InputStream stream, boolean waits, Consumer<String> warnings) {
        this.stream = stream;
        this.waits = waits;
        this.warnings = warnings;
    }

    /** Says who is to be called, by another thread, when there is input that somebody has asked for in vain. */
    void whenArrived(Runnable action) {
        arrived = action;
    }

    /** Has something called again and again while {@link #peekLine} waits. @param action says whether to wait no longer */
    void whileWaiting(BooleanSupplier action) {
        meanwhile = Optional.of(action);
    }

    /** As {@link HostStreams#peekLine}. */
    synchronized int peekLine(byte[] into, int limit) {
        while (lineLength(limit) == 0 && !isAtEnd) {
            if (isClosed) {
                return HostStreams.NOTHING_YET;
            }
            askForMore();
            if (!waits || meanwhile.isPresent() && meanwhile.get().getAsBoolean()) {
                return HostStreams.NOTHING_YET;
            }
            await(meanwhile.isPresent() ? LOOK_MILLIS : 0);
        }
        int line = lineLength(limit);
        int count = line != 0 ? line : Math.min(length, limit);
        System.arraycopy(buffer, 0, into, 0, count);
        return count;
    }

    /** As {@link HostStreams#take}. */
    synchronized void take(int count) {
        System.arraycopy(buffer, count, buffer, 0, length - count);
        length -= count;
        if (count == 0) {
            isAtEnd = false; // a terminal can be read on after ^D
        }
    }

    /** As {@link HostStreams#isReady}. */
    synchronized boolean isReady() {
        boolean isThere = waits || isAtEnd || lineLength(Integer.MAX_VALUE) != 0;
        if (!isThere) {
            askForMore();
        }
        return isThere;
    }

    /** Lets {@link #peekLine} wait no longer: the run is being stopped. */
    synchronized void close() {
        isClosed = true;
        notifyAll();
    }

    /** How many bytes a reader gets now, or 0 if it must wait for the rest of the line or the end of the input. */
    private int lineLength(int limit) {
        for (int i = 0; i < Math.min(length, limit); i++) {
            if (buffer[i] == '\n') {
                return i + 1;
            }
        }
        return length >= limit ? limit : 0;
    }

    private void askForMore() {
        isWanted = true;
        if (reader == null) {
            reader = Thread.ofPlatform().daemon().name("standard input").start(this::readOnDemand);
        }
        notifyAll();
    }

    private void readOnDemand() {
        byte[] piece = new byte[PIECE];
        while (true) {
            synchronized (this) {
                while (!isWanted) {
                    await(0);
                }
            }
            int count = read(piece);
            synchronized (this) {
                isWanted = false;
                append(piece, count);
                notifyAll();
            }
            arrived.run();
        }
    }

    private int read(byte[] piece) {
        try {
            return stream.read(piece);
        } catch (IOException e) {
            warnings.accept("cannot read standard input: " + FileTrouble.reason(e));
            return -1;
        }
    }

    private void append(byte[] piece, int count) {
        if (count < 0) {
            isAtEnd = true;
            return;
        }
        if (length + count > buffer.length) {
            buffer = Arrays.copyOf(buffer, 2 * (length + count));
        }
        System.arraycopy(piece, 0, buffer, length, count);
        length += count;
    }

    /** @param millis for which to wait at most; 0 for as long as it takes */
    private void await(long millis) {
        try {
            wait(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e); // nobody interrupts these threads
        }
    }
}
