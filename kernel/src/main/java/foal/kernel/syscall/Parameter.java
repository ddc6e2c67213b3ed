package foal.kernel.syscall;

import java.util.List;
import java.util.Optional;

/**
 * A parameter of a system call, as its declaration has it.
 *
 * @param isInt whether it is a C {@code int}, of which only the low 32 bits count
 * @param condition when the call looks at the argument, if not always
 */
public record Parameter(String name, boolean isInt, Kind kind, Optional<Condition> condition) {
    /** What an argument means, or a result. */
    public sealed interface Kind {}

    /** A plain number. */
    public record Plain() implements Kind {}

    /** A number shown in hexadecimal. */
    public record Hexadecimal() implements Kind {}

    /** A pointer that is not followed. */
    public record Address() implements Kind {}

    /** Permission bits. */
    public record Permissions() implements Kind {}

    /** A file descriptor. @param mayBeCwd whether AT_FDCWD is one */
    public record Descriptor(boolean mayBeCwd) implements Kind {}

    /** One of several constants. */
    public record Constant(Class<? extends Symbolic> names, Rest rest) implements Kind {}

    /** A set of flags. @param bitsOnly whether constants that are one value of a field do not count */
    public record FlagSet(Class<? extends Symbolic> names, boolean bitsOnly, Rest rest) implements Kind {}

    /** A pointer to what the call reads. @param length a parameter's name, "return" or "" */
    public record Input(Data data, String length) implements Kind {
        /** To a single struct or string. */
        public Input(Data data) {
            this(data, "");
        }
    }

    /** A pointer to what the call writes. @param length a parameter's name, "return" or "" */
    public record Output(Data data, String length, Out.Written written) implements Kind {
        /** To a single struct. */
        public Output(Data data) {
            this(data, "", Out.Written.ON_SUCCESS);
        }
    }

    /** As the {@link Command} in another parameter says. */
    public record Commanded(String command) implements Kind {}

    /** Is not looked at. */
    public record Unused() implements Kind {}

    /** That one of the constants is in the argument of a parameter. */
    public record Condition(String parameter, List<? extends Symbolic> constants) {
        /** Whether the argument of that parameter fulfils it. */
        public boolean isMetBy(long argument) {
            return constants.stream().anyMatch(constant -> constant.in(argument));
        }
    }

    /** What it points to, if it is a pointer that is always followed. */
    public Optional<Data> data() {
        return switch (kind) {
            case Input(Data data, _) -> Optional.of(data);
            case Output(Data data, _, _) -> Optional.of(data);
            default -> Optional.empty();
        };
    }

    /** The parameter that says how much there is where it points to; "return" for the result, "" for none. */
    public String length() {
        return switch (kind) {
            case Input(_, String length) -> length;
            case Output(_, String length, _) -> length;
            default -> "";
        };
    }
}
