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
 * @param backing where the pages come from; none for private pages of zeros
 * @param offset of {@code start} in the backing, in bytes, page-aligned
 * @param label what /proc/PID/maps shows, by its {@code toString}: a file's entry, {@code [heap]}, {@code [stack]}, or nothing
 * @param locked whether its pages are to stay in memory (mlock(2))
 */
public record Mapping(
        long start, long end, int protection, Kind kind, Optional<Backing> backing, long offset, Object label,
        boolean locked) {

    /** One that is not locked. */
    public Mapping(long start, long end, int protection, Kind kind, Optional<Backing> backing, long offset, Object label) {
        this(start, end, protection, kind, backing, offset, label, false);
    }

    /** Where stores go. */
    public enum Kind {
        /** The pages are the process's own, copied on the first store. */
        PRIVATE,
        /** The same, and the mapping grows downwards as its memory is used: a stack. */
        STACK,
        /** They reach the backing. */
        SHARED,
        /** They would reach the backing, but it was opened for reading only, and mprotect must not allow them. */
        SHARED_READ_ONLY
    }

    /** Private pages of zeros. */
    public static Mapping anonymous(long start, long end, int protection, String label) {
        return new Mapping(start, end, protection, Kind.PRIVATE, Optional.empty(), 0, label);
    }

    /** A mapping of the pages that a backing has from the beginning on. */
    public static Mapping of(Backing backing, Kind kind, long start, long end, int protection, Object label) {
        return new Mapping(start, end, protection, kind, Optional.of(backing), 0, label);
    }

    /** Whether stores reach the backing. */
    public boolean shared() {
        return kind == Kind.SHARED || kind == Kind.SHARED_READ_ONLY;
    }

    /** Whether it grows towards lower addresses. */
    public boolean growsDown() {
        return kind == Kind.STACK;
    }

    /** Whether mprotect may add the right to write. */
    public boolean mayBeWritable() {
        return kind != Kind.SHARED_READ_ONLY;
    }

    public long length() {
        return end - start;
    }

    /** The part of this mapping between two addresses that lie in it. */
    public Mapping part(long from, long to) {
        return new Mapping(from, to, protection, kind, backing, offset + (from - start), label, locked);
    }

    /** The part of this mapping that shows some of the pages of an object, if there is one. */
    Optional<Mapping> showing(Backing object, long firstPage, long endPage) {
        long first = offset / PAGE_SIZE;
        long from = Math.max(0, firstPage - first), to = Math.min(length() / PAGE_SIZE, endPage - first);
        boolean isShown = backing.isPresent() && backing.get() == object && from < to;
        return isShown ? Optional.of(part(start + from * PAGE_SIZE, start + to * PAGE_SIZE)) : Optional.empty();
    }

    Mapping withProtection(int newProtection) {
        return new Mapping(start, end, newProtection, kind, backing, offset, label, locked);
    }

    public Mapping withLocked(boolean newLocked) {
        return new Mapping(start, end, protection, kind, backing, offset, label, newLocked);
    }

    /** The same mapping with another end, and so with more or fewer pages. */
    public Mapping withEnd(long newEnd) {
        return new Mapping(start, newEnd, protection, kind, backing, offset, label, locked);
    }

    /** The same addresses with other pages of the backing. */
    public Mapping withOffset(long newOffset) {
        return new Mapping(start, end, protection, kind, backing, newOffset, label, locked);
    }

    /** The same with more pages before. Only for what has no backing. */
    Mapping withStart(long newStart) {
        return new Mapping(newStart, end, protection, kind, backing, offset, label, locked);
    }

    /** The same pages elsewhere. */
    public Mapping movedTo(long newStart) {
        return new Mapping(newStart, newStart + length(), protection, kind, backing, offset, label, locked);
    }

    /** Whether the other goes on where this ends, so that one mapping can stand for both. */
    boolean continuesIn(Mapping next) {
        return end == next.start && isLike(next) && kind != Kind.STACK && (backing.isEmpty() || offset + length() == next.offset);
    }

    /** Whether they differ at most in their addresses and in which pages of the backing they show. */
    public boolean isLike(Mapping other) {
        return protection == other.protection && kind == other.kind && locked == other.locked && backing.equals(other.backing)
                && label.equals(other.label);
    }

    /** The backing's page for an address of this mapping. */
    public long pageOf(long address) {
        return (address - start + offset) / PAGE_SIZE;
    }
}
