package foal.kernel.memory;

import java.util.Arrays;
import java.util.TreeMap;

/** Pages of zeros that several mappings share: an anonymous shared area. They are given back with the last mapping. */
public class SharedPages implements Backing {
    private final FrameTable frames;
    private final long count;
    /** The frames of the pages that have been touched: a program may map far more than there are. */
    private final TreeMap<Long, Long> pages = new TreeMap<>();
    private int mappings;

    /** @param count of pages */
    public SharedPages(FrameTable frames, long count) {
        this.frames = frames;
        this.count = count;
    }

    @Override
    public long frame(long page) {
        if (page >= count) {
            return BEYOND_END;
        }
        Long present = pages.get(page);
        if (present != null) {
            return present;
        }
        long frame = frames.allocate();
        if (frame != NO_MEMORY) {
            pages.put(page, frame);
        }
        return frame;
    }

    @Override
    public void peek(long page, int inPage, byte[] into, int offset, int length) {
        Long present = pages.get(page);
        if (present != null) {
            frames.memory().read(present + inPage, into, offset, length);
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
        return pages.size();
    }

    @Override
    public void mapped(AddressSpace space) {
        mappings++;
    }

    @Override
    public void unmapped(AddressSpace space) {
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
        pages.values().forEach(frames::free);
        pages.clear();
    }
}
