package foal.kernel.memory;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/**
 * What is mapped where in an address space: {@link Mapping}s that do not overlap, in the order of their addresses.
 * Backings are told of every mapping that comes or goes, pieces included.
 */
final class Mappings {
    /** Addresses below a stack that are kept free (stack_guard_gap). */
    static final long GUARD_GAP = 256L * PAGE_SIZE;

    private final AddressSpace owner;
    private final TreeMap<Long, Mapping> byStart = new TreeMap<>();

    Mappings(AddressSpace owner) {
        this.owner = owner;
    }

    /** All of them, in ascending order. */
    Collection<Mapping> all() {
        return byStart.values();
    }

    /** The mapping at an address, or null. */
    Mapping find(long address) {
        var floor = byStart.floorEntry(address);
        return floor != null && address < floor.getValue().end() ? floor.getValue() : null;
    }

    /** The lowest mapping that lies wholly above an address, or null. */
    Mapping above(long address) {
        var higher = byStart.higherEntry(address);
        return higher == null ? null : higher.getValue();
    }

    /** The highest mapping that begins below an address, or null. */
    Mapping below(long address) {
        var lower = byStart.lowerEntry(address);
        return lower == null ? null : lower.getValue();
    }

    /** Bytes mapped. */
    long size() {
        long size = 0;
        for (Mapping mapping : byStart.values()) {
            size += mapping.length();
        }
        return size;
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
        long end = top;
        for (Mapping mapping : byStart.headMap(top, false).descendingMap().values()) {
            if (end - mapping.end() >= length) {
                break;
            }
            end = Math.min(end, mapping.growsDown() ? mapping.start() - GUARD_GAP : mapping.start());
        }
        return end - length;
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
        Mapping above = byStart.get(mapping.end());
        if (above != null && joined.continuesIn(above)) {
            byStart.remove(above.start());
            joined = joined.withEnd(above.end());
            forget(above);
        }
        byStart.put(joined.start(), joined);
    }

    /** Removes what is mapped in a range, which may begin and end in the midst of mappings. */
    void remove(long start, long end) {
        for (Mapping mapping : cut(start, end)) {
            byStart.remove(mapping.start());
            forget(mapping);
        }
    }

    private void forget(Mapping mapping) {
        mapping.backing().ifPresent(backing -> backing.unmapped(owner));
    }

    /** Changes the protection of what is mapped in a range. */
    void protect(long start, long end, int protection) {
        for (Mapping mapping : cut(start, end)) {
            byStart.put(mapping.start(), mapping.withProtection(protection));
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
                byStart.remove(next.start());
                next = at.withEnd(next.end());
                byStart.put(next.start(), next);
                forget(next);
            }
            at = next;
        }
    }

    /** Puts a mapping in the place of one that it differs from in its start or end only. */
    void resize(Mapping before, Mapping after) {
        byStart.remove(before.start());
        byStart.put(after.start(), after);
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
        return new ArrayList<>(byStart.subMap(start, end).values());
    }

    private void splitAt(long address) {
        Mapping whole = find(address);
        if (whole != null && whole.start() < address) {
            byStart.put(whole.start(), whole.part(whole.start(), address));
            byStart.put(address, whole.part(address, whole.end()));
            whole.backing().ifPresent(backing -> backing.mapped(owner));
        }
    }
}
