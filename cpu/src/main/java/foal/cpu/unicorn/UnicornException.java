package foal.cpu.unicorn;

/** A call of libunicorn failed, or there is no usable libunicorn: a fault of the host or a bug, never of a guest. */
public final class UnicornException extends RuntimeException {
    public UnicornException(String message) {
        super(message);
    }
}
