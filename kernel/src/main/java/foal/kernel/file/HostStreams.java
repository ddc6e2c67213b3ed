package foal.kernel.file;

/** The host's standard streams, as a console needs them. */
public interface HostStreams {
    /** What {@link #readLine} returns when there is no input now but may be later. */
    int NOTHING_YET = -1;

    /**
     * Reads up to a line.
     *
     * @param limit bytes to read at most, at least 1
     * @return how many; 0 at the end of the input; {@link #NOTHING_YET} if this stream does not wait
     */
    int readLine(byte[] into, int limit);

    /** Writes to standard output or standard error. */
    void write(boolean toError, byte[] bytes, int length);
}
