package foal.tools.cli;

/** The exit statuses of Foal's own; any other is the guest program's. */
public final class ExitCode {
    public static final int SUCCESS = 0;
    /** The command line makes no sense. */
    public static final int WRONG_USAGE = 2;
    /** No task could ever run again. */
    public static final int DEADLOCK = 123;
    /** The time of {@code --timeout} was up. */
    public static final int TIMEOUT = 124;
    /** Foal itself failed. */
    public static final int FAILED = 125;
    /** The program is no runnable RISC-V ELF file. */
    public static final int NOT_RUNNABLE = 126;
    /** There is no such program. */
    public static final int NOT_FOUND = 127;
    /** Signal N, as shells have it, is this plus N. */
    public static final int SIGNAL_BASE = 128;

    private ExitCode() {}
}
