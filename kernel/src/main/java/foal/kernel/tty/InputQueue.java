package foal.kernel.tty;

/**
 * What has been typed and not yet read: finished lines, and behind them the line that is being edited. A line ends with
 * a byte of its own, or with an end of file (^D), which is a mark and no byte for the reader.
 *
 * <p>Invariant: the bytes from 0 to {@code finished} belong to finished lines; from there to {@code length} nothing is
 * marked. One place is always left for the end of the line.
 */
final class InputQueue {
    /** Bytes that the longest line has, its end included (termios(3)). */
    static final int SIZE = 4096;

    /** What a place is marked as: bytes, since there can be thousands of terminals. */
    private static final byte NONE = 0, END_OF_LINE = 1, END_OF_FILE = 2;

    private final byte[] bytes = new byte[SIZE];
    private final byte[] marks = new byte[SIZE];
    private int length;
    private int finished;

    /** How many bytes can be typed before some must be read. A line that is too long does not count: it is cut. */
    int room(boolean isCanonical) {
        int free = SIZE - 1 - length;
        return isCanonical && finished == 0 ? Math.max(1, free) : free;
    }

    // ---- the line that is being edited -------------------------------------------------------------------------

    /** Adds a byte. @return false if the line is full, and the byte is lost */
    boolean add(int c) {
        if (length == SIZE - 1) {
            return false;
        }
        append(c, NONE);
        return true;
    }

    void endLine(int c) {
        append(c, END_OF_LINE);
        finished = length;
    }

    void endFile() {
        append(0, END_OF_FILE);
        finished = length;
    }

    private void append(int c, byte mark) {
        bytes[length] = (byte) c;
        marks[length] = mark;
        length++;
    }

    /** How much of the line there is. */
    int lineLength() {
        return length - finished;
    }

    /** A byte of it. @param index from 0 */
    int lineByte(int index) {
        return bytes[finished + index] & 0xff;
    }

    /** Takes back the end of the line. */
    void cutLine(int newLength) {
        length = finished + newLength;
    }

    /** Forgets everything. */
    void clear() {
        length = 0;
        finished = 0;
    }

    // ---- reading -----------------------------------------------------------------------------------------------

    /** The terminal edits lines from now on: the bytes in the queue become one finished line. */
    void finishAll() {
        removeMarks();
        if (length > 0) {
            marks[length - 1] = END_OF_LINE;
        }
        finished = length;
    }

    /** The terminal no longer edits lines: the lines in the queue become mere bytes. */
    void removeMarks() {
        java.util.Arrays.fill(marks, 0, length, NONE);
        finished = 0;
    }

    boolean hasLine() {
        return finished > 0;
    }

    int length() {
        return length;
    }

    /** Bytes of finished lines. */
    int finishedBytes() {
        int count = finished;
        for (int i = 0; i < finished; i++) {
            count -= marks[i] == END_OF_FILE ? 1 : 0;
        }
        return count;
    }

    /** Copies out the first line, or its beginning. @return how many bytes; 0 at an end of file */
    int peekLine(byte[] into, int limit) {
        int count = 0;
        while (count < limit && marks[count] != END_OF_FILE) {
            into[count] = bytes[count];
            if (marks[count++] == END_OF_LINE) {
                break;
            }
        }
        return count;
    }

    /** Copies out what there is, of lines or not. @return how many bytes */
    int peek(byte[] into, int limit) {
        int count = Math.min(length, limit);
        System.arraycopy(bytes, 0, into, 0, count);
        return count;
    }

    /** Removes what has been read, with the end of file that follows the bytes of its own line. */
    void take(int count) {
        boolean insideLine = count == 0 || marks[count - 1] == NONE;
        boolean endsFile = insideLine && count < finished && marks[count] == END_OF_FILE;
        int gone = endsFile ? count + 1 : count;
        System.arraycopy(bytes, gone, bytes, 0, length - gone);
        System.arraycopy(marks, gone, marks, 0, length - gone);
        length -= gone;
        finished = Math.max(0, finished - gone);
    }
}
