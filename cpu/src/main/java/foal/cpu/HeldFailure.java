package foal.cpu;

/** What Java has thrown within a run: an exception must not cross the engine's C code, so it is held until that is left. */
final class HeldFailure {
    /** Null if nothing was thrown. */
    private Throwable thrown;

    void hold(Throwable newThrown) {
        thrown = newThrown;
    }

    /** Throws it, if there is one, and holds it no longer. */
    void rethrow() {
        if (thrown != null) {
            throwIt();
        }
    }

    void forget() {
        thrown = null;
    }

    private void throwIt() {
        Throwable held = thrown;
        thrown = null;
        switch (held) {
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(held);
        }
    }
}
