package foal.kernel.syscall;

/** A named constant of the system-call interface; the enum constant's name is the C name. */
public interface Symbolic {
    /** The number that stands for it. */
    long value();

    /** The bits of a flag word that hold it: its own, unless it is one value of a field of several bits. */
    default long mask() {
        return value();
    }

    /** The C name. */
    String name();

    /** Whether a flag word holds it. */
    default boolean in(long flags) {
        return (flags & mask()) == value();
    }
}
