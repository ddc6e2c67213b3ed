package foal.tools.strace;

import foal.kernel.syscall.Errno;
import foal.kernel.syscall.SystemCall;
import foal.kernel.task.Event;
import foal.kernel.task.Task;
import foal.kernel.time.Clock;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Counts calls and the time from the beginning to the end of each, the time for which it was blocked included, and
 * makes the table of {@code strace -c}.
 */
final class Summary implements Consumer<Event> {
    private static final String ROW = "%6.2f %11.6f %11d %9d %9s %s\n";
    private static final String RULE = "------ ----------- ----------- --------- --------- ----------------\n";
    private static final double NANOS = 1e9;

    private final Clock clock;
    private final Selection selection;
    private final Map<String, Row> rows = new HashMap<>();
    private final Map<Task, Long> begun = new HashMap<>();

    /** What is known about the calls of one name. */
    private static final class Row {
        private final String name;
        private long nanoseconds;
        private long calls;
        private long errors;

        Row(String name) {
            this.name = name;
        }

        private String format(long allNanoseconds) {
            double share = allNanoseconds == 0 ? 0 : 100.0 * nanoseconds / allNanoseconds;
            long microsecondsPerCall = calls == 0 ? 0 : nanoseconds / 1000 / calls;
            return String.format(ROW, share, nanoseconds / NANOS, microsecondsPerCall, calls, errors == 0 ? "" : errors, name);
        }
    }

    Summary(Clock clock, Selection selection) {
        this.clock = clock;
        this.selection = selection;
    }

    @Override
    public void accept(Event event) {
        switch (event) {
            case Event.Created _ when rows.isEmpty() && selection.includes("execve") -> row("execve").calls++;
            case Event.CallEntered(Task task, SystemCall call) when selection.includes(call.name()) -> {
                begun.put(task, clock.monotonic());
                row(call.name()).calls++;
            }
            case Event.CallReturned(Task task, SystemCall call, long result) when selection.includes(call.name()) -> {
                end(task, call.name());
                row(call.name()).errors += Errno.isError(result) ? 1 : 0;
            }
            case Event.CallRestarts(Task task, SystemCall call) when selection.includes(call.name()) -> {
                end(task, call.name());
                row(call.name()).errors++;
            }
            case Event.UnknownCall(_, long number) when selection.unknown() -> {
                Row row = row("syscall_0x" + Long.toHexString(number));
                row.calls++;
                row.errors++;
            }
            case Event.Exited(Task task, _) -> task.call().systemCall().ifPresent(call -> end(task, call.name()));
            default -> { }
        }
    }

    private Row row(String name) {
        return rows.computeIfAbsent(name, Row::new);
    }

    private void end(Task task, String name) {
        Long since = begun.remove(task);
        if (since != null) {
            row(name).nanoseconds += clock.monotonic() - since;
        }
    }

    /** The table: the calls that took longest come first. */
    String table() {
        Row total = new Row("total");
        for (Row row : rows.values()) {
            total.nanoseconds += row.nanoseconds;
            total.calls += row.calls;
            total.errors += row.errors;
        }
        List<Row> sorted = rows.values().stream().sorted(Comparator.comparingLong((Row row) -> -row.nanoseconds)
                .thenComparing(row -> -row.calls).thenComparing(row -> row.name)).toList();
        StringBuilder table = new StringBuilder("% time     seconds  usecs/call     calls    errors syscall\n").append(RULE);
        sorted.forEach(row -> table.append(row.format(total.nanoseconds)));
        return table.append(RULE).append(total.format(total.nanoseconds)).toString();
    }
}
