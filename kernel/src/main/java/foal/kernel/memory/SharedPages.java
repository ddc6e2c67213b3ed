package foal.kernel.memory;

import java.util.Arrays;

/** Pages of zeros that several mappings share: an anonymous shared area. They are given back with the last mapping. */
public class SharedPages implements Backing {
    private final FrameTable frames;
    private final long[] pages;
    private int mappings;

    /** @param count of pages */
    public SharedPages(FrameTable frames, long count) {
        this.frames = frames;
        pages = new long[(int) count];
    }

    @Override
    public long frame(long page) {
        if (page >= pages.length) {
            return BEYOND_END;
        }
        int index = (int) page;
        if (pages[index] == NO_MEMORY) {
            pages[index] = frames.allocate();
        }
        return pages[index];
    }

    @Override
    public void peek(long page, int inPage, byte[] into, int offset, int length) {
        if (page < pages.length && pages[(int) page] != NO_MEMORY) {
            frames.memory().read(pages[(int) page] + inPage, into, offset, length);
        } else {
            Arrays.fill(into, offset, offset + length, (byte) 0);
        }
    }

    /** How many mappings there are. */
    public final int mappings() {
        return mappings;
    }

    /** Pages that have been touched. */
    public final long resident() {
        return Arrays.stream(pages).filter(frame -> frame != 0).count();
    }

    @Override
    public void mapped(int pid) {
        mappings++;
    }

    @Override
    public void unmapped(int pid) {
        if (--mappings == 0) {
            unused();
        }
    }

    /** The last mapping is gone. */
    protected void unused() {
        free();
    }

    /** Gives the pages back. */
    protected final void free() {
        for (long frame : pages) {
            if (frame != 0) {
                frames.free(frame);
            }
        }
        Arrays.fill(pages, 0);
    }
}
