package foal.kernel.memory;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;
import static foal.kernel.memory.KernelMemory.Kind.MAPPING;

import foal.cpu.PageTable;
import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;

/**
 * What is mapped where in an address space: {@link Mapping}s that do not overlap, in the order of their addresses.
 * Backings are told of every mapping that comes or goes, pieces included.
 */
final class Mappings {
    /** Addresses below a stack that are kept free (stack_guard_gap). */
    static final long GUARD_GAP = 256L * PAGE_SIZE;
    /** How many there may be (vm.max_map_count). */
    private static final int MOST = 65_530;
    /** How many are charged to the kernel's memory with the process already. */
    private static final int INCLUDED = 32;

    private final AddressSpace owner;
    private final KernelMemory charged;
    private MappingTree tree;

    /** @param charged takes account of them */
    Mappings(AddressSpace owner, KernelMemory charged) {
        this.owner = owner;
        this.charged = charged;
    }

    /** All of them as they are now, in ascending order. */
    Collection<Mapping> all() {
        MappingTree now = tree;
        return new AbstractCollection<>() {
            @Override
            public Iterator<Mapping> iterator() {
                return MappingTree.iterator(now);
            }

            @Override
            public int size() {
                return MappingTree.count(now);
            }
        };
    }

    /** How many there are. */
    int count() {
        return MappingTree.count(tree);
    }

    /** Whether there may be so many more. */
    boolean mayHold(int more) {
        return count() + more <= MOST && charged.hasRoom(MAPPING, more);
    }

    /** The mapping at an address, or null. */
    Mapping find(long address) {
        Mapping floor = MappingTree.floor(tree, address);
        return floor != null && address < floor.end() ? floor : null;
    }

    /** The lowest mapping that lies wholly above an address, or null. */
    Mapping above(long address) {
        return MappingTree.ceiling(tree, address + 1);
    }

    /** The highest mapping that begins below an address, or null. */
    Mapping below(long address) {
        return MappingTree.floor(tree, address - 1);
    }

    /** Bytes mapped. */
    long size() {
        return MappingTree.bytes(tree);
    }

    /** Bytes of mappings that are locked. */
    long lockedBytes() {
        return MappingTree.lockedBytes(tree);
    }

    /** Whether nothing is mapped in a range. */
    boolean isFree(long start, long end) {
        Mapping below = below(end);
        return below == null || below.end() <= start;
    }

    /** Whether a range is mapped without a hole. */
    boolean isMapped(long start, long end) {
        long address = start;
        while (address < end) {
            Mapping mapping = find(address);
            if (mapping == null) {
                return false;
            }
            address = mapping.end();
        }
        return true;
    }

    /** The highest free range of that length below an address: its start, which is negative if there is none. */
    long findFree(long length, long top) {
        return MappingTree.findFree(tree, length, top);
    }

    /** Lets an address space that has nothing yet have the same mappings. */
    void copyTo(Mappings child) {
        child.become(tree);
        for (Mapping mapping : all()) {
            mapping.backing().ifPresent(backing -> backing.mapped(child.owner));
        }
        if (lockedBytes() != 0) {
            child.lock(0, PageTable.USER_END, false); // locks are not inherited
        }
    }

    /** Puts a mapping where nothing is, joined with neighbours that it continues or that continue it. */
    void insert(Mapping mapping) {
        mapping.backing().ifPresent(backing -> backing.mapped(owner));
        Mapping joined = mapping;
        Mapping below = below(mapping.start());
        if (below != null && below.continuesIn(joined)) {
            joined = below.withEnd(joined.end());
            forget(mapping);
        }
        Mapping above = MappingTree.ceiling(tree, mapping.end());
        if (above != null && joined.continuesIn(above)) {
            take(above);
            joined = joined.withEnd(above.end());
            forget(above);
        }
        put(joined);
    }

    /** Removes what is mapped in a range, which may begin and end in the middle of mappings. */
    void remove(long start, long end) {
        List<Mapping> removed = cut(start, end);
        if (removed.size() == count()) {
            become(null);
        } else {
            removed.forEach(this::take);
        }
        removed.forEach(this::forget);
    }

    private void become(MappingTree changed) {
        int before = count();
        tree = changed;
        int more = Math.max(count(), INCLUDED) - Math.max(before, INCLUDED);
        charged.giveBack(MAPPING, -more);
    }

    private void put(Mapping mapping) {
        become(MappingTree.with(tree, mapping));
    }

    private void take(Mapping mapping) {
        become(MappingTree.without(tree, mapping.start()));
    }

    private void forget(Mapping mapping) {
        mapping.backing().ifPresent(backing -> backing.unmapped(owner));
    }

    /** Changes the protection of what is mapped in a range. */
    void protect(long start, long end, int protection) {
        for (Mapping mapping : cut(start, end)) {
            put(mapping.withProtection(protection));
        }
        joinIn(start, end);
    }

    /** Locks what is mapped in a range, or unlocks it. */
    void lock(long start, long end, boolean locked) {
        for (Mapping mapping : cut(start, end)) {
            if (mapping.locked() != locked) {
                put(mapping.withLocked(locked));
            }
        }
        joinIn(start, end);
    }

    /** Joins pieces in and around a range that have come to be alike. */
    private void joinIn(long start, long end) {
        Mapping at = below(start);
        at = at == null ? above(start - 1) : at;
        while (at != null && at.start() <= end) {
            Mapping next = above(at.start());
            if (next != null && at.continuesIn(next)) {
                take(next);
                next = at.withEnd(next.end());
                put(next);
                forget(next);
            }
            at = next;
        }
    }

    /** Puts a mapping in the place of one that it differs from in its start or end only. */
    void resize(Mapping before, Mapping after) {
        take(before);
        put(after);
    }

    /** The parts of mappings that lie in a range. */
    List<Mapping> in(long start, long end) {
        List<Mapping> parts = new ArrayList<>();
        for (Mapping at = find(start) != null ? find(start) : above(start); at != null && at.start() < end; at = above(at.start())) {
            parts.add(at.part(Math.max(start, at.start()), Math.min(end, at.end())));
        }
        return parts;
    }

    /** Splits mappings at the borders of a range. @return those that then lie in it */
    private List<Mapping> cut(long start, long end) {
        splitAt(start);
        splitAt(end);
        List<Mapping> within = new ArrayList<>();
        for (Mapping at = above(start - 1); at != null && at.start() < end; at = above(at.start())) {
            within.add(at);
        }
        return within;
    }

    /** Whether a mapping begins before an address and goes on there. */
    boolean isInMidst(long address) {
        Mapping mapping = find(address);
        return mapping != null && mapping.start() < address;
    }

    private void splitAt(long address) {
        if (isInMidst(address)) {
            Mapping whole = find(address);
            put(whole.part(whole.start(), address));
            put(whole.part(address, whole.end()));
            whole.backing().ifPresent(backing -> backing.mapped(owner));
        }
    }
}
