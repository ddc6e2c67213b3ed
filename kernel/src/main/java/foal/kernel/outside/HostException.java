package foal.kernel.outside;

import java.io.IOException;

/** An error of the host's files for which Java has no class. */
public final class HostException extends IOException {
    private final HostError error;

    public HostException(HostError error, String message) {
        super(message);
        this.error = error;
    }

    HostError error() {
        return error;
    }
}
