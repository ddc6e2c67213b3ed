package foal.kernel.file;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;
import static foal.kernel.file.PagedContent.pagesOf;
import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EIO;
import static foal.kernel.syscall.Errno.ENOMEM;
import static foal.kernel.syscall.Errno.ENOSPC;
import static foal.kernel.syscall.Errno.ENXIO;

import foal.kernel.memory.AddressSpace;
import foal.kernel.memory.Backing;
import foal.kernel.memory.FrameTable;
import foal.kernel.memory.Mapping;
import foal.kernel.memory.UserBuffer;
import foal.kernel.syscall.Errno;
import foal.kernel.task.Task;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A regular file: its pages are in frames, which mappings of the file share. So a program's text is loaded once, and
 * translated once, however often it is run, and what one process writes, another sees that has it mapped.
 *
 * <p>Bytes of the last page behind the end are zero whenever the file grows over them.
 */
public final class RegularFile extends Inode implements Backing {
    private static final long LAST_PAGE = Long.MAX_VALUE / PAGE_SIZE;

    private final FrameTable frames;
    private final PagedContent bytes;
    private final FilePages pages;
    /** Who has mapped the file, and how often. */
    private final Map<AddressSpace, Integer> spaces = new LinkedHashMap<>();
    private long size;
    private boolean linkable;
    private Optional<Seals> seals = Optional.empty();
    /** Processes that run it as their program, and open files through which it can be written. Not both are above 0. */
    private int runners;
    private int writers;

    private RegularFile(FileSystem fileSystem, int permissions, Optional<Content> content) {
        super(fileSystem, fileSystem.nextNumber(), FileStatus.REGULAR | permissions, 0);
        frames = fileSystem.frames();
        bytes = new PagedContent(fileSystem, content);
        pages = bytes.pages();
        size = bytes.end();
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
        Optional<Errno> obstacle = content().filter(_ -> bytes.end() > 0).flatMap(Content::obstacle);
        return obstacle.isPresent() ? new Opened.Failed(obstacle.get()) : new Opened.Ready(new OpenRegular(entry, this, flags));
    }

    /** Whether it is empty, and new to its directory. */
    public boolean isNew() {
        return links() == 0 && content().isEmpty() && size == 0;
    }

    /** Where its bytes come from, if not from programs alone. */
    public Optional<Content> content() {
        return bytes.content();
    }

    /** From now on, what is written to it is written to the content, too. */
    public void writeThrough(Content empty) {
        bytes.writeThrough(empty);
    }

    @Override
    protected void attributesChanged() {
        if (bytes.isWrittenThrough()) {
            bytes.save(target -> target.saveAttributes(mode() & PERMISSIONS, accessed(), modified()));
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
        return content().isPresent() ? pagesOf(size) * PAGE_SIZE : pages.count() * PAGE_SIZE;
    }

    /** What may no longer be done to it, if it is a file that can be sealed. */
    Optional<Seals> seals() {
        return seals;
    }

    void setSeals(Seals newSeals) {
        seals = Optional.of(newSeals);
    }

    /** Whether stores can reach it through a mapping. */
    boolean isStoredThrough() {
        return spaces.keySet().stream().flatMap(space -> space.mappings().stream()).anyMatch(mapping ->
                mapping.kind() == Mapping.Kind.SHARED && mapping.backing().filter(this::equals).isPresent());
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
        return bytes.frame(page);
    }

    @Override
    public long residentFrame(long page) {
        return page < pagesOf(size) ? pages.get(page) : 0;
    }

    @Override
    public boolean mustBeRead(long page) {
        return content().isPresent() && page < pagesOf(size) && residentFrame(page) == 0;
    }

    @Override
    public void peek(long page, int inPage, byte[] into, int offset, int length) {
        bytes.peek(page * PAGE_SIZE + inPage, into, offset, length);
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
        content().ifPresent(Content::close);
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

        // ---- reading ---------------------------------------------------------------------------------------------------

    /** Reads into a program's buffer. @return how many bytes, 0 at the end, or an error if there are none */
    long read(long position, UserBuffer to) {
        long at = position;
        Errno error = EFAULT;
        while (to.remaining() > 0 && at < size) {
            int inPage = (int) (at % PAGE_SIZE);
            int chunk = (int) Math.min(Math.min(to.remaining(), PAGE_SIZE - inPage), size - at);
            int given;
            if (bytes.isHole(at / PAGE_SIZE)) {
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

    /** Reads for the kernel, and brings pages into memory for it. @return how many bytes; fewer than asked for at the end or on an error of the host */
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
        bytes.peek(position, into, 0, length);
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
            long frame = bytes.frameToWrite(at / PAGE_SIZE);
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

    /** Clears what mappings may have written into the last page behind the end. */
    private void clearBehindEnd() {
        pages.clear(size / PAGE_SIZE, (int) (size % PAGE_SIZE), PAGE_SIZE);
    }

    /** Changes the size; what is added is a hole (truncate(2)). @return 0 or an error */
    long resize(long newSize) {
        if (bytes.isWrittenThrough()) {
            long failure = bytes.save(target -> target.resize(newSize));
            if (failure != 0) {
                return failure;
            }
        }
        if (newSize < size) {
            dropPages(pagesOf(newSize), LAST_PAGE);
            bytes.setEnd(Math.min(bytes.end(), newSize));
            size = newSize;
        }
        clearBehindEnd();
        size = newSize;
        bytes.setEnd(bytes.isWrittenThrough() ? newSize : bytes.end());
        touchModified();
        return 0;
    }

    /**
     * Writes dirty pages to the content, if that is to be. They are clean then, unless somebody has the file mapped, who
     * may go on storing unnoticed.
     *
     * @return 0 or an error
     */
    long flush() {
        if (!bytes.isWrittenThrough() || size == 0) {
            return 0;
        }
        byte[] buffer = new byte[PAGE_SIZE];
        for (long page = pages.nextDirty(0); page != FilePages.NONE && page < pagesOf(size); page = pages.nextDirty(page + 1)) {
            long start = page * PAGE_SIZE;
            int length = (int) Math.min(PAGE_SIZE, size - start);
            frames.memory().read(pages.get(page), buffer, 0, length);
            long failure = bytes.save(target -> target.write(start, buffer, length));
            if (failure != 0) {
                return failure;
            }
            if (spaces.isEmpty()) {
                pages.makeClean(page);
            }
        }
        bytes.setEnd(size);
        return 0;
    }

    // ---- space (fallocate(2), lseek(2)) ----------------------------------------------------------------------------

    /** Makes frames for a range. @param keepSize whether the file does not grow with it @return 0 or an error */
    long allocate(long from, long to, boolean keepSize) {
        long first = from / PAGE_SIZE, end = pagesOf(to);
        if (!fileSystem().hasPages(end - first - Math.min(end - first, pages.count() + pagesOf(bytes.end())))) {
            return ENOSPC.result();
        }
        for (long page = first; page < end; page++) {
            if (bytes.isHole(page)) {
                long frame = bytes.frameToWrite(page);
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
            return bytes.clear(from, to);
        }
        long error = bytes.clear(from, firstWhole * PAGE_SIZE);
        error = error != 0 ? error : bytes.clear(endWhole * PAGE_SIZE, to);
        // What would come back from the content has to be zeros of its own.
        long contentPages = Math.min(pagesOf(bytes.end()), endWhole);
        error = error != 0 ? error : bytes.clear(firstWhole * PAGE_SIZE, contentPages * PAGE_SIZE);
        dropPages(Math.max(firstWhole, contentPages), endWhole);
        touchModified();
        return error != 0 ? error : flush();
    }

    /** The first byte from an offset on that is not in a hole, or ENXIO. */
    long nextData(long offset) {
        long page = offset / PAGE_SIZE;
        long found = page < pagesOf(bytes.end()) ? page : pages.nextPresent(page);
        boolean exists = offset >= 0 && offset < size && found != FilePages.NONE && found * PAGE_SIZE < size;
        return exists ? Math.max(offset, found * PAGE_SIZE) : ENXIO.result();
    }

    /** The first byte from an offset on that is in a hole, of which there is one at the end; or ENXIO. */
    long nextHole(long offset) {
        if (offset < 0 || offset >= size) {
            return ENXIO.result();
        }
        long page = pages.nextAbsent(Math.max(offset / PAGE_SIZE, pagesOf(bytes.end())));
        return Math.min(size, Math.max(offset, page * PAGE_SIZE));
    }
}
