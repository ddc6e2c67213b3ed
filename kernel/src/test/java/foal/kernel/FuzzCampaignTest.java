package foal.kernel;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ten million random calls: the guest program {@code fuzz}, which the other tests only let begin, on many seeds. */
@Tag("campaign")
class FuzzCampaignTest {
    private static final int CALLS = 500_000;
    private static final Pattern COUNT = Pattern.compile("^(\\d+) calls$", Pattern.MULTILINE);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void theKernelSurvivesHalfAMillionHostileCalls(int seed) {
        GuestRun run = Guest.program("tests", "fuzz").arguments(String.valueOf(seed), String.valueOf(CALLS))
                .with(Options.DEFAULT.withSeed(seed)).run().assertExit(0);
        Matcher count = COUNT.matcher(run.output());
        assertTrue(count.find() && Integer.parseInt(count.group(1)) >= CALLS, run.output());
    }
}
