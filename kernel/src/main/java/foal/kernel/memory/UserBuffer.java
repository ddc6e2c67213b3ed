package foal.kernel.memory;

import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;

/**
 * The memory that a call reads from or writes to, as one stream of bytes: a single buffer, or the pieces of
 * {@code readv} and {@code writev}. Made once and used again for every call.
 */
public final class UserBuffer {
    /** Pieces that one call can name (UIO_MAXIOV). */
    public static final int MOST_PIECES = 1024;
    /** What one call transfers at most (MAX_RW_COUNT of Linux). */
    public static final long MOST_BYTES = 0x7fff_f000L;
    private static final int IOVEC = 16;

    private ByteSink sink;
    private ByteSource source;
    private final long[] addresses = new long[MOST_PIECES];
    private final long[] lengths = new long[MOST_PIECES];
    private final Struct iovec = new Struct(IOVEC);
    private int pieces;
    private int piece;
    private long offset;
    private long remaining;

    /** Empties the buffer, for use with a program's memory. */
    public UserBuffer reset(UserMemory memory) {
        sink = memory;
        source = memory;
        return empty();
    }

    /** Empties the buffer, to be given bytes that go elsewhere than to a program's memory; none can be taken from it. */
    public UserBuffer resetInto(ByteSink newSink) {
        sink = newSink;
        return empty();
    }

    /** Empties the buffer, to take bytes from something else than a program's memory; it cannot be given any. */
    public UserBuffer resetTo(ByteSource newSource) {
        source = newSource;
        return empty();
    }

    private UserBuffer empty() {
        pieces = 0;
        piece = 0;
        offset = 0;
        remaining = 0;
        return this;
    }

    /** Adds a piece at the end. */
    public UserBuffer add(long address, long length) {
        addresses[pieces] = address;
        lengths[pieces] = length;
        pieces++;
        remaining += length;
        return this;
    }

    /**
     * Adds the pieces of a {@code struct iovec} array, up to {@link #MOST_BYTES} in all. Each has to lie where programs can have
     * memory.
     *
     * @param count of the pieces, from 0 to {@link #MOST_PIECES}
     * @return 0 or an error
     */
    public long addAll(UserMemory memory, long array, int count) {
        for (int i = 0; i < count; i++) {
            if (!memory.read(array + (long) IOVEC * i, iovec)) {
                return EFAULT.result();
            }
            long length = iovec.getLong(8);
            if (length < 0) {
                return EINVAL.result();
            }
            if (!UserMemory.mayBeUsers(iovec.getLong(0), length)) {
                return EFAULT.result();
            }
            add(iovec.getLong(0), Math.min(length, MOST_BYTES - remaining));
        }
        return 0;
    }

    /** Bytes not yet transferred. */
    public long remaining() {
        return remaining;
    }

    /** Passes over bytes that an earlier run of the call has transferred. */
    public void skip(long bytes) {
        long left = bytes;
        // There may be fewer bytes than there were, if the program shares the memory that says how many.
        while (left > 0 && nextPieceIfDone()) {
            left -= advance(Math.min(left, lengths[piece] - offset));
        }
    }

    /** Leaves out what lies behind so many of the bytes that remain. */
    public void limit(long bytes) {
        long left = bytes + offset;
        for (int i = piece; i < pieces; i++) {
            lengths[i] = Math.min(lengths[i], left);
            left -= lengths[i];
        }
        remaining = Math.min(remaining, bytes);
    }

    // ---- transfers, piece by piece -----------------------------------------------------------------------------

    /** What is done with a part of one piece. */
    private interface Step {
        /**
         * @param array and {@code at}: a place in an array of the kernel's; or without an array, that physical address
         * @return bytes transferred; fewer than {@code length} only at a bad address
         */
        int on(UserBuffer buffer, long address, byte[] array, long at, int length);
    }

    // They capture nothing, so a transfer makes no object.
    private static final Step TAKE = (buffer, address, into, at, length) -> buffer.source.read(address, into, (int) at, length);
    private static final Step TAKE_TO_FRAME = (buffer, address, _, at, length) -> buffer.source.readTo(address, at, length);
    private static final Step GIVE = (buffer, address, from, at, length) -> buffer.sink.write(address, from, (int) at, length);
    private static final Step GIVE_FROM_FRAME = (buffer, address, _, at, length) -> buffer.sink.writeFrom(address, at, length);
    private static final Step GIVE_ZEROS = (buffer, address, _, _, length) -> buffer.sink.clear(address, length);

    private int forEachPiece(int wanted, Step step, byte[] array, long at) {
        int done = 0;
        while (done < wanted && nextPieceIfDone()) {
            int chunk = (int) Math.min(wanted - done, lengths[piece] - offset);
            int copied = step.on(this, addresses[piece] + offset, array, at + done, chunk);
            advance(copied);
            done += copied;
            if (copied < chunk) {
                break;
            }
        }
        return done;
    }

    /** Takes bytes from the program. @return how many; fewer than wanted only at a bad address or the end */
    public int take(byte[] into, int at, int wanted) {
        return forEachPiece(wanted, TAKE, into, at);
    }

    /** Takes bytes from the program into a frame of the kernel's. @return how many, as {@link #take(byte[], int, int)} */
    public int takeTo(long physical, int wanted) {
        return forEachPiece(wanted, TAKE_TO_FRAME, null, physical);
    }

    /** Gives bytes to the program. @return how many; fewer than offered only at a bad address or the end */
    public int give(byte[] from, int at, int offered) {
        return forEachPiece(offered, GIVE, from, at);
    }

    /** Gives bytes from a frame of the kernel's to the program. @return how many, as {@link #give(byte[], int, int)} */
    public int giveFrom(long physical, int offered) {
        return forEachPiece(offered, GIVE_FROM_FRAME, null, physical);
    }

    /** Gives zeros to the program. @return how many, as {@link #give(byte[], int, int)} */
    public int giveZeros(int offered) {
        return forEachPiece(offered, GIVE_ZEROS, null, 0);
    }

    private long advance(long bytes) {
        offset += bytes;
        remaining -= bytes;
        return bytes;
    }

    private boolean nextPieceIfDone() {
        while (piece < pieces && offset == lengths[piece]) {
            piece++;
            offset = 0;
        }
        return piece < pieces;
    }
}
