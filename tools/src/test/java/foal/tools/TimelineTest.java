package foal.tools;

import static foal.tools.Foal.foal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The timeline that --trace writes: an array of events of Chrome's trace event format. */
class TimelineTest {
    @TempDir
    private Path folder;

    private List<JsonObject> timeline(int status, String... words) throws Exception {
        Path file = folder.resolve("timeline.json");
        List<String> all = new ArrayList<>(List.of("boot", "--trace", file.toString()));
        all.addAll(List.of(words));
        Foal.Result result = foal(all.toArray(String[]::new));
        assertEquals(status, result.status(), result::toString);
        return read(file);
    }

    private static List<JsonObject> read(Path file) throws Exception {
        try (Reader text = Files.newBufferedReader(file)) {
            JsonReader reader = new JsonReader(text);
            reader.setStrictness(Strictness.STRICT);
            return JsonParser.parseReader(reader).getAsJsonArray().asList().stream().map(JsonElement::getAsJsonObject).toList();
        }
    }

    private static Stream<JsonObject> of(List<JsonObject> events, String kind) {
        return events.stream().filter(event -> event.get("ph").getAsString().equals(kind));
    }

    private static boolean has(List<JsonObject> events, String kind, String text) {
        return of(events, kind).anyMatch(event -> event.toString().contains(text));
    }

    private static double time(JsonObject event) {
        return event.get("ts").getAsDouble();
    }

    /** Looks whether the slices of each track lie within or behind each other. */
    private static void assertIsWellFormed(List<JsonObject> events) {
        Map<Integer, Deque<JsonObject>> open = new TreeMap<>();
        for (JsonObject event : events) {
            Deque<JsonObject> slices = open.computeIfAbsent(event.get("tid").getAsInt(), _ -> new ArrayDeque<>());
            switch (event.get("ph").getAsString()) {
                case "B" -> slices.push(event);
                case "E" -> {
                    JsonObject begun = slices.pop();
                    assertEquals(begun.get("name"), event.get("name"));
                    assertTrue(time(begun) <= time(event), event::toString);
                }
                case "X" -> {
                    boolean isWithin = slices.isEmpty() || time(slices.peek()) <= time(event);
                    assertTrue(isWithin && event.get("dur").getAsDouble() > 0, event::toString);
                }
                default -> assertTrue(time(event) >= 0, event::toString);
            }
        }
        assertTrue(open.values().stream().allMatch(Deque::isEmpty), "all slices end");
    }

    @Test
    void callsWaitsAndSwitchesAreShown() throws Exception {
        List<JsonObject> events = timeline(0, "pc_pipe");
        assertIsWellFormed(events);
        assertTrue(has(events, "M", "\"process_name\",\"args\":{\"name\":\"pc_pipe\"}"));
        assertTrue(has(events, "M", "\"thread_name\",\"args\":{\"name\":\"hart 0\"}"));
        assertTrue(has(events, "E", "\"call\":\"pipe2([3, 4], 0)\",\"result\":\"0\""));
        assertTrue(has(events, "X", "waits for a pipe to be written to"));
        assertTrue(has(events, "X", "\"pc_pipe 3\""));
        assertTrue(has(events, "i", "exited with 0"));
        assertTrue(has(events, "C", "ready to run"));
    }

    @Test
    void arrowsLeadFromWhoWakesToWhoIsWoken() throws Exception {
        List<JsonObject> events = timeline(0, "pc_pipe");
        JsonObject from = of(events, "s").findFirst().orElseThrow(), to = of(events, "f").findFirst().orElseThrow();
        assertEquals(from.get("id"), to.get("id"));
        assertEquals(3, from.get("tid").getAsInt());
        assertEquals(2, to.get("tid").getAsInt());
        assertEquals("e", to.get("bp").getAsString());
    }

    @Test
    void whoEndsWakesWhoHasWaitedForThat() throws Exception {
        List<JsonObject> events = timeline(0, "sh", "-c", "(exit 3); true");
        assertTrue(of(events, "s").anyMatch(event -> event.get("tid").getAsInt() == 3), events::toString);
        assertTrue(has(events, "E", "\"result\":\"never\""));
        assertIsWellFormed(events);
    }

    @Test
    void eachHartHasATrackOnWhichOneTaskRunsAtATime() throws Exception {
        List<JsonObject> events = timeline(0, "--harts", "4", "barrier_reuse");
        assertIsWellFormed(events);
        Map<Integer, Double> ends = new TreeMap<>();
        of(events, "X").filter(event -> event.get("pid").getAsInt() == 1).forEach(event -> {
            int hart = event.get("tid").getAsInt();
            assertTrue(ends.getOrDefault(hart, 0.0) <= time(event) + 1e-6, event::toString);
            ends.put(hart, time(event) + event.get("dur").getAsDouble());
        });
        assertTrue(ends.size() > 1, "several harts run something");
    }

    @ParameterizedTest
    @CsvSource({"killed,139", "philosophers_broken,123"})
    void aRunThatEndsBadlyLeavesAWholeFile(String sample, int status) throws Exception {
        String name = sample.equals("killed") ? source("int main(void) { *(volatile int *) 8 = 1; }") : sample;
        assertIsWellFormed(timeline(status, "--sched", "random", "--quantum", "50", "--seed", "1", name));
    }

    private String source(String text) throws Exception {
        return Files.writeString(folder.resolve("killed.c"), text).toString();
    }

    @Test
    void aRunThatIsStoppedLeavesAWholeFile() throws Exception {
        assertIsWellFormed(timeline(124, "--timeout", "0.5", "sh", "-c", "while true; do sleep 1; done"));
        assertIsWellFormed(timeline(124, "--timeout", "0.5", "--clock", "host", "sh", "-c", "while true; do :; done"));
    }

    @Test
    void theTimelineOfARepeatedRunIsTheSame() throws Exception {
        Path recording = folder.resolve("recording"), again = folder.resolve("again.json");
        List<JsonObject> first = timeline(3, "--record", recording.toString(), "--clock", "host", "sh", "-c", "sleep 0.1; (exit 3)");
        assertEquals(3, foal("replay", "--trace", again.toString(), recording.toString()).status());
        assertEquals(first, read(again));
        assertEquals(-1, Files.mismatch(folder.resolve("timeline.json"), again));
        assertTrue(has(first, "i", "\"name\":\"SIGCHLD\""));
    }

    @Test
    void aFullDiskIsToldInOneLine() {
        assertEquals(new Foal.Result(125, "Hello from process 2\n", "foal: cannot write to /dev/full: No space left on device\n"),
                foal("boot", "--trace", "/dev/full", "hello"));
    }

    @Test
    void aFileThatCannotBeMadeIsToldInOneLine() {
        Foal.Result result = foal("boot", "--trace", folder.resolve("no/file").toString(), "hello");
        assertEquals(125, result.status());
        assertEquals("", result.out());
        assertTrue(result.err().startsWith("foal: cannot write to ") && result.err().lines().count() == 1, result::toString);
    }
}
