package foal.tools.recording;

/** How a recording ends. */
public enum Ending {
    /** As the run did, of itself. */
    OF_ITSELF,
    /** With --timeout. */
    TIMEOUT,
    /** Because the person at the terminal wanted that. */
    USER,
    /** The run was not seen to its end: Foal was killed, or the file was cut off. */
    CUT_OFF
}
