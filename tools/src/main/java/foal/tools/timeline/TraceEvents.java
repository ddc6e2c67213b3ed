package foal.tools.timeline;

import com.google.gson.stream.JsonWriter;
import foal.tools.boot.GuestText;
import foal.tools.cli.ExitCode;
import foal.tools.cli.Failure;
import foal.tools.cli.FileTrouble;
import foal.tools.cli.OutputLost;
import java.io.BufferedWriter;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes a file in Chrome's trace event format: an array of events, each with a letter for its kind, the track that it
 * belongs to, and a time in microseconds. Nothing is kept but a buffer.
 *
 * <p>Further reading: "Trace Event Format", in the Chromium project's documentation of its tracing.
 */
final class TraceEvents {
    private static final int BUFFER = 1 << 16;
    private static final int NANOS = 1000;

    private final Path file;
    private final Writer out;
    private final JsonWriter json;

    /** A line of events: a thread, or a hart. */
    record Track(int pid, int tid) {}

    private TraceEvents(Path file, Writer out) throws IOException {
        this.file = file;
        this.out = out;
        json = new JsonWriter(out);
        json.beginArray();
    }

    static TraceEvents open(Path file) throws Failure {
        try {
            return new TraceEvents(file, new BufferedWriter(
                    new OutputStreamWriter(new FileOutputStream(file.toFile()), StandardCharsets.UTF_8), BUFFER));
        } catch (IOException e) {
            throw new Failure(ExitCode.FAILED, "cannot write to " + file + ": " + FileTrouble.reason(e), e);
        }
    }

    /** What kinds of events have besides the common. */
    private interface More {
        void write() throws IOException;
    }

    private void event(String kind, Track track, long time, String name, More more) {
        try {
            json.beginObject().name("ph").value(kind).name("pid").value(track.pid()).name("tid").value(track.tid());
            json.name("ts").jsonValue(microseconds(time)).name("name").value(GuestText.toHost(name));
            more.write();
            json.endObject();
            out.write('\n');
        } catch (IOException e) {
            throw new OutputLost(file.toString(), e);
        }
    }

    private static String microseconds(long nanoseconds) {
        return String.format(Locale.ROOT, "%d.%03d", nanoseconds / NANOS, nanoseconds % NANOS);
    }

    private void arguments(Map<String, String> arguments) throws IOException {
        json.name("args").beginObject();
        for (var argument : new TreeMap<>(arguments).entrySet()) { // always in the same order
            json.name(argument.getKey()).value(GuestText.toHost(argument.getValue()));
        }
        json.endObject();
    }

    /** Begins a slice, in which others may lie. */
    void begin(Track track, long time, String name) {
        event("B", track, time, name, () -> { });
    }

    /** Ends the slice of the track that was begun last. */
    void end(Track track, long time, String name, Map<String, String> arguments) {
        event("E", track, time, name, () -> arguments(arguments));
    }

    /** A slice from beginning to end. */
    void slice(Track track, long from, long to, String name) {
        event("X", track, from, name, () -> json.name("dur").jsonValue(microseconds(to - from)));
    }

    /** Something that takes no time. */
    void instant(Track track, long time, String name, Map<String, String> arguments) {
        event("i", track, time, name, () -> {
            json.name("s").value("t");
            arguments(arguments);
        });
    }

    /** An arrow between the slices that two tracks are in. */
    void arrow(Track from, Track to, long time, long id, String name) {
        event("s", from, time, name, () -> json.name("cat").value(name).name("id").value(id));
        event("f", to, time, name, () -> json.name("cat").value(name).name("id").value(id).name("bp").value("e"));
    }

    void counter(Track track, long time, String name, long value) {
        event("C", track, time, name, () -> json.name("args").beginObject().name("tasks").value(value).endObject());
    }

    /** Says what a thread is called. */
    void nameThread(Track track, String name) {
        event("M", track, 0, "thread_name", () -> arguments(Map.of("name", name)));
    }

    /** Says what the process of a track is called. */
    void nameProcess(Track track, String name) {
        event("M", track, 0, "process_name", () -> arguments(Map.of("name", name)));
    }

    void close() {
        try (Writer all = out) {
            json.endArray();
            json.flush();
            all.write('\n');
        } catch (IOException e) {
            throw new OutputLost(file.toString(), e);
        }
    }
}
