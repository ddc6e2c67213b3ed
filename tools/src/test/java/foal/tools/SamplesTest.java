package foal.tools;

import static foal.tools.Foal.foal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.tools.boot.Installation;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The samples that come with Foal. */
class SamplesTest {
    /** Those that fail on some schedules, by intent, are left out. */
    static List<String> samples() throws foal.tools.cli.Failure {
        return Installation.find().samples().keySet().stream().filter(sample -> !sample.endsWith("_broken")).toList();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aSampleDoesTheSameInEveryRunWithTheSameSeed(String sample) {
        Foal.Result first = foal("boot", "--seed", "7", "--quantum", "997", sample);
        assertEquals(0, first.status());
        assertEquals("", first.err());
        assertEquals(first, foal("boot", "--seed", "7", "--quantum", "997", sample));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aSampleAlsoRunsByTheHostsClock(String sample) {
        assertEquals(0, foal("boot", "--clock", "host", sample).status());
    }

    @Test
    void raceLosesUpdates_HowManyDependsOnTheSeedAlone() {
        Function<Integer, String> race = seed -> foal("boot", "--seed", seed.toString(), "race").out();
        Set<String> outputs = IntStream.range(0, 6).boxed().map(race).collect(Collectors.toSet());
        assertTrue(outputs.size() > 1, outputs.toString());
        assertTrue(outputs.stream().noneMatch(output -> output.endsWith("lost 0\n")), outputs.toString());
        assertEquals(race.apply(3), race.apply(3));
    }

    @Test
    void raceAlsoDependsOnTheQuantum() {
        Set<String> outputs = IntStream.of(1000, 3000, 10_000).mapToObj(Integer::toString)
                .map(quantum -> foal("boot", "--quantum", quantum, "race").out()).collect(Collectors.toSet());
        assertTrue(outputs.size() > 1, outputs.toString());
    }

    @Test
    void spinlockLosesNothing() {
        for (String seed : new String[] {"0", "1", "2"}) {
            String out = foal("boot", "--seed", seed, "--quantum", "500", "spinlock").out();
            assertTrue(out.contains("lost 0"), out);
        }
    }
}
