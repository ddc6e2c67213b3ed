package foal.tools.recording;

/** A run that is repeated does something else than the recorded one did. Unchecked, as {@link RecordingEnded}. */
public final class RunDeparts extends RuntimeException {
    private static final long serialVersionUID = 1;

    RunDeparts(String message) {
        super(message);
    }
}
