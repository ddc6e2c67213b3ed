package foal.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.kernel.explore.Recording;
import foal.kernel.explore.SchedulingPolicy;
import foal.kernel.explore.SchedulingPolicy.Recorded;
import foal.kernel.explore.SchedulingPolicy.Scripted;
import foal.kernel.explore.SchedulingPolicy.Stepped;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Schedules written down and played again. */
class ScriptTest {
    private static final Options OPTIONS = Options.DEFAULT.withMemory(64L << 20);

    @ParameterizedTest
    @CsvSource({"race, 20, random, 50", "race, 20, pct:4:500, 1", "pipeline, '', random, 300", "spinlock, 50, random, 200",
            "spinlock, 50, pct:3:2000, 1", "msgq, '', pct:5:5000, 1", "forktree, '', random, 100",
            "aba, '', random, 20"})
    void theScriptOfARunRepeatsIt(String program, String argument, String policy, long quantum) {
        for (long seed = 0; seed < 5; seed++) {
            Recording recording = new Recording(false);
            SchedulingPolicy original = SchedulingPolicy.parse(policy).orElseThrow();
            GuestRun first = run(program, argument, seed, quantum, new Recorded(original, recording));
            GuestRun again = run(program, argument, seed, quantum, new Scripted(recording.script()));
            assertTrue(recording.decisions().stream().anyMatch(Recording.Decision::isPreemption), "nothing was preempted");
            assertEquals(first, again);
            assertEquals(first, run(program, argument, seed, quantum, new Stepped(recording.script(), _ -> { })));
        }
    }

    private static GuestRun run(String program, String argument, long seed, long quantum, SchedulingPolicy policy) {
        Guest guest = Guest.program("bin", program)
                .with(OPTIONS.withSeed(seed).withQuantum(quantum).withPolicy(policy));
        GuestRun run = (argument.isEmpty() ? guest : guest.arguments(argument)).runRecorded();
        // The timer may interrupt more often where the same task then goes on.
        List<String> events = run.events().stream().filter(event -> !event.contains("RUNNING to RUNNABLE") && !event.contains("RUNNABLE to RUNNING")).toList();
        return new GuestRun(run.outcome(), run.mistake(), run.output(), run.errors(), run.warnings(), run.leak(), events);
    }
}
