package foal.kernel;

import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.kernel.explore.SchedulingPolicy;
import foal.kernel.task.ExitStatus;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Samples in pairs: {@code NAME_broken} fails on some schedule, {@code NAME}, which does the same rightly, on none. */
class SamplePairsTest {
    private static final String BROKEN = "_broken";
    private static final int SEEDS_TO_HOLD_ON = 20, SEEDS_TO_FAIL_ON = 3_000;
    /** Mean instructions after which another task may run: few, so that switches fall everywhere. */
    private static final long[] QUANTA = {20, 60, 200};

    static List<String> pairs() {
        return Guest.programs("bin").stream().filter(name -> name.endsWith(BROKEN))
                .map(name -> name.substring(0, name.length() - BROKEN.length())).toList();
    }

    private static boolean holds(String sample, long seed) {
        Options options = Options.DEFAULT.withSeed(seed).withQuantum(QUANTA[(int) (seed % QUANTA.length)])
                .withPolicy(SchedulingPolicy.parse("random").orElseThrow());
        return Guest.program("bin", sample).with(options).run().outcome()
                .map(outcome -> outcome instanceof Outcome.Ended(ExitStatus.Exited(int status), _) && status == 0)
                .orElse(false);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void theBrokenOneFailsOnSomeSchedule(String pair) {
        assertTrue(LongStream.range(0, SEEDS_TO_FAIL_ON).anyMatch(seed -> !holds(pair + BROKEN, seed)));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void theRightOneHoldsOnAll(String pair) {
        assertTrue(LongStream.range(0, SEEDS_TO_HOLD_ON).allMatch(seed -> holds(pair, seed)));
    }
}
