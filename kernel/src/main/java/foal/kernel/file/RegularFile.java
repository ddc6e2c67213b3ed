package foal.kernel.file;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;

import foal.kernel.memory.AddressSpace;
import foal.kernel.memory.Backing;
import foal.kernel.memory.FrameTable;
import java.io.IOException;
import java.util.Arrays;

/**
 * A regular file, with its page cache: the pages that have been used are in frames, which mappings of the file
 * share. So a program's text is loaded once, and translated once, however often it is run.
 */
public final class RegularFile extends Inode implements Backing {
    private final FrameTable frames;
    private final Content content;
    /** The frame of each page, or 0 if it has not been loaded. */
    private final long[] pages;

    RegularFile(long number, int permissions, FrameTable frames, Content content) {
        super(number, FileStatus.REGULAR | permissions);
        this.frames = frames;
        this.content = content;
        pages = new long[(int) ((content.size() + PAGE_SIZE - 1) / PAGE_SIZE)];
    }

    @Override
    public long size() {
        return content.size();
    }

    @Override
    public long frame(long page) {
        if (page >= pages.length) {
            return BEYOND_END;
        }
        int index = (int) page;
        if (pages[index] == 0) {
            pages[index] = load(page);
        }
        return pages[index];
    }

    @Override
    public void peek(long page, int inPage, byte[] into, int offset, int length) {
        if (page < pages.length && pages[(int) page] != 0) {
            frames.memory().read(pages[(int) page] + inPage, into, offset, length);
            return;
        }
        byte[] bytes = new byte[length];
        try {
            content.read(page * PAGE_SIZE + inPage, bytes);
        } catch (IOException e) {
            Arrays.fill(bytes, (byte) 0); // the program will find out; an observer shows that there is nothing
        }
        System.arraycopy(bytes, 0, into, offset, length);
    }

    private long load(long page) {
        long frame = frames.allocate();
        if (frame == 0) {
            return NO_MEMORY;
        }
        byte[] bytes = new byte[PAGE_SIZE];
        try {
            int length = content.read(page * PAGE_SIZE, bytes);
            frames.memory().write(frame, bytes, 0, length);
            return frame;
        } catch (IOException e) {
            frames.free(frame);
            return BEYOND_END;
        }
    }

    @Override
    public void mapped(AddressSpace space) {
        // The page cache outlives mappings.
    }

    @Override
    public void unmapped(AddressSpace space) {
        // The page cache outlives mappings.
    }

    /** Gives back the page cache. */
    void dropPages() {
        for (long frame : pages) {
            if (frame != 0) {
                frames.free(frame);
            }
        }
        Arrays.fill(pages, 0);
    }

    /** Reads from the page cache. @return how many bytes; fewer than asked for at the end or on an error of the host */
    public int read(long position, byte[] into) {
        int done = 0;
        while (done < into.length && position + done < size()) {
            long frame = frame((position + done) / PAGE_SIZE);
            if (frame <= 0) {
                break;
            }
            int inPage = (int) ((position + done) % PAGE_SIZE);
            int chunk = (int) Math.min(Math.min(into.length - done, PAGE_SIZE - inPage), size() - position - done);
            frames.memory().read(frame + inPage, into, done, chunk);
            done += chunk;
        }
        return done;
    }
}
