package foal.kernel.file;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EIO;
import static foal.kernel.syscall.Errno.ENOMEM;
import static foal.kernel.syscall.Errno.ENOSPC;
import static foal.kernel.syscall.Errno.ENXIO;

import foal.kernel.memory.AddressSpace;
import foal.kernel.memory.Backing;
import foal.kernel.memory.FrameTable;
import foal.kernel.memory.UserBuffer;
import foal.kernel.syscall.Errno;
import foal.kernel.task.Task;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A regular file: its pages are in frames, which mappings of the file share. So a program's text is loaded once, and
 * translated once, however often it is run, and what one process writes, another sees that has it mapped.
 *
 * <p>A page without a frame is a hole, full of zeros, unless the file has come from elsewhere: then it is loaded when
 * it is first used. Bytes of the last page behind the end are zero whenever the file grows over them.
 */
public final class RegularFile extends Inode implements Backing {
    private static final long LAST_PAGE = Long.MAX_VALUE / PAGE_SIZE;
    /** Bytes that are read from the content at a time. */
    private static final int READ_AHEAD = 16 * PAGE_SIZE;

    private final FrameTable frames;
    private Optional<Content> content;
    private final FilePages pages;
    /** Who has mapped the file, and how often. */
    private final Map<AddressSpace, Integer> spaces = new LinkedHashMap<>();
    private long size;
    /** Up to here pages come from the content. */
    private long contentEnd;
    private boolean linkable;
    /** Processes that run it as their program, and open files through which it can be written. Not both are above 0. */
    private int runners;
    private int writers;

    private RegularFile(FileSystem fileSystem, int permissions, Optional<Content> content) {
        super(fileSystem, fileSystem.nextNumber(), FileStatus.REGULAR | permissions, 0);
        this.content = content;
        frames = fileSystem.frames();
        pages = new FilePages(fileSystem);
        size = content.map(Content::size).orElse(0L);
        contentEnd = size;
    }

    /** An empty file. */
    public RegularFile(FileSystem fileSystem, int permissions) {
        this(fileSystem, permissions, Optional.empty());
    }

    /** A file that begins with the bytes of another. */
    public RegularFile(FileSystem fileSystem, int permissions, Content content) {
        this(fileSystem, permissions, Optional.of(content));
    }

    @Override
    Opened open(Task task, Dentry entry, int flags) {
        Optional<Errno> obstacle = content.filter(_ -> contentEnd > 0).flatMap(Content::obstacle);
        return obstacle.isPresent() ? new Opened.Failed(obstacle.get()) : new Opened.Ready(new OpenRegular(entry, this, flags));
    }

    /** Whether it is empty, and new to its directory. */
    public boolean isNew() {
        return links() == 0 && content.isEmpty() && size == 0;
    }

    /** Where its bytes come from, if not from programs alone. */
    public Optional<Content> content() {
        return content;
    }

    /** From now on, what is written to it is written to the content, too. */
    public void writeThrough(Content empty) {
        content = Optional.of(empty);
    }

    private boolean isWrittenThrough() {
        return content.isPresent() && content.get().isWrittenThrough();
    }

    @Override
    protected void attributesChanged() {
        if (isWrittenThrough()) {
            save(target -> target.saveAttributes(mode() & PERMISSIONS, accessed(), modified()));
        }
    }

    @Override
    boolean isLinkable() {
        return linkable;
    }

    void setLinkable(boolean isLinkable) {
        linkable = isLinkable;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    long allocated() {
        return content.isPresent() ? pagesOf(size) * PAGE_SIZE : pages.count() * PAGE_SIZE;
    }

    // ---- as a program ----------------------------------------------------------------------------------------------

    /** A process runs it as its program: it can neither be opened for writing nor truncated. */
    public void startRunning() {
        runners++;
        retain();
    }

    /** One process less. */
    public void stopRunning() {
        runners--;
        release();
    }

    /** Whether a process runs it: ETXTBSY for who wants to write. */
    boolean isRunning() {
        return runners > 0;
    }

    /** Whether it is open for writing: ETXTBSY for who wants to run it. */
    public boolean isOpenForWriting() {
        return writers > 0;
    }

    void addWriters(int more) {
        writers += more;
    }

    // ---- the page cache --------------------------------------------------------------------------------------------

    @Override
    public long frame(long page) {
        if (page >= pagesOf(size)) {
            return BEYOND_END;
        }
        long frame = pages.get(page);
        return frame != 0 ? frame : bringIn(page);
    }

    @Override
    public long residentFrame(long page) {
        return page < pagesOf(size) ? pages.get(page) : 0;
    }

    /** Gives a page its frame. @return the frame, {@link #BEYOND_END} if it cannot be read, or {@link #NO_MEMORY} */
    private long bringIn(long page) {
        if (!isHole(page)) {
            return load(page);
        }
        long frame = frames.allocate();
        if (frame == 0) {
            frames.noteShortage();
            return NO_MEMORY;
        }
        pages.put(page, frame);
        if (!pages.makeDirty(page)) {
            pages.free(page, page + 1);
            return NO_MEMORY;
        }
        return frame;
    }

    /** Reads a page from the content, and some that follow it as long as there are free frames. @return as bringIn */
    private long load(long page) {
        long frame = frames.allocate();
        if (frame == 0) {
            frames.noteShortage();
            return NO_MEMORY;
        }
        byte[] bytes = new byte[(int) Math.min(READ_AHEAD, contentEnd - page * PAGE_SIZE)];
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
            return BEYOND_END;
        }
    }

    private void putClean(long page, long frame, byte[] bytes, int offset) {
        frames.memory().write(frame, bytes, offset, Math.min(PAGE_SIZE, bytes.length - offset));
        pages.put(page, frame);
        pages.offerForReclaim();
    }

    /** Whether a page is zeros without being anywhere. */
    private boolean isHole(long page) {
        return pages.get(page) == 0 && page >= pagesOf(contentEnd);
    }

    @Override
    public void peek(long page, int inPage, byte[] into, int offset, int length) {
        long frame = pages.get(page);
        if (frame != 0) {
            frames.memory().read(frame + inPage, into, offset, length);
            return;
        }
        byte[] bytes = new byte[length];
        try {
            if (!isHole(page)) {
                content.orElseThrow().peek(page * PAGE_SIZE + inPage, bytes);
            }
        } catch (IOException _) {
            Arrays.fill(bytes, (byte) 0); // the program will find out; an observer shows that there is nothing
        }
        System.arraycopy(bytes, 0, into, offset, length);
    }

    @Override
    public void mapped(AddressSpace space) {
        spaces.merge(space, 1, Integer::sum);
        retain();
    }

    @Override
    public void unmapped(AddressSpace space) {
        spaces.computeIfPresent(space, (_, count) -> count == 1 ? null : count - 1);
        if (spaces.isEmpty()) {
            flush();
        }
        release();
    }

    @Override
    public long sync() {
        return flush();
    }

    @Override
    public boolean prepareStore(long page) {
        if (!pages.makeDirty(page)) {
            return false;
        }
        touchModified();
        return true;
    }

    @Override
    void discard() {
        dropPages(0, LAST_PAGE);
        content.ifPresent(Content::close);
    }

    /** Gives back the whole page cache: the machine is switched off. */
    void close() {
        flush();
        dropPages(0, LAST_PAGE);
    }

    /** Takes pages out of the file, and from all that have mapped them. */
    private void dropPages(long from, long to) {
        for (AddressSpace space : spaces.keySet()) {
            space.forgetPages(this, from, to);
        }
        pages.free(from, to);
    }

    private static long pagesOf(long bytes) {
        return bytes / PAGE_SIZE + (bytes % PAGE_SIZE == 0 ? 0 : 1);
    }

    // ---- reading ---------------------------------------------------------------------------------------------------

    /** Reads into a program's buffer. @return how many bytes, 0 at the end, or an error if there are none */
    long read(long position, UserBuffer to) {
        long at = position;
        Errno error = EFAULT;
        while (to.remaining() > 0 && at < size) {
            int inPage = (int) (at % PAGE_SIZE);
            int chunk = (int) Math.min(Math.min(to.remaining(), PAGE_SIZE - inPage), size - at);
            int given;
            if (isHole(at / PAGE_SIZE)) {
                given = to.giveZeros(chunk);
            } else {
                long frame = frame(at / PAGE_SIZE);
                if (frame <= 0) {
                    error = frame == NO_MEMORY ? ENOMEM : EIO;
                    break;
                }
                frames.share(frame); // to keep it, if giving takes a frame that has to be found
                given = to.giveFrom(frame + inPage, chunk);
                frames.free(frame);
            }
            at += given;
            if (given < chunk) {
                break;
            }
        }
        touchAccessed();
        boolean isAtEnd = to.remaining() == 0 || position >= size;
        return at > position || isAtEnd ? at - position : error.result();
    }

    /** Reads for the kernel. @return how many bytes; fewer than asked for at the end or on an error of the host */
    public int read(long position, byte[] into) {
        int done = 0;
        while (done < into.length && position + done < size) {
            long frame = frame((position + done) / PAGE_SIZE);
            if (frame <= 0) {
                break;
            }
            int inPage = (int) ((position + done) % PAGE_SIZE);
            int chunk = (int) Math.min(Math.min(into.length - done, PAGE_SIZE - inPage), size - position - done);
            frames.memory().read(frame + inPage, into, done, chunk);
            done += chunk;
        }
        return done;
    }

    /** Reads for an observer, and makes and loads nothing. @return how many bytes; fewer than asked for at the end */
    public int peek(long position, byte[] into) {
        int length = (int) Math.max(0, Math.min(into.length, size - position));
        for (int done = 0; done < length; ) {
            int inPage = (int) ((position + done) % PAGE_SIZE);
            int chunk = Math.min(length - done, PAGE_SIZE - inPage);
            peek((position + done) / PAGE_SIZE, inPage, into, done, chunk);
            done += chunk;
        }
        return length;
    }

    // ---- writing ---------------------------------------------------------------------------------------------------

    /** Writes from a program's buffer. @return how many bytes, or an error if there are none */
    long write(long position, UserBuffer from) {
        if (position > size) {
            clearBehindEnd();
        }
        long at = position;
        Errno error = EFAULT;
        while (from.remaining() > 0) {
            long frame = frameToWrite(at / PAGE_SIZE);
            if (Errno.isError(frame)) {
                error = Errno.of(frame);
                break;
            }
            int inPage = (int) (at % PAGE_SIZE);
            int chunk = (int) Math.min(from.remaining(), PAGE_SIZE - inPage);
            frames.willBeWritten(frame);
            int taken = from.takeTo(frame + inPage, chunk);
            at += taken;
            size = Math.max(size, at);
            if (taken < chunk) {
                break;
            }
        }
        if (at == position && from.remaining() > 0) {
            return error.result();
        }
        touchModified();
        long failure = flush();
        return failure == 0 ? at - position : failure;
    }

    /** The frame of a page, which becomes dirty. @return the frame or an error */
    private long frameToWrite(long page) {
        long frame = pages.get(page);
        if (frame == 0) {
            if (isHole(page) && !fileSystem().hasPages(1)) {
                return ENOSPC.result();
            }
            frame = bringIn(page);
            if (frame <= 0) {
                return (frame == NO_MEMORY ? ENOMEM : EIO).result();
            }
        }
        return pages.makeDirty(page) ? frame : ENOSPC.result();
    }

    /** Clears what mappings may have written into the last page behind the end. */
    private void clearBehindEnd() {
        pages.clear(size / PAGE_SIZE, (int) (size % PAGE_SIZE), PAGE_SIZE);
    }

    /** Changes the size; what is added is a hole (truncate(2)). @return 0 or an error */
    long resize(long newSize) {
        if (isWrittenThrough()) {
            long failure = save(target -> target.resize(newSize));
            if (failure != 0) {
                return failure;
            }
        }
        if (newSize < size) {
            dropPages(pagesOf(newSize), LAST_PAGE);
            contentEnd = Math.min(contentEnd, newSize);
            size = newSize;
        }
        clearBehindEnd();
        size = newSize;
        contentEnd = isWrittenThrough() ? newSize : contentEnd;
        touchModified();
        return 0;
    }

    // ---- writing through -------------------------------------------------------------------------------------------

    /** Something to do to the content. */
    private interface ContentAction {
        void run(Content content) throws IOException;
    }

    /** @return 0 or an error */
    private long save(ContentAction action) {
        try {
            action.run(content.orElseThrow());
            return 0;
        } catch (IOException _) {
            return EIO.result();
        }
    }

    /**
     * Writes dirty pages to the content, if that is to be. They are clean then, unless somebody has the file mapped, who
     * may go on storing unnoticed.
     *
     * @return 0 or an error
     */
    long flush() {
        if (!isWrittenThrough() || size == 0) {
            return 0;
        }
        byte[] bytes = new byte[PAGE_SIZE];
        for (long page = pages.nextDirty(0); page != FilePages.NONE && page < pagesOf(size); page = pages.nextDirty(page + 1)) {
            long start = page * PAGE_SIZE;
            int length = (int) Math.min(PAGE_SIZE, size - start);
            frames.memory().read(pages.get(page), bytes, 0, length);
            long failure = save(target -> target.write(start, bytes, length));
            if (failure != 0) {
                return failure;
            }
            if (spaces.isEmpty()) {
                pages.makeClean(page);
            }
        }
        contentEnd = size;
        return 0;
    }

    // ---- space (fallocate(2), lseek(2)) ----------------------------------------------------------------------------

    /** Makes frames for a range. @param keepSize whether the file does not grow with it @return 0 or an error */
    long allocate(long from, long to, boolean keepSize) {
        long first = from / PAGE_SIZE, end = pagesOf(to);
        if (!fileSystem().hasPages(end - first - Math.min(end - first, pages.count() + pagesOf(contentEnd)))) {
            return ENOSPC.result();
        }
        for (long page = first; page < end; page++) {
            if (isHole(page)) {
                long frame = frameToWrite(page);
                if (Errno.isError(frame)) {
                    return frame;
                }
            }
        }
        if (to > size && !keepSize) {
            clearBehindEnd();
            size = to;
        }
        touchModified();
        return flush();
    }

    /** Makes a range a hole. @return 0 or an error */
    long punch(long from, long to) {
        long firstWhole = pagesOf(from), endWhole = to / PAGE_SIZE;
        if (firstWhole > endWhole) {
            return clear(from, to);
        }
        long error = clear(from, firstWhole * PAGE_SIZE);
        error = error != 0 ? error : clear(endWhole * PAGE_SIZE, to);
        // What would come back from the content has to be zeros of its own.
        long contentPages = Math.min(pagesOf(contentEnd), endWhole);
        error = error != 0 ? error : clear(firstWhole * PAGE_SIZE, contentPages * PAGE_SIZE);
        dropPages(Math.max(firstWhole, contentPages), endWhole);
        touchModified();
        return error != 0 ? error : flush();
    }

    private long clear(long from, long to) {
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

    /** The first byte from an offset on that is not in a hole, or ENXIO. */
    long nextData(long offset) {
        long page = offset / PAGE_SIZE;
        long found = page < pagesOf(contentEnd) ? page : pages.nextPresent(page);
        boolean exists = offset >= 0 && offset < size && found != FilePages.NONE && found * PAGE_SIZE < size;
        return exists ? Math.max(offset, found * PAGE_SIZE) : ENXIO.result();
    }

    /** The first byte from an offset on that is in a hole, of which there is one at the end; or ENXIO. */
    long nextHole(long offset) {
        if (offset < 0 || offset >= size) {
            return ENXIO.result();
        }
        long page = pages.nextAbsent(Math.max(offset / PAGE_SIZE, pagesOf(contentEnd)));
        return Math.min(size, Math.max(offset, page * PAGE_SIZE));
    }
}
