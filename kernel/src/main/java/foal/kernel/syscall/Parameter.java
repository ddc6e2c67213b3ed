package foal.kernel.syscall;

/**
 * A parameter of a system call, as its declaration has it.
 *
 * @param isInt whether it is a C {@code int}, of which only the low 32 bits count
 */
public record Parameter(String name, boolean isInt, Kind kind) {
    /** What the argument means. */
    public sealed interface Kind {}

    /** A plain number. */
    public record Plain() implements Kind {}

    /** A word shown in hexadecimal. */
    public record Hexadecimal() implements Kind {}

    /** Permission bits. */
    public record Permissions() implements Kind {}

    /** A file descriptor. @param mayBeCwd whether AT_FDCWD is one */
    public record Descriptor(boolean mayBeCwd) implements Kind {}

    /** Named constants. @param combined whether several can be set at once */
    public record Constants(Class<? extends Symbolic> names, boolean combined) implements Kind {}

    /** A pointer that is followed. @param length a parameter's name, "return" or "" */
    public record Pointer(boolean output, Data data, String length) implements Kind {}
}
