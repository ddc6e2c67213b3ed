package foal.kernel.outside;

import foal.kernel.file.Content;
import foal.kernel.outside.Journal.Answer;
import foal.kernel.outside.Journal.Topic;
import foal.kernel.syscall.Errno;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * A file of the host's whose bytes come through a journal: all of them when the first is read, so that those who watch
 * can look at them, too; piece by piece if it is large.
 */
public final class JournaledContent implements Content {
    /** Bytes up to which a file is kept, and those of all files together. */
    private static final long MOST_OF_ONE = 32 << 20, MOST_OF_ALL = 128 << 20;
    /** The number of an answer that holds the whole file. */
    private static final long WHOLE = -1;

    private final Journal journal;
    private final Room room;
    private final Content live;
    private final long size;
    private Optional<byte[]> whole = Optional.empty();

    /** How much is kept of all files of a machine. */
    public static final class Room {
        private long used;

        private boolean has(long bytes) {
            return bytes <= MOST_OF_ONE && used + bytes <= MOST_OF_ALL;
        }
    }

    /** @param live the file, which is left alone if the journal gives again what was written down @param size of the file when the run began */
    public JournaledContent(Journal journal, Room room, Content live, long size) {
        this.journal = journal;
        this.room = room;
        this.live = live;
        this.size = size;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int read(long position, byte[] into) throws IOException {
        if (whole.isPresent()) {
            return copy(whole.get(), position, into);
        }
        Answer answer = journal.ask(Topic.FILE, () -> readLive(position, into));
        if (answer.number() == WHOLE) {
            whole = Optional.of(answer.bytes());
            room.used += size;
            return copy(whole.get(), position, into);
        }
        return copy(answer.bytes(), 0, into);
    }

    private Answer readLive(long position, byte[] into) throws IOException {
        boolean isWhole = room.has(size);
        byte[] bytes = isWhole ? new byte[(int) size] : into;
        int count = live.read(isWhole ? 0 : position, bytes);
        return new Answer(isWhole ? WHOLE : count, Arrays.copyOf(bytes, count));
    }

    private static int copy(byte[] bytes, long position, byte[] into) {
        int from = (int) Math.min(position, bytes.length);
        int count = Math.min(into.length, bytes.length - from);
        System.arraycopy(bytes, from, into, 0, count);
        return count;
    }

    @Override
    public int peek(long position, byte[] into) throws IOException {
        if (whole.isEmpty()) {
            throw new IOException("not read yet, or not kept");
        }
        return copy(whole.get(), position, into);
    }

    @Override
    public void close() {
        room.used -= whole.isPresent() ? size : 0;
        whole = Optional.empty();
        if (journal.isLive()) {
            live.close();
        }
    }

    @Override
    public Optional<Errno> obstacle() {
        long number = journal.askSafely(Topic.FILE_OBSTACLE, () -> Answer.of(live.obstacle().map(Errno::result).orElse(0L))).number();
        return number == 0 ? Optional.empty() : Optional.of(Errno.of(number));
    }
}
