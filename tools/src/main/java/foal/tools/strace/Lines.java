package foal.tools.strace;

import foal.kernel.time.Clock;
import foal.tools.cli.OutputLost;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Writes lines, with what stands in front of each; a line may be written in pieces. */
final class Lines {
    /** The column before that of the equals sign, for calls that are not longer. */
    private static final int RESULT_COLUMN = 39;
    private static final int FLUSH_AT = 1 << 16;
    private static final long NANOS = 1_000_000_000L;

    private final OutputStream to;
    private final String name;
    private final boolean atOnce;
    private final Optional<Clock> timeStamps;
    private final StringBuilder pending = new StringBuilder();
    private int column;

    /**
     * @param name of the output, in messages
     * @param atOnce whether each line must be visible before anything else happens
     * @param timeStamps the clock whose time stands before each line, if any
     */
    Lines(OutputStream to, String name, boolean atOnce, Optional<Clock> timeStamps) {
        this.to = to;
        this.name = name;
        this.atOnce = atOnce;
        this.timeStamps = timeStamps;
    }

    /** What stands in front of a line that begins now. @param pid of the task, or empty to leave it out */
    String prefix(Optional<Integer> pid) {
        return pid.map(number -> "[pid " + number + "] ").orElse("")
                + timeStamps.map(clock -> stamp(clock.monotonic())).orElse("");
    }

    private static String stamp(long nanoseconds) {
        return String.format("%d.%09d ", nanoseconds / NANOS, nanoseconds % NANOS);
    }

    /** Adds to the line. */
    void append(String text) {
        pending.append(text);
        column += text.length();
    }

    /** Adds spaces up to the column of the equals sign. */
    void tabulate() {
        append(" ".repeat(Math.max(0, RESULT_COLUMN - column)));
    }

    /** Ends the line. */
    void end(String text) {
        append(text + "\n");
        column = 0;
        if (atOnce || pending.length() > FLUSH_AT) {
            flush();
        }
    }

    /** Makes everything visible. */
    void flush() {
        try {
            to.write(pending.toString().getBytes(StandardCharsets.ISO_8859_1));
            to.flush();
            pending.setLength(0);
        } catch (IOException e) {
            throw new OutputLost(name, e);
        }
    }
}
