package foal.tools.cli;

import java.io.IOException;
import java.util.Locale;

/**
 * One of our own outputs cannot be written any more: its reader has gone, or the disk is full. Unchecked, so that
 * it can pass through the kernel, which knows nothing of the host's troubles, to whoever started the run.
 */
public final class OutputLost extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param output its name, such as "standard output" */
    public OutputLost(String output, IOException cause) {
        super("cannot write to " + output + ": " + FileTrouble.reason(cause), cause);
    }

    /** Whether whoever read it has gone, as {@code head} does. The cause says so in the words of the host's C library. */
    public boolean isReaderGone() {
        return getCause().getMessage() != null && getCause().getMessage().toLowerCase(Locale.ROOT).contains("broken pipe");
    }

    /** The end of a command that can do no more without this output. @throws OutputLost if the reader has gone: no failure */
    public Failure failure() {
        if (isReaderGone()) {
            throw this;
        }
        return new Failure(ExitCode.FAILED, getMessage(), this);
    }
}
