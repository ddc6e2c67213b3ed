package foal.kernel.ipc;

import foal.kernel.task.Signals;

/** All pipes, with and without names. Only so many can be open at a time, since each takes up memory of the host's. */
public final class Pipes {
    private static final int MOST_OPEN = 8192;

    private final Signals signals;
    private int open;

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

    /** Whether one more may be opened. */
    boolean hasRoom() {
        return open < MOST_OPEN;
    }

    /** A pipe has been opened that was not. */
    void opened() {
        open++;
    }

    /** Nobody has it open any more. */
    void closed() {
        open--;
    }
}
