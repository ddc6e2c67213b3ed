package foal.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.kernel.explore.SchedulingPolicy;
import foal.kernel.task.ExitStatus;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The locks and the other mechanisms of {@code userland/sync} on many schedules of one and of four harts; their broken variants fail on some. */
@Tag("campaign")
class SyncCampaignTest {
    private static final int SEEDS = 1_000;
    /** Instructions between interrupts: few, so that they fall everywhere. */
    private static final int SHORTEST_QUANTUM = 50, LONGEST_QUANTUM = 500;

    /** Every other seed preempts in turns of a length that varies, and every other anywhere and for anybody. */
    private static GuestRun run(String program, String argument, int harts, long seed) {
        long quantum = new Random(seed).nextInt(SHORTEST_QUANTUM, LONGEST_QUANTUM + 1);
        SchedulingPolicy policy = SchedulingPolicy.parse(seed % 2 == 0 ? "rr" : "random").orElseThrow();
        return Guest.program("tests", program).arguments(argument)
                .with(Options.DEFAULT.withHarts(harts).withSeed(seed).withQuantum(quantum).withPolicy(policy)).run();
    }

    private static boolean holds(String program, String argument, int harts, long seed) {
        return run(program, argument, harts, seed).outcome().map(SyncCampaignTest::isSuccess).orElse(false);
    }

    private static boolean isSuccess(Outcome outcome) {
        return outcome instanceof Outcome.Ended(ExitStatus.Exited(int status), _) && status == 0;
    }

    @ParameterizedTest
    @CsvSource({"sync_locks,1", "sync_waiting,1", "sync_locks,4", "sync_waiting,4"})
    void everyMechanismHoldsOnAThousandSeeds(String program, int harts) {
        for (long seed = 0; seed < SEEDS; seed++) {
            run(program, "all", harts, seed).assertExit(0);
        }
    }

    static Stream<Arguments> brokenVariants() {
        return Stream.of("sync_locks test_then_set", "sync_locks dekker_no_turn", "sync_locks dekker_late_flag",
                "sync_locks peterson_late_flag", "sync_locks peterson_greedy", "sync_locks filter_one_level",
                "sync_locks bakery_no_choosing", "sync_locks bakery_no_tie", "sync_locks forgetful_mutex",
                "sync_waiting late_condition", "sync_waiting one_time_barrier", "sync_waiting once_late",
                "sync_waiting once_early").map(variant -> variant.split(" "))
                .flatMap(words -> Stream.of(1, 4).map(harts -> Arguments.of(words[0], words[1], harts)));
    }

    @ParameterizedTest
    @MethodSource("brokenVariants")
    void aBrokenVariantFailsOnSomeSeed(String program, String variant, int harts) {
        Optional<Long> caught = LongStream.range(0, SEEDS).filter(seed -> !holds(program, variant, harts, seed)).boxed()
                .findFirst();
        assertTrue(caught.isPresent());
        assertEquals(run(program, variant, harts, caught.get()), run(program, variant, harts, caught.get()));
    }

    /** A machine on which every store is seen at once needs no fences; only a detector of races tells the difference. */
    @Test
    void withoutFencesPetersonStillHoldsHere() {
        assertTrue(LongStream.range(0, SEEDS).allMatch(seed -> holds("sync_locks", "peterson_unfenced", 1, seed)));
    }
}
