package foal.kernel.coredump;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;

import foal.kernel.file.OpenFile;
import foal.kernel.memory.ByteSource;
import foal.kernel.memory.UserBuffer;
import foal.kernel.syscall.Errno;
import foal.kernel.task.Task;

/**
 * The file that a core goes to. It ends early where the limit is reached or the file system is full: what is there can be
 * read all the same. Passing over zeros leaves holes, which count for nothing.
 */
final class CoreOutput implements ByteSource {
    private final Task task;
    private final OpenFile file;
    private final byte[] page = new byte[PAGE_SIZE];
    private final UserBuffer piece = new UserBuffer();
    private int filled;
    private long position;
    private long left;
    private boolean isHoleLast;
    private boolean isOver;

    /** @param limit how many bytes may be written, unsigned */
    CoreOutput(Task task, OpenFile file, long limit) {
        this.task = task;
        this.file = file;
        left = limit < 0 ? Long.MAX_VALUE : limit;
    }

    /** Whether nothing more can be written. */
    boolean isOver() {
        return isOver;
    }

    void write(byte[] bytes, int length) {
        for (int done = 0; done < length && !isOver; ) {
            int chunk = Math.min(length - done, page.length - filled);
            System.arraycopy(bytes, done, page, filled, chunk);
            filled += chunk;
            done += chunk;
            if (filled == page.length) {
                flush();
            }
        }
    }

    /** Passes over zeros. */
    void skip(long bytes) {
        flush();
        if (bytes > 0 && !isOver) {
            position += bytes;
            isHoleLast = true;
        }
    }

    /** Nothing more is to come. */
    void finish() {
        flush();
        if (isHoleLast && !isOver) { // the file is as long as it claims to be
            position--;
            write(new byte[1], 1);
            flush();
        }
    }

    private void flush() {
        if (filled == 0 || isOver) {
            return;
        }
        if (filled > left) {
            isOver = true;
            return;
        }
        long written = file.writeAt(task, piece.resetTo(this).add(0, filled), position);
        isOver = Errno.isError(written) || written < filled;
        position += filled;
        left -= filled;
        filled = 0;
        isHoleLast = false;
    }

    // ---- as what the file takes its bytes from ---------------------------------------------------------------------

    @Override
    public int read(long address, byte[] into, int offset, int length) {
        System.arraycopy(page, (int) address, into, offset, length);
        return length;
    }

    @Override
    public int readTo(long address, long destination, int length) {
        task.memory().physical().write(destination, page, (int) address, length);
        return length;
    }
}
