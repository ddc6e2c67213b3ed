package foal.cpu.engine;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import foal.cpu.host.HostHeap;
import foal.cpu.host.HostMemory;
import foal.cpu.unicorn.Unicorn;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * An engine's buffer for translated code: how much of it is used.
 *
 * <p>libunicorn has no function that tells. But the structure that its translator works with has, one behind another, the
 * size of the buffer, the place of the next translation, and somewhat later the place from which on it is full; and a little
 * before, where it begins. What looks like that is searched for behind the pointers of the engine's structure.
 */
public final class TranslationBuffer {
    /** The structure is searched so far, in bytes: those words stand before its long tables. */
    private static final int SEARCHED = 1024;
    /** Words from the size to the place of the next translation, and to the place where the buffer is full. */
    private static final int NEXT = 1, FULL = 3;
    /** At most so many words before the size stands the beginning. */
    private static final int BEFORE = 3;
    /** The size is less than what was asked for, by a prologue and by what is needed to align it. */
    private static final int ROUNDING = 1 << 16;

    private final long begin;
    /** Where the next translation will stand. */
    private final MemorySegment next;

    private TranslationBuffer(Place place) {
        begin = place.begin;
        next = MemorySegment.ofAddress(place.pointer).reinterpret(Long.BYTES);
    }

    /**
     * Finds an engine's buffer: of all that look like one and grow, the nearest; empty if there is none, or the host does not
     * let us search.
     *
     * @param run has the engine execute what it has not yet translated
     */
    public static Optional<TranslationBuffer> find(Unicorn unicorn, Runnable run) {
        if (!HostMemory.isReadable()) {
            run.run();
            return Optional.empty();
        }
        try (Arena arena = Arena.ofConfined()) {
            HostMemory host = new HostMemory(arena, SEARCHED);
            List<Place> places = places(unicorn, host);
            run.run();
            return places.stream().filter(place -> place.nextIn(host) > place.next)
                    .min(Comparator.comparingInt(Place::index)).map(TranslationBuffer::new);
        }
    }

    /**
     * What looks like a buffer. It may be another engine's, whose structure stands in the host's memory behind something of
     * ours: then it is farther from our pointer than our own is from its, and can vanish at any time.
     *
     * @param index how many words behind the pointer it was found
     * @param pointer where the address of the next translation stands
     * @param next that address when it was found
     */
    private record Place(int index, long begin, long pointer, long next) {
        long nextIn(HostMemory host) {
            return host.read(pointer) > 0 ? host.word(0) : 0;
        }
    }

    private static List<Place> places(Unicorn unicorn, HostMemory host) {
        List<Place> found = new ArrayList<>();
        for (long pointer : HostHeap.whole(unicorn.engine()).toArray(JAVA_LONG)) {
            int words = host.read(pointer);
            for (int at = BEFORE; at + FULL < words; at++) {
                long begin = beginning(host, at);
                if (begin != 0) {
                    found.add(new Place(at, begin, pointer + Long.BYTES * (long) (at + NEXT), host.word(at + NEXT)));
                }
            }
        }
        return found;
    }

    /** Where the buffer begins whose size is a word of those read; 0 if that is no such size. */
    private static long beginning(HostMemory host, int at) {
        long size = host.word(at);
        if (size > Unicorn.TRANSLATION_BUFFER || size < Unicorn.TRANSLATION_BUFFER - ROUNDING) {
            return 0;
        }
        long next = host.word(at + NEXT), full = host.word(at + FULL);
        for (int before = 1; before <= BEFORE; before++) {
            long begin = host.word(at - before);
            long end = begin + size;
            if (begin < next && next < full && full <= end && end - full < ROUNDING) {
                return begin;
            }
        }
        return 0;
    }

    /** Where it begins. */
    public long begin() {
        return begin;
    }

    /** Bytes that translations take. */
    public long used() {
        return next.get(JAVA_LONG, 0) - begin;
    }
}
