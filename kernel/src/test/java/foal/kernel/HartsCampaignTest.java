package foal.kernel;

import foal.kernel.explore.SchedulingPolicy;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The locks and the other mechanisms of {@code userland/sync}, and the samples, on several harts and many seeds. */
@Tag("campaign")
class HartsCampaignTest {
    private static final int SEEDS = 200, SEEDS_OF_SAMPLES = 8;
    private static final long QUANTUM = 300;

    static Stream<Arguments> mechanisms() {
        return Stream.of(2, 4, 8).flatMap(harts -> Stream.of("sync_locks", "sync_waiting")
                .map(program -> Arguments.of(program, harts)));
    }

    @ParameterizedTest
    @MethodSource("mechanisms")
    void everyMechanismHolds(String program, int harts) {
        for (long seed = 0; seed < SEEDS; seed++) {
            SchedulingPolicy policy = SchedulingPolicy.parse(seed % 2 == 0 ? "rr" : "random").orElseThrow();
            Guest.program("tests", program).arguments("all")
                    .with(Options.DEFAULT.withHarts(harts).withSeed(seed).withQuantum(QUANTUM).withPolicy(policy))
                    .run().assertExit(0);
        }
    }

    static Stream<Arguments> samples() {
        return Stream.of(2, 4, 8).flatMap(harts -> SamplesTest.samples().stream()
                .map(sample -> Arguments.of(sample, harts)));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everySampleComesToItsEnd(String sample, int harts) {
        for (long seed = 0; seed < SEEDS_OF_SAMPLES; seed++) {
            Guest.program("bin", sample).with(Options.DEFAULT.withHarts(harts).withSeed(seed)).run().assertExit(0);
        }
    }
}
