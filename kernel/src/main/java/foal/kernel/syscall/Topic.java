package foal.kernel.syscall;

/** The subjects by which strace selects calls, as in {@code -e %file}. */
public enum Topic {
    /** Takes a path. */
    FILE,
    /** Takes or makes a descriptor. */
    DESC,
    /** Begins or ends processes, or waits for them. */
    PROCESS,
    SIGNAL,
    MEMORY,
    /** Communication between processes. */
    IPC,
    NETWORK
}
