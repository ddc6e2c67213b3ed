package foal.kernel.task;

/** The program that a process runs, as far as the process must know it. The chapter of programs keeps the rest. */
public interface RunningProgram {
    /** The file's name, cut to 15 characters: what ps calls the command. */
    String command();

    /** Bytes that its arguments and its environment take, roughly. */
    long textBytes();

    /** A process begins to run it. */
    void started();

    /** That process runs it no longer. */
    void ended();
}
