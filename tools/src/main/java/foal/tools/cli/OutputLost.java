package foal.tools.cli;

import java.io.IOException;

/**
 * One of our own outputs cannot be written any more: its reader has gone, or the disk is full. Unchecked, so that
 * it can pass through the kernel, which knows nothing of the host's troubles, to whoever started the run.
 */
public final class OutputLost extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param output its name, such as "standard output" */
    public OutputLost(String output, IOException cause) {
        super("cannot write to " + output + ": " + cause.getMessage(), cause);
    }

    /** The end of a command that can do no more without this output. */
    public Failure failure() {
        return new Failure(ExitCode.FAILED, getMessage(), this);
    }
}
