package foal.tools.recording;

/**
 * A run that is repeated has come to where its recording ends. Unchecked, so that it can pass through the kernel, which
 * has asked for what nobody knows.
 */
public final class RecordingEnded extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Ending ending;

    RecordingEnded(Ending ending) {
        super("the recording ends: " + ending, null, false, false);
        this.ending = ending;
    }

    public Ending ending() {
        return ending;
    }
}
