package foal.kernel.syscall;

/**
 * What the handler of a system call returns: a {@code long}, as it goes into register a0, so that the path of a
 * call allocates nothing. There are these kinds:
 *
 * <ul>
 *   <li>done: any value that is none of the others;
 *   <li>failed: −1 to −4095, made by {@link Errno#result()};
 *   <li>{@link #BLOCKED}: the task waits; when it is woken, the handler is run again from its start;
 *   <li>{@link #NO_RETURN}: the call does not return to its caller: the task is gone or runs another program;
 *   <li>{@link #INTERRUPTED}: a signal came while the task waited; it gets EINTR or, as the signal's action says,
 *       makes the call again;
 *   <li>{@link #RESTARTED}: the same, but the call is made again whatever the signal's action says.
 * </ul>
 */
public final class Result {
    public static final long BLOCKED = Long.MIN_VALUE;
    public static final long NO_RETURN = Long.MIN_VALUE + 1;

    public static final long INTERRUPTED = Long.MIN_VALUE + 2;
    public static final long RESTARTED = Long.MIN_VALUE + 3;

    /** Whether a result is one that goes into a0. */
    public static boolean isFinal(long result) {
        return result > RESTARTED;
    }

    private Result() {}
}
