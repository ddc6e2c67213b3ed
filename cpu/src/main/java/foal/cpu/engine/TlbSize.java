package foal.cpu.engine;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import foal.cpu.host.HostHeap;
import foal.cpu.host.HostMemory;
import foal.cpu.unicorn.Unicorn;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * The size of an engine's TLB in U-mode: whether it is too small for what runs, and how to make it larger.
 *
 * <p>libunicorn's TLB is a table with one place for each page number modulo its size. A miss costs as much as some hundred
 * instructions. The library doubles the table, or shrinks it, by how much of it was used, but only when it is flushed: a program
 * that computes is never flushed, and so is left with whatever the programs before it needed. Here it is seen how the table
 * is used, so that it can be flushed when it is too small.
 *
 * <p>To flush a TLB and to change its size is always safe: it holds nothing that is not in the page tables as well, and no program
 * can tell the difference but by the time it takes. So nothing but speed depends on what is found here.
 *
 * <p>The library has no function that tells of its TLB. What is read and written is a part of the CPU's state, in words before
 * its registers (structures {@code CPUTLBDesc} and {@code CPUTLBDescFast} of QEMU's {@code exec/cpu-defs.h}). It is
 * searched for once per engine, by what a few accesses and a flush change there, and believed only if the table doubles
 * when it is told to. Where it is not found the library does as it always does.
 */
public final class TlbSize {
    /** The CPU's state is searched so many bytes before its registers. */
    private static final int SEARCHED = 4096;
    /** So many pages, all for the same place in the table, must be touched by whoever helps to find it. */
    public static final int PAGES_TO_TOUCH = 16;
    /** No larger than that, which is enough for 128 MB: a flush takes time for each place. */
    private static final int MOST_PLACES = 1 << 15;
    private static final int FEWEST_PLACES = 1 << 6, MOST_PLACES_EVER = 1 << 22;
    /** The library doubles a table of which it has seen more than that used. */
    private static final int FULL_PERCENT = 70;
    /** The host's time, in nanoseconds, differs no more than that from the time at which the library looked at it. */
    private static final long RECENT = TimeUnit.HOURS.toNanos(1);
    // The words that describe a table: when the library began to look how it is used, the most places that were used since, those
    // in use, and how many pages have lost theirs to another since the last flush.
    private static final int BEGIN = 0, MOST_USED = 1, USED = 2, EVICTIONS = 3, WORDS = 4;

    /** Where the words stand. */
    private final long description;
    /** Where it stands how large the table is: the bytes of all its places but one. */
    private final long mask;
    /** Binary logarithm of the bytes of one place. */
    private final int placeBits;

    private TlbSize(long description, long mask, int placeBits) {
        this.description = description;
        this.mask = mask;
        this.placeBits = placeBits;
    }

    /**
     * Finds the TLB of an engine. Empty if it is not as expected, or the host does not let us search.
     *
     * @param touch has the engine read, in U-mode, from {@link #PAGES_TO_TOUCH} pages that are 1 GiB apart
     */
    public static Optional<TlbSize> find(Unicorn unicorn, GeneralRegisters registers, Runnable touch) {
        if (!HostMemory.isReadable() || registers.memory().isEmpty()) {
            return Optional.empty();
        }
        long start = registers.memory().get().address() - SEARCHED;
        try (Arena arena = Arena.ofConfined()) {
            HostMemory host = new HostMemory(arena, SEARCHED);
            touch.run();
            long[] used = words(host, start);
            unicorn.flushTlb();
            long[] empty = words(host, start);
            OptionalInt found = description(used, empty);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            long description = start + (long) Long.BYTES * found.getAsInt();
            touch.run();
            HostHeap.setLong(description + (long) Long.BYTES * MOST_USED, MOST_PLACES_EVER);
            unicorn.flushTlb();
            return mask(empty, words(host, start)).map(at -> new TlbSize(description, start + (long) Long.BYTES * at.word, at.placeBits));
        }
    }

    private static long[] words(HostMemory host, long start) {
        long[] words = new long[host.read(start)];
        for (int i = 0; i < words.length; i++) {
            words[i] = host.word(i);
        }
        return words;
    }

    /** Where the description of the table stands that was used at first and is now empty; it must be the only one. */
    private static OptionalInt description(long[] used, long[] empty) {
        OptionalInt found = OptionalInt.empty();
        for (int at = 0; at + WORDS <= Math.min(used.length, empty.length); at++) {
            boolean wasUsed = isDescription(used, at) && used[at + USED] > 0 && used[at + EVICTIONS] >= PAGES_TO_TOUCH - 1;
            if (wasUsed && isDescription(empty, at) && empty[at + USED] == 0 && empty[at + EVICTIONS] == 0) {
                if (found.isPresent()) {
                    return OptionalInt.empty();
                }
                found = OptionalInt.of(at);
            }
        }
        return found;
    }

    private static boolean isDescription(long[] words, int at) {
        long now = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
        return Math.abs(now - words[at + BEGIN]) < RECENT
                && words[at + MOST_USED] >= 0 && words[at + MOST_USED] <= MOST_PLACES_EVER
                && words[at + USED] <= 2 * PAGES_TO_TOUCH && words[at + EVICTIONS] <= 4 * PAGES_TO_TOUCH;
    }

    private record Mask(int word, int placeBits) {}

    /** Which word says how large the table is: the only one by which it has doubled. */
    private static Optional<Mask> mask(long[] before, long[] after) {
        Optional<Mask> found = Optional.empty();
        for (int at = 0; at < Math.min(before.length, after.length); at++) {
            long place = after[at] - 2 * before[at];
            if (place >= Long.BYTES && place < SEARCHED && Long.bitCount(place) == 1 && isMask(before[at], place)) {
                if (found.isPresent()) {
                    return Optional.empty();
                }
                found = Optional.of(new Mask(at, Long.numberOfTrailingZeros(place)));
            }
        }
        return found;
    }

    private static boolean isMask(long mask, long place) {
        long places = mask / place + 1;
        return mask % place == 0 && Long.bitCount(places) == 1 && places >= FEWEST_PLACES && places <= MOST_PLACES_EVER;
    }

    /** How many pages have a place in the table. */
    public long places() {
        return (HostHeap.getLong(mask) >>> placeBits) + 1;
    }

    /** Whether the table is so full, or so many pages have lost their place to another, that a larger one is worth a flush. */
    public boolean isTooSmall() {
        long places = places();
        return places < MOST_PLACES && (used() * 100 > places * FULL_PERCENT || evictions() >= places);
    }

    private long used() {
        return HostHeap.getLong(description + Long.BYTES * USED);
    }

    private long evictions() {
        return HostHeap.getLong(description + Long.BYTES * EVICTIONS);
    }

    /** Has the next flush double the table. */
    public void grow() {
        HostHeap.setLong(description + Long.BYTES * MOST_USED, places());
    }
}
