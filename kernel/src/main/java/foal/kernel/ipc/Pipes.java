package foal.kernel.ipc;

import foal.kernel.task.Signals;

/** All pipes, with and without names. What those that are open can hold together is limited: it is the host's memory. */
public final class Pipes {
    /** So 8192 pipes of the usual capacity. */
    private static final long MOST_BYTES = 512L << 20;

    private final Signals signals;
    private long reserved;

    public Pipes(Signals signals) {
        this.signals = signals;
    }

    /** A new pipe, which nobody has open. */
    public Pipe make() {
        return new Pipe(this);
    }

    Signals signals() {
        return signals;
    }

    /** Whether pipes that are open may take up so many bytes more. */
    boolean hasRoom(int more) {
        return reserved + more <= MOST_BYTES;
    }

    /** Open pipes can take up so many bytes more, or fewer. */
    void reserve(int more) {
        reserved += more;
    }
}
