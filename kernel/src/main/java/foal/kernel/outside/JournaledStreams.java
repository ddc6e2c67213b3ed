package foal.kernel.outside;

import foal.kernel.outside.Journal.Answer;
import foal.kernel.outside.Journal.Topic;
import foal.kernel.tty.HostStreams;
import foal.kernel.tty.HostTerminal;
import foal.kernel.tty.WindowSize;
import java.util.Arrays;
import java.util.Optional;

/** The console's host side, whose input comes through a journal. Output goes to the streams that are there now. */
public final class JournaledStreams implements HostStreams {
    private static final int BITS = 16;
    private static final long MASK = (1 << BITS) - 1;

    private final Journal journal;
    private final HostStreams live;
    private final boolean isTerminal;

    public JournaledStreams(Journal journal, HostStreams live) {
        this.journal = journal;
        this.live = live;
        isTerminal = journal.askSafely(Topic.TERMINAL, () -> Answer.of(live.terminal().isPresent() ? 1 : 0)).number() != 0;
    }

    /** Asks for bytes. @return as {@link HostStreams#peekLine} and {@link HostTerminal#read} */
    private int bytes(Topic topic, byte[] into, LiveRead read) {
        Answer answer = journal.askSafely(topic, () -> {
            int count = read.run();
            return count > 0 ? new Answer(count, Arrays.copyOf(into, count)) : Answer.of(count);
        });
        System.arraycopy(answer.bytes(), 0, into, 0, Math.min(into.length, answer.bytes().length));
        return (int) answer.number();
    }

    /** Reads from the streams that are there. */
    private interface LiveRead {
        int run();
    }

    @Override
    public int peekLine(byte[] into, int limit) {
        return bytes(Topic.LINE, into, () -> live.peekLine(into, limit));
    }

    @Override
    public void take(int count) {
        if (journal.isLive()) {
            live.take(count);
        }
    }

    @Override
    public boolean isReady() {
        return journal.askSafely(Topic.LINE_IS_READY, () -> Answer.of(live.isReady() ? 1 : 0)).number() != 0;
    }

    @Override
    public void write(boolean toError, byte[] bytes, int length) {
        live.write(toError, bytes, length);
    }

    @Override
    public Optional<HostTerminal> terminal() {
        return isTerminal ? Optional.of(new Terminal()) : Optional.empty();
    }

    /** The terminal, if the run has or had one. */
    private final class Terminal implements HostTerminal {
        private HostTerminal there() {
            return live.terminal().orElseThrow();
        }

        @Override
        public int read(byte[] into, int limit) {
            return bytes(Topic.KEYS, into, () -> there().read(into, limit));
        }

        @Override
        public void write(byte[] bytes, int length) {
            if (journal.isLive()) {
                there().write(bytes, length);
            } else {
                live.write(false, bytes, length);
            }
        }

        @Override
        public WindowSize size() {
            long packed = journal.askSafely(Topic.WINDOW, () -> Answer.of(pack(there().size()))).number();
            return new WindowSize(part(packed, 3), part(packed, 2), part(packed, 1), part(packed, 0));
        }

        private static long pack(WindowSize size) {
            return (long) size.rows() << 3 * BITS | (size.columns() & MASK) << 2 * BITS | (size.width() & MASK) << BITS | size.height() & MASK;
        }

        private static int part(long packed, int index) {
            return (int) (packed >>> index * BITS & MASK);
        }
    }
}
