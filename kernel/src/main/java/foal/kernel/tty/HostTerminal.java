package foal.kernel.tty;

/**
 * The host's side of a terminal: keys and a screen. It hands over every key as it is, ^C too, and shows every byte as
 * it is: it is in raw mode, since {@link LineDiscipline} does the rest. When keys have been pressed or the window has
 * changed, {@code Kernel.inputArrived} is to be called.
 */
public interface HostTerminal {
    /** What {@link #read} returns when there will be no more keys: the window is closed. */
    int GONE = -1;

    /**
     * Takes keys that have been pressed, and does not wait for any.
     *
     * @param limit bytes to take at most, at least 1
     * @return how many; 0 if there are none now; or {@link #GONE}
     */
    int read(byte[] into, int limit);

    /** Shows bytes. What comes when there is no {@link #room} may be lost. */
    void write(byte[] bytes, int length);

    /** How many bytes it can be given to show now, 0 or more. */
    default int room() {
        return Integer.MAX_VALUE;
    }

    /** Forgets bytes that nobody has seen yet. */
    default void discard() {}

    /** How much fits into the window now. */
    WindowSize size();
}
