package foal.kernel.file;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;
import static foal.kernel.syscall.Errno.EIO;
import static foal.kernel.syscall.Errno.ENOMEM;
import static foal.kernel.syscall.Errno.ENOSPC;

import foal.kernel.memory.Backing;
import foal.kernel.memory.FrameTable;
import foal.kernel.syscall.Errno;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * The bytes of a file, page by page. A page has a frame; or it is in the content, from where it is loaded when it is first
 * used; or it is a hole, full of zeros.
 */
final class PagedContent {
    /** Bytes that are read from the content at a time. */
    private static final int READ_AHEAD = 16 * PAGE_SIZE;

    private final FileSystem fileSystem;
    private final FrameTable frames;
    private final FilePages pages;
    private Optional<Content> content;
    private long end;

    PagedContent(FileSystem fileSystem, Optional<Content> content) {
        this.fileSystem = fileSystem;
        this.content = content;
        frames = fileSystem.frames();
        pages = new FilePages(fileSystem);
        end = content.map(Content::size).orElse(0L);
    }

    /** How many pages hold so many bytes. */
    static long pagesOf(long bytes) {
        return bytes / PAGE_SIZE + (bytes % PAGE_SIZE == 0 ? 0 : 1);
    }

    /** The pages that have frames. */
    FilePages pages() {
        return pages;
    }

    /** Where bytes come from, if not from programs alone. */
    Optional<Content> content() {
        return content;
    }

    /** From now on, what is written is written to the content, too. */
    void writeThrough(Content empty) {
        content = Optional.of(empty);
    }

    boolean isWrittenThrough() {
        return content.isPresent() && content.get().isWrittenThrough();
    }

    /** Up to here pages come from the content. */
    long end() {
        return end;
    }

    void setEnd(long newEnd) {
        end = newEnd;
    }

    /** The frame of a page, {@link Backing#BEYOND_END} if it cannot be read, or {@link Backing#NO_MEMORY}. */
    long frame(long page) {
        long frame = pages.get(page);
        return frame != 0 ? frame : bringIn(page);
    }

    /** The frame of a page, which becomes dirty. @return the frame or an error */
    long frameToWrite(long page) {
        long frame = pages.get(page);
        if (frame == 0) {
            if (isHole(page) && !fileSystem.hasPages(1)) {
                return ENOSPC.result();
            }
            frame = bringIn(page);
            if (frame <= 0) {
                return (frame == Backing.NO_MEMORY ? ENOMEM : EIO).result();
            }
        }
        return pages.makeDirty(page) ? frame : ENOSPC.result();
    }

    /** Gives a page its frame. @return the frame, {@link Backing#BEYOND_END} if it cannot be read, or {@link Backing#NO_MEMORY} */
    private long bringIn(long page) {
        if (!isHole(page)) {
            return load(page);
        }
        long frame = frames.allocate();
        if (frame == 0) {
            frames.noteShortage();
            return Backing.NO_MEMORY;
        }
        pages.put(page, frame);
        if (!pages.makeDirty(page)) {
            pages.free(page, page + 1);
            return Backing.NO_MEMORY;
        }
        return frame;
    }

    /** Reads a page from the content, and some that follow it as long as there are free frames. @return as bringIn */
    private long load(long page) {
        long frame = frames.allocate();
        if (frame == 0) {
            frames.noteShortage();
            return Backing.NO_MEMORY;
        }
        byte[] bytes = new byte[(int) Math.min(READ_AHEAD, end - page * PAGE_SIZE)];
        try {
            int length = content.orElseThrow().read(page * PAGE_SIZE, bytes);
            if (length < Math.min(PAGE_SIZE, bytes.length)) {
                throw new EOFException("the content has shrunk");
            }
            putClean(page, frame, bytes, 0);
            for (int at = PAGE_SIZE; at < length && Math.min(at + PAGE_SIZE, bytes.length) <= length && frames.hasFree(); at += PAGE_SIZE) {
                long next = page + at / PAGE_SIZE;
                if (pages.get(next) == 0) {
                    putClean(next, frames.allocate(), bytes, at);
                }
            }
            return frame;
        } catch (IOException _) {
            frames.free(frame);
            return Backing.BEYOND_END;
        }
    }

    private void putClean(long page, long frame, byte[] bytes, int offset) {
        frames.memory().write(frame, bytes, offset, Math.min(PAGE_SIZE, bytes.length - offset));
        pages.put(page, frame);
        pages.offerForReclaim();
    }

    /** Whether a page is zeros without being anywhere. */
    boolean isHole(long page) {
        return pages.get(page) == 0 && page >= pagesOf(end);
    }

    /** Copies bytes for an observer: what a reader would find there, but nothing is loaded. */
    void peek(long position, byte[] into, int offset, int length) {
        for (int done = 0; done < length; ) {
            long at = position + done, page = at / PAGE_SIZE, present = pages.nextPresent(page);
            long alike = present == page ? PAGE_SIZE - at % PAGE_SIZE : present == FilePages.NONE ? length : present * PAGE_SIZE - at;
            int chunk = (int) Math.min(length - done, alike);
            if (present == page) {
                frames.memory().read(pages.get(page) + at % PAGE_SIZE, into, offset + done, chunk);
            } else {
                peekAbsent(at, into, offset + done, chunk);
            }
            done += chunk;
        }
    }

    /** The same for pages without frames. */
    private void peekAbsent(long position, byte[] into, int offset, int length) {
        Arrays.fill(into, offset, offset + length, (byte) 0);
        byte[] bytes = new byte[(int) Math.max(0, Math.min(length, end - position))];
        if (bytes.length > 0) {
            try {
                System.arraycopy(bytes, 0, into, offset, content.orElseThrow().peek(position, bytes));
            } catch (IOException _) {
                // The program will find out; an observer shows that there is nothing.
            }
        }
    }

    /** Sets a range to zero where it is not already. @return 0 or an error */
    long clear(long from, long to) {
        for (long at = from; at < to; at = (at / PAGE_SIZE + 1) * PAGE_SIZE) {
            if (!isHole(at / PAGE_SIZE)) {
                long frame = frameToWrite(at / PAGE_SIZE);
                if (Errno.isError(frame)) {
                    return frame;
                }
                pages.clear(at / PAGE_SIZE, (int) (at % PAGE_SIZE), (int) Math.min(PAGE_SIZE, to - at / PAGE_SIZE * PAGE_SIZE));
            }
        }
        return 0;
    }

    /** Something to do to the content. */
    interface Action {
        void run(Content content) throws IOException;
    }

    /** Does something to the content. @return 0 or an error */
    long save(Action action) {
        try {
            action.run(content.orElseThrow());
            return 0;
        } catch (IOException _) {
            return EIO.result();
        }
    }
}
