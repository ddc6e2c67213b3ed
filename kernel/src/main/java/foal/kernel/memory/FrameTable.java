package foal.kernel.memory;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;

import foal.cpu.PageTable;
import foal.cpu.PhysicalMemory;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who uses which frame of physical memory: a count of references per frame, and a stack of free ones.
 *
 * <p>A frame is referenced by every page-table entry that maps it and by every object that keeps it (a file's
 * page cache, a shared memory segment, a page table for its own frames). It is free when the count is 0.
 * A private page may be written to only where its frame has one reference: that is copy-on-write.
 */
public final class FrameTable implements PageTable.FrameSource {
    /** Bounds what is kept of the host's memory: 16 MiB. */
    private static final int MOST_FORMER_CODE = 4096;

    private final PhysicalMemory memory;
    private final int reserved;
    private final int[] references;
    private final int[] freed;
    private int freedCount;
    /** Frames from here on have never been used, so they are zero still. */
    private int fresh;
    private int used;
    /** Frames whose code a hart may have translated, and those of them whose content has changed since. */
    private final boolean[] executed;
    private long[] stale = new long[16];
    private int staleCount;
    /** What stood in frames when harts may have translated it, of those that are not executed now. */
    private final Map<Integer, byte[]> formerCode = new HashMap<>();

    private final KernelMemory kernelMemory = new KernelMemory();
    private long shortages;
    private Optional<FrameWatch> watch = Optional.empty();

    /** The caches, whose frames can be reclaimed. The one that was asked last stands last. */
    private final Deque<Cache> caches = new ArrayDeque<>();

    /** Something that keeps frames only to save time. */
    public interface Cache {
        /** Gives back the frames that nobody else uses. */
        void reclaim();

        /** Whether it keeps frames still. */
        boolean isEmpty();
    }

    /** All frames of the memory but the first {@code reserved} ones. */
    public FrameTable(PhysicalMemory memory, int reserved) {
        this.memory = memory;
        this.reserved = reserved;
        int count = (int) (memory.size() / PAGE_SIZE);
        references = new int[count];
        freed = new int[count];
        executed = new boolean[count];
        fresh = reserved;
    }

    /**
     * Takes all frames back, whoever has them: all is as at the beginning, in a time that depends on how many were used. Harts
     * keep what they have translated, for the same program is likely to be run again from the same frames.
     */
    public void reset() {
        for (int i = reserved; i < fresh; i++) {
            if (executed[i]) {
                remember(i);
            }
        }
        Arrays.fill(references, reserved, fresh, 0);
        memory.clear(address(reserved), (long) (fresh - reserved) * PAGE_SIZE);
        kernelMemory.reset();
        caches.clear();
        watch = Optional.empty();
        freedCount = 0;
        used = 0;
        fresh = reserved;
    }

    public PhysicalMemory memory() {
        return memory;
    }

    /** What the kernel keeps besides frames. */
    public KernelMemory kernelMemory() {
        return kernelMemory;
    }

    /** A frame of zeros with one reference: its physical address, or 0 if there is none left. */
    @Override
    public long allocate() {
        int unused = fresh;
        long frame = allocateUncleared();
        if (frame != 0 && fresh == unused) {
            memory.clear(frame, PAGE_SIZE);
        }
        return frame;
    }

    /** A frame with one reference and any content, for whoever overwrites all of it; 0 if there is none left. */
    public long allocateUncleared() {
        int index;
        if (freedCount > 0) {
            index = freed[--freedCount];
        } else if (fresh < references.length) {
            index = fresh++;
        } else if (reclaim()) {
            index = freed[--freedCount];
        } else {
            return 0;
        }
        references[index] = 1;
        used++;
        return address(index);
    }

    /** Whether there is a frame that nobody uses. */
    public boolean hasFree() {
        return freedCount > 0 || fresh < references.length;
    }

    /** Makes caches give back frames until there is one. */
    private boolean reclaim() {
        for (int left = caches.size(); left > 0 && freedCount == 0; left--) {
            Cache cache = caches.remove();
            cache.reclaim();
            if (!cache.isEmpty()) {
                caches.add(cache);
            }
        }
        return freedCount > 0;
    }

    /**
     * Registers a cache, which keeps its first frame now. It is forgotten when it has been made to give back its last.
     * So whoever has got a frame from a cache must {@linkplain #share take a reference} before the next frame is
     * allocated.
     */
    public void addCache(Cache cache) {
        caches.add(cache);
    }

    /** Says that a call fails for want of a frame that it has not asked for itself: to copy to the program, or to load a file. */
    public void noteShortage() {
        shortages++;
    }

    /** How often that has been said. Who looks before and after a call knows whether the call was one. */
    public long shortages() {
        return shortages;
    }

    /** Takes one more reference. */
    public void share(long frame) {
        references[index(frame)]++;
    }

    /** Drops a reference; the last one frees the frame. */
    @Override
    public void free(long frame) {
        int index = index(frame);
        if (references[index] <= 0) {
            throw new IllegalStateException("frame " + Long.toHexString(frame) + " is freed twice");
        }
        if (--references[index] == 0) {
            freed[freedCount++] = index;
            used--;
            willBeWritten(frame);
            watch.ifPresent(it -> it.freed(frame));
        }
    }

    /** Has somebody told which frames are shared, until {@link #reset}. */
    public void watch(FrameWatch watcher) {
        watch = Optional.of(watcher);
    }

    /** What is told which frames are shared. */
    Optional<FrameWatch> watch() {
        return watch;
    }

    public int references(long frame) {
        return references[index(frame)];
    }

    /** Whether no one else has the frame. */
    public boolean isExclusive(long frame) {
        return references[index(frame)] == 1;
    }

    /** Frames in use. */
    public int used() {
        return used;
    }

    /** All frames there are, in use or not. */
    public int total() {
        return references.length;
    }

    /** Says that harts may run code from the frame. */
    public void markExecuted(long frame) {
        int index = index(frame);
        executed[index] = true;
        byte[] former = formerCode.remove(index);
        if (former != null && !memory.holds(frame, former)) {
            addStale(frame);
        }
    }

    /** Says that the frame's content will change: whatever code was translated from it is stale. */
    public void willBeWritten(long frame) {
        int index = index(frame);
        if (!executed[index]) {
            return;
        }
        if (references[index] > 1) {
            addStale(frame); // other entries that allow to run code from it may stay in force
        } else {
            remember(index);
        }
    }

    /**
     * No entry allows any longer to run the code in the frame. Its translations may be of use again: the same page of a program
     * often comes to the same frame. So only when harts may run code from it again is it seen whether they are stale.
     */
    private void remember(int index) {
        executed[index] = false;
        if (formerCode.size() < MOST_FORMER_CODE) {
            byte[] code = new byte[PAGE_SIZE];
            memory.read(address(index), code, 0, PAGE_SIZE);
            formerCode.put(index, code);
        } else {
            addStale(address(index));
        }
    }

    private void addStale(long frame) {
        if (staleCount == stale.length) {
            stale = Arrays.copyOf(stale, staleCount * 2);
        }
        stale[staleCount++] = frame;
    }

    /** Whether harts may still hold translations of code in frames whose content has changed since. */
    public boolean hasStaleCode() {
        return staleCount > 0;
    }

    /** The frames whose translations harts must forget before any program runs again; asks only once. */
    public long[] takeStaleCode() {
        long[] frames = Arrays.copyOf(stale, staleCount);
        staleCount = 0;
        return frames;
    }

    private static long address(int index) {
        return PhysicalMemory.BASE + (long) index * PAGE_SIZE;
    }

    private static int index(long frame) {
        return (int) ((frame - PhysicalMemory.BASE) / PAGE_SIZE);
    }
}
