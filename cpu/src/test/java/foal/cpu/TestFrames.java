package foal.cpu;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/** Hands out the frames of a memory, up to a limit, and knows which are in use. */
final class TestFrames implements PageTable.FrameSource {
    private final PhysicalMemory memory;
    private final Deque<Long> free = new ArrayDeque<>();
    private final Set<Long> used = new HashSet<>();
    private int limit = Integer.MAX_VALUE;

    TestFrames(PhysicalMemory memory) {
        this.memory = memory;
        // The first page is the firmware's.
        for (long offset = PAGE_SIZE; offset < memory.size(); offset += PAGE_SIZE) {
            free.add(PhysicalMemory.BASE + offset);
        }
    }

    /** From now on, at most so many frames are in use at a time. */
    void limitTo(int frames) {
        limit = frames;
    }

    int used() {
        return used.size();
    }

    @Override
    public long allocate() {
        if (used.size() >= limit || free.isEmpty()) {
            return 0;
        }
        long frame = free.remove();
        memory.clear(frame, PAGE_SIZE);
        used.add(frame);
        return frame;
    }

    @Override
    public void free(long frame) {
        if (!used.remove(frame)) {
            throw new IllegalStateException("freed without being in use: " + Long.toHexString(frame));
        }
        free.add(frame);
    }
}
