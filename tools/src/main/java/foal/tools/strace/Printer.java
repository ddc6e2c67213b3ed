package foal.tools.strace;

import foal.kernel.Kernel;
import foal.tools.cli.ExitCode;
import foal.tools.cli.Failure;
import foal.tools.cli.FileTrouble;
import foal.tools.cli.OutputLost;
import foal.tools.cli.Streams;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What strace adds to a run: a watcher of its events, and an output for what that has to say. */
public final class Printer implements AutoCloseable {
    private final StraceOptions options;
    private final String name;
    private final OutputStream to;
    private Runnable finish = () -> { };

    private Printer(StraceOptions options, String name, OutputStream to) {
        this.options = options;
        this.name = name;
        this.to = to;
    }

    /** Opens the output. */
    public static Printer open(StraceOptions options, Streams streams) throws Failure {
        if (options.file().isEmpty()) {
            return new Printer(options, "standard error", streams.err());
        }
        String file = options.file().get().toString();
        try {
            return new Printer(options, file, new FileOutputStream(file));
        } catch (IOException e) {
            throw new Failure(ExitCode.FAILED, "cannot write to " + file + ": " + FileTrouble.reason(e), e);
        }
    }

    /** Subscribes to the events of a run that has not begun. */
    public void watch(Kernel kernel) throws Failure {
        Selection selection = Selection.of(options.selection(), kernel.systemCalls());
        if (options.summary()) {
            Summary summary = new Summary(kernel.clock(), selection);
            kernel.trace().watch(summary);
            finish = () -> write(summary.table());
        } else {
            boolean sharesOutput = options.file().isEmpty();
            Lines lines = new Lines(to, name, sharesOutput,
                    options.timeStamps() ? Optional.of(kernel.clock()) : Optional.empty());
            Strace strace = new Strace(lines, selection);
            kernel.trace().watch(strace);
            finish = strace::close;
        }
    }

    private void write(String text) {
        try {
            to.write(text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new OutputLost(name, e);
        }
    }

    /** Writes out what is left, and closes a file. */
    @Override
    public void close() throws Failure {
        try {
            finish.run();
            if (options.file().isPresent()) {
                to.close();
            }
        } catch (OutputLost e) {
            throw e.failure();
        } catch (IOException e) {
            throw new OutputLost(name, e).failure();
        }
    }
}
