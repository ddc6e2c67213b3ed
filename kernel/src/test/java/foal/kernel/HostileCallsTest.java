package foal.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.kernel.dispatch.BoundCall;
import foal.kernel.task.Event;
import foal.kernel.trace.CallText;
import foal.kernel.tty.HostStreams;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Programs that mean harm: whatever they ask for, they get an answer or die of it; the kernel stays whole. */
class HostileCallsTest {
    private static final long MEMORY = 24L << 20;
    private static final int WANTED_CALLS = 200_000;
    private static final int MOST_BOOTS = 100;
    /** They end a round or change all registers, so that a call which comes up by chance is enough of them. */
    private static final Set<Integer> RARE = Set.of(Calls.EXIT, Calls.EXIT_GROUP, Calls.RT_SIGRETURN);

    private static List<BoundCall> table() {
        HostStreams none = new HostStreams() {
            @Override
            public void write(boolean toError, byte[] bytes, int length) {}
        };
        try (Kernel kernel = new Kernel(Options.DEFAULT.withMemory(MEMORY), HostSide.live(none, _ -> { }))) {
            return kernel.systemCalls().all();
        }
    }

    private static Guest hostile(long seed, List<BoundCall> table) {
        return Guest.code(HostileProgram.create(seed, table.stream().map(BoundCall::number)
                        .filter(number -> !RARE.contains(number)).toList()))
                .with(Options.DEFAULT.withMemory(MEMORY).withSeed(seed));
    }

    @Test
    void noCallIsTooHostileForTheKernel() {
        List<BoundCall> table = table();
        Map<String, Integer> counts = new TreeMap<>();
        int[] calls = new int[1];
        int boots = 0;
        while (calls[0] < WANTED_CALLS && boots < MOST_BOOTS) {
            hostile(++boots, table).watchedBy(event -> {
                switch (event) {
                    case Event.CallEntered(_, var call) -> {
                        calls[0]++;
                        counts.merge(call.name(), 1, Integer::sum);
                    }
                    case Event.UnknownCall _ -> calls[0]++;
                    default -> { }
                }
            }).run().assertNoLeak();
        }
        assertTrue(calls[0] >= WANTED_CALLS, calls[0] + " calls only");
        for (BoundCall call : table.stream().filter(call -> !RARE.contains(call.number())).toList()) {
            assertTrue(counts.getOrDefault(call.name(), 0) >= 100, call.name() + " was made too rarely: " + counts);
        }
    }

    @Test
    void noCallIsTooHostileToBeShown() {
        Map<Integer, CallText> texts = new HashMap<>();
        for (long seed = 1; seed <= 3; seed++) {
            texts.clear();
            hostile(seed, table()).watchedBy(event -> show(event, texts)).run().assertNoLeak();
        }
    }

    private static void show(Event event, Map<Integer, CallText> texts) {
        switch (event) {
            case Event.CallEntered(var task, var call) -> {
                CallText text = new CallText(call, task);
                assertTrue(text.beginning().startsWith(call.name() + "("));
                texts.put(task.tid(), text);
            }
            case Event.CallReturned(var task, _, long result) -> Optional.ofNullable(texts.get(task.tid())).ifPresent(text ->
                    assertTrue(text.remainder(task, result).length() + text.result(task, result).length() > 0));
            case Event.UnknownCall(var task, _) -> assertTrue(CallText.unknown(task).startsWith("syscall_0x"));
            default -> { }
        }
    }

    @Test
    void theSameHostileProgramDoesTheSameTwice() {
        List<BoundCall> table = table();
        assertEquals(hostile(5, table).runRecorded(), hostile(5, table).runRecorded());
    }
}
