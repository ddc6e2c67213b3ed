package foal.kernel.memory;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;

import foal.cpu.Access;
import foal.cpu.PageTable;
import java.util.HashMap;
import java.util.Map;

/**
 * What must hold of address spaces between two traps: mappings do not overlap; every page that is present lies in one and allows no
 * more than that does, never to write and to execute at once; a private page is writable only if nobody else has its frame; and no
 * frame is in more page tables than it has references. One object looks at all the spaces of a machine.
 *
 * @see foal.kernel.Kernel
 */
public final class SpaceInvariants {
    private final FrameTable frames;
    private final Map<Long, Integer> entries = new HashMap<>();

    public SpaceInvariants(FrameTable frames) {
        this.frames = frames;
    }

    /** @return how much there was to look at @throws IllegalStateException if something does not hold */
    int check(Mappings mappings, ResidentPages pages) {
        long end = 0;
        for (Mapping mapping : mappings.all()) {
            require(mapping.start() >= end && mapping.end() > mapping.start(), "mappings overlap", mapping.start());
            end = mapping.end();
        }
        int[] found = {0};
        pages.forEach(0, PageTable.USER_END, (page, entry) -> {
            found[0]++;
            check(mappings.find(page), page, entry);
        });
        require(found[0] == pages.count(), "there are " + found[0] + " pages and not " + pages.count(), 0);
        return mappings.count() + found[0];
    }

    private void check(Mapping mapping, long page, long entry) {
        require(mapping != null, "a page lies in no mapping", page);
        boolean isWritable = (entry & PageTable.WRITE) != 0, isExecutable = (entry & PageTable.EXECUTE) != 0;
        for (Access access : Access.values()) {
            require((entry & access.permission()) == 0 || Protection.allows(mapping.protection(), access), "an entry allows too much", page);
        }
        require(!(isWritable && isExecutable), "a page is writable and executable", page);
        long frame = PageTable.frameOf(entry);
        int uses = entries.merge(frame, 1, Integer::sum);
        require(frames.references(frame) >= uses, "a frame has fewer references than entries", page);
        require(!isWritable || mapping.shared() || frames.isExclusive(frame), "a private page that others have is writable", page);
        require(frame % PAGE_SIZE == 0, "an entry leads to no frame", page);
    }

    private static void require(boolean holds, String otherwise, long address) {
        if (!holds) {
            throw new IllegalStateException("%s: %#x".formatted(otherwise, address));
        }
    }
}
