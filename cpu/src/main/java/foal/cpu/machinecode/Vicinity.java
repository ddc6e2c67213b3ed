package foal.cpu.machinecode;

import foal.cpu.unicorn.Unicorn;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;

/**
 * Where the host should put what an engine's translated code calls or counts in: an instruction has 32 bits for the distance,
 * so up to 2 GiB from wherever in the buffer of translations the instruction stands. Whether blocks count in place depends on
 * that, and nothing else: they look for themselves what they can reach ({@link CountInPlace}).
 *
 * @param begin of the buffer for translations
 * @param isAdverse for tests: each page is put where some of the translations can just reach it, and the others just not
 */
record Vicinity(long begin, boolean isAdverse) {
    private static final long REACH = 1L << 31, END = Unicorn.TRANSLATION_BUFFER, PAGE = 4096;
    /** Places that are tried, and how far they are from each other: the farthest is at half of the reach. */
    private static final int PLACES = 64;
    private static final long STEP = REACH / 2 / PLACES;
    /** In which part of what an engine translates first the limit is, in its turn. */
    private static final int ADVERSE_PLACES = 16;
    private static final long ADVERSE_STEP = 8 * PAGE;
    private static final AtomicInteger ADVERSE_TURN = new AtomicInteger();

    /** The first page that is as near as we want it, of those that the host gives for places asked for; or any page. */
    Optional<MemorySegment> firstOf(LongFunction<Optional<MemorySegment>> map) {
        if (isAdverse) {
            return map.apply(adversePlace());
        }
        Optional<MemorySegment> page = map.apply(0); // mostly near, as what is mapped one after another mostly is
        for (int i = 1; i <= PLACES && page.isPresent() && !isNear(page.get().address()); i++) {
            MachineCode.unmap(page.get());
            page = map.apply(i % 2 == 0 ? begin - i * STEP : begin + END + i * STEP);
        }
        return page;
    }

    private boolean isNear(long address) {
        return address > begin - REACH / 2 - STEP && address < begin + END + REACH / 2 + STEP;
    }

    /** Before or behind the buffer, so that the limit of what is in reach falls into it; every third place is near. */
    private long adversePlace() {
        int turn = ADVERSE_TURN.getAndIncrement();
        long limit = (turn / 3 % ADVERSE_PLACES) * ADVERSE_STEP;
        long place = switch (turn % 3) {
            case 0 -> begin + REACH + limit;
            case 1 -> begin - REACH + limit;
            default -> begin - ADVERSE_STEP;
        };
        return place & -PAGE;
    }
}
