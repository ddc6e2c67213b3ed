package foal.kernel.memory;

import static foal.cpu.PhysicalMemory.PAGE_SIZE;

import java.util.Optional;

/**
 * A range of an address space with one protection and one origin: what Linux calls a VMA. Immutable: a change
 * puts other mappings in its place.
 *
 * @param start first address, page-aligned
 * @param end address behind the last, page-aligned
 * @param protection of {@link Protection}
 * @param shared whether stores reach the backing; else the pages are private, copied on the first store
 * @param backing where the pages come from; none for private pages of zeros
 * @param offset of {@code start} in the backing, in bytes, page-aligned
 * @param label what /proc/PID/maps shows: a path, {@code [heap]}, {@code [stack]}, or nothing
 */
public record Mapping(
        long start, long end, int protection, boolean shared, Optional<Backing> backing, long offset, String label) {

    /** Private pages of zeros. */
    public static Mapping anonymous(long start, long end, int protection, String label) {
        return new Mapping(start, end, protection, false, Optional.empty(), 0, label);
    }

    /** Whether mprotect may add the right to write: not where a segment was attached for reading only. */
    public boolean mayBeWritable() {
        return !shared || backing.isEmpty() || !(backing.get() instanceof ReadOnly);
    }

    /** A backing that this mapping may never write to. */
    public interface ReadOnly extends Backing {}

    public long length() {
        return end - start;
    }

    /** The part of this mapping between two addresses that lie in it. */
    Mapping part(long from, long to) {
        return new Mapping(from, to, protection, shared, backing, offset + (from - start), label);
    }

    Mapping withProtection(int newProtection) {
        return new Mapping(start, end, newProtection, shared, backing, offset, label);
    }

    Mapping withEnd(long newEnd) {
        return new Mapping(start, newEnd, protection, shared, backing, offset, label);
    }

    /** Whether the other goes on where this ends, so that one mapping can stand for both. */
    boolean continuesIn(Mapping next) {
        return end == next.start && protection == next.protection && shared == next.shared
                && backing.equals(next.backing) && label.equals(next.label)
                && (backing.isEmpty() || offset + length() == next.offset);
    }

    /** The backing's page for an address of this mapping. */
    long pageOf(long address) {
        return (address - start + offset) / PAGE_SIZE;
    }
}
