package foal.kernel.race;

import foal.cpu.PhysicalMemory;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is known of memory, by physical addresses. Of frames that have not been accessed for long it is forgotten, if there are many. */
final class Locations {
    private static final int GRANULE = 8;
    private static final int MOST_FRAMES = 4096;

    private final LinkedHashMap<Long, Location[]> frames = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Location[]> eldest) {
            return size() > MOST_FRAMES;
        }
    };
    private long lastFrame = -1;
    private Location[] lastGranules;

    /** Something to be done with a location. */
    interface Visitor {
        void visit(Location location);
    }

    /** Visits the locations that make up an access of 1 to 8 bytes, which may cross into another granule. */
    void visit(long physical, int size, Visitor visitor) {
        int inGranule = (int) (physical & GRANULE - 1);
        int here = Math.min(size, GRANULE - inGranule);
        visitGranule(physical, (1 << here) - 1 << inGranule, visitor);
        if (here < size) {
            visitGranule(physical + here, (1 << size - here) - 1, visitor);
        }
    }

    private void visitGranule(long physical, int bytes, Visitor visitor) {
        Location[] granules = granules(physical & -PhysicalMemory.PAGE_SIZE);
        int index = (int) (physical & PhysicalMemory.PAGE_SIZE - 1) / GRANULE;
        int left = bytes;
        for (Location location = granules[index]; location != null && left != 0; location = location.next) {
            int common = location.bytes & left;
            if (common != 0) {
                left &= ~common;
                visitor.visit(common == location.bytes ? location : location.split(common));
            }
        }
        if (left != 0) {
            granules[index] = new Location(left, granules[index]);
            visitor.visit(granules[index]);
        }
    }

    private Location[] granules(long frame) {
        if (frame != lastFrame) {
            lastGranules = frames.computeIfAbsent(frame, _ -> new Location[PhysicalMemory.PAGE_SIZE / GRANULE]);
            lastFrame = frame;
        }
        return lastGranules;
    }

    /** Forgets a frame: it holds something else from now on. */
    void forget(long frame) {
        frames.remove(frame);
        lastFrame = -1;
    }
}
