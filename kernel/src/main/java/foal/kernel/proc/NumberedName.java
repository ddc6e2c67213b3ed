package foal.kernel.proc;

import java.util.Optional;

/** Names that are numbers: of processes, threads, descriptors. */
final class NumberedName {
    private static final int MOST_DIGITS = 9;

    private NumberedName() {}

    /** The number that a name is, if it is one as we would write it. */
    static Optional<Integer> parse(String name) {
        boolean isNumber = !name.isEmpty() && name.length() <= MOST_DIGITS && name.chars().allMatch(Character::isDigit)
                && (name.charAt(0) != '0' || name.length() == 1);
        return isNumber ? Optional.of(Integer.parseInt(name)) : Optional.empty();
    }
}
