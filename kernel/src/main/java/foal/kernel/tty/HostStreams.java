package foal.kernel.tty;

import java.util.Optional;

/** The host's standard streams, as a console needs them. Unless it says otherwise, there is nothing to read. */
public interface HostStreams {
    /**
     * What {@link #peekLine} returns when there is no input yet and this stream does not wait. {@code
     * Kernel.inputArrived} tells when there is.
     */
    int NOTHING_YET = -1;

    /**
     * Looks at the next line of standard input, or as much of it as is wanted. It stays until it is taken.
     *
     * @param limit bytes to look at at most, at least 1
     * @return how many; 0 at the end of the input; or {@link #NOTHING_YET}
     */
    default int peekLine(byte[] into, int limit) {
        return 0;
    }

    /** Takes so many bytes of what {@link #peekLine} has shown; 0 if that was an end. */
    default void take(int count) {}

    /** Whether there is a whole line or the end, or this stream waits for them. */
    default boolean isReady() {
        return true;
    }

    /** Writes to standard output or standard error. */
    void write(boolean toError, byte[] bytes, int length);

    /** The terminal that standard input and output are, if a person sits there and the machine may have it as its own. */
    default Optional<HostTerminal> terminal() {
        return Optional.empty();
    }
}
