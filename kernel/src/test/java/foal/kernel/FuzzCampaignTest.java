package foal.kernel;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Ten million random calls: the guest program {@code fuzz}, which the other tests only let begin, on one hart and on several. Each
 * time its seeds are others; a failure names the run's, and -Dfoal.fuzz.seed repeats it as the first.
 */
@Tag("campaign")
class FuzzCampaignTest {
    private static final int RUNS = 20;
    private static final int CALLS = 500_000;
    private static final Pattern COUNT = Pattern.compile("^(\\d+) calls$", Pattern.MULTILINE);

    static IntStream seeds() {
        int first = Integer.getInteger("foal.fuzz.seed", new SplittableRandom().nextInt(1, 1_000_000));
        return IntStream.range(first, first + RUNS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theKernelSurvivesHalfAMillionHostileCalls(int seed) {
        GuestRun run = Guest.program("tests", "fuzz").arguments(String.valueOf(seed), String.valueOf(CALLS))
                .with(Options.DEFAULT.withSeed(seed).withHarts(1 + seed % 4)).run().assertExit(0);
        Matcher count = COUNT.matcher(run.output());
        assertTrue(count.find() && Integer.parseInt(count.group(1)) >= CALLS, run.output());
    }
}
