package foal.tools.cli;

/** Ends a command before its time: a line for the user and an exit status. */
public final class Failure extends Exception {
    private static final long serialVersionUID = 1;

    private final int exitCode;

    /**
     * @param exitCode one of {@link ExitCode}
     * @param message one line, printed after {@code foal: }
     */
    public Failure(int exitCode, String message) {
        this(exitCode, message, null);
    }

    /** @param cause whose stack trace {@code --debug} shows */
    public Failure(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** The command line makes no sense. */
    public static Failure usage(String message) {
        return new Failure(ExitCode.WRONG_USAGE, message);
    }

    public int exitCode() {
        return exitCode;
    }
}
