package foal.kernel.file;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;

import foal.kernel.memory.FrameTable;
import java.util.Map;
import java.util.TreeMap;

/**
 * The page cache of a file: which of its pages are in which frames. A file may be far larger than memory and full of
 * holes, so the frames stand in chunks, of which only those exist that hold one.
 *
 * <p>A page is dirty if there is nowhere else to get its bytes from; dirty pages are counted by the file system.
 * Invariant: the cache holds one reference to each of its frames.
 */
final class FilePages implements FrameTable.Cache {
    /** Pages of a chunk. */
    private static final int CHUNK = 64;
    /** The bit of an entry, otherwise the frame's address, that says that the page is dirty. */
    private static final long DIRTY = 1;
    /** No such page. */
    static final long NONE = -1;

    private final FrameTable frames;
    private final FileSystem fileSystem;
    private final TreeMap<Long, long[]> chunks = new TreeMap<>();
    private long count;
    /** The chunk that was used last. */
    private long recentKey = NONE;
    private long[] recent;
    /** Whether the frame table knows of the clean pages. */
    private boolean isRegistered;

    FilePages(FileSystem fileSystem) {
        this.fileSystem = fileSystem;
        frames = fileSystem.frames();
    }

    /** Pages in frames. */
    long count() {
        return count;
    }

    /** The frame of a page, or 0 if it has none. */
    long get(long page) {
        long[] chunk = chunk(page / CHUNK);
        return chunk == null ? 0 : chunk[(int) (page % CHUNK)] & ~DIRTY;
    }

    boolean isDirty(long page) {
        long[] chunk = chunk(page / CHUNK);
        return chunk != null && (chunk[(int) (page % CHUNK)] & DIRTY) != 0;
    }

    /** Makes a page dirty. @return false if there are as many as may be: ENOSPC */
    boolean makeDirty(long page) {
        if (isDirty(page)) {
            return true;
        }
        if (!fileSystem.takePage()) {
            return false;
        }
        chunk(page / CHUNK)[(int) (page % CHUNK)] |= DIRTY;
        return true;
    }

    /** A page has been loaded that can be loaded again: if memory runs out, its frame may be taken. */
    void offerForReclaim() {
        if (!isRegistered) {
            isRegistered = true;
            frames.addCache(this);
        }
    }

    /** Gives back the frames of clean pages that are not mapped. */
    @Override
    public void reclaim() {
        for (long[] chunk : chunks.values()) {
            for (int i = 0; i < CHUNK; i++) {
                if (chunk[i] != 0 && (chunk[i] & DIRTY) == 0 && frames.isExclusive(chunk[i])) {
                    frames.free(chunk[i]);
                    chunk[i] = 0;
                    count--;
                }
            }
        }
        isRegistered = !isEmpty();
    }

    @Override
    public boolean isEmpty() {
        return count == 0;
    }

    /** Makes a page clean: it can be read again. */
    void makeClean(long page) {
        if (isDirty(page)) {
            chunk(page / CHUNK)[(int) (page % CHUNK)] &= ~DIRTY;
            fileSystem.givePages(1);
            offerForReclaim();
        }
    }

    private long[] chunk(long key) {
        if (key != recentKey) {
            recent = chunks.get(key);
            recentKey = key;
        }
        return recent;
    }

    /** Gives a page a frame, whose reference the cache takes over. The page is clean. */
    void put(long page, long frame) {
        long key = page / CHUNK;
        long[] chunk = chunk(key);
        if (chunk == null) {
            chunk = new long[CHUNK];
            chunks.put(key, chunk);
            recent = chunk;
        }
        chunk[(int) (page % CHUNK)] = frame;
        count++;
    }

    /** Gives back the frames of the pages from one up to, but without, another. */
    void free(long from, long to) {
        if (from >= to) {
            return;
        }
        var affected = chunks.subMap(from / CHUNK, true, (to - 1) / CHUNK, true).entrySet().iterator();
        while (affected.hasNext()) {
            Map.Entry<Long, long[]> entry = affected.next();
            if (free(entry.getValue(), from - entry.getKey() * CHUNK, to - entry.getKey() * CHUNK)) {
                affected.remove();
            }
        }
        recentKey = NONE;
    }

    /** Gives back frames of a chunk. @return whether it is empty now */
    private boolean free(long[] chunk, long from, long to) {
        boolean isEmpty = true;
        for (int i = 0; i < CHUNK; i++) {
            if (chunk[i] != 0 && i >= from && i < to) {
                fileSystem.givePages(chunk[i] & DIRTY);
                frames.free(chunk[i] & ~DIRTY);
                chunk[i] = 0;
                count--;
            }
            isEmpty &= chunk[i] == 0;
        }
        return isEmpty;
    }

    /** The first page from one on that has a frame, or {@link #NONE}. */
    long nextPresent(long page) {
        for (var entry : chunks.tailMap(page / CHUNK, true).entrySet()) {
            long first = entry.getKey() * CHUNK;
            for (int i = 0; i < CHUNK; i++) {
                if (first + i >= page && entry.getValue()[i] != 0) {
                    return first + i;
                }
            }
        }
        return NONE;
    }

    /** The first dirty page from one on, or {@link #NONE}. */
    long nextDirty(long page) {
        long found = nextPresent(page);
        while (found != NONE && !isDirty(found)) {
            found = nextPresent(found + 1);
        }
        return found;
    }

    /** The first page from one on that has no frame. */
    long nextAbsent(long page) {
        long at = page;
        while (get(at) != 0) {
            at++;
        }
        return at;
    }

    /** Sets the bytes of a page from an offset on to zero, if it has a frame. */
    void clear(long page, int from, int to) {
        long frame = get(page);
        if (frame != 0 && from < to && to <= PAGE_SIZE) {
            frames.willBeWritten(frame);
            frames.memory().clear(frame + from, to - from);
        }
    }
}
