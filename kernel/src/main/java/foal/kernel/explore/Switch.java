package foal.kernel.explore;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A decision of a schedule: after its {@code at}-th instruction one task makes room for another. It is counted in the
 * task's own instructions, so that what others do before does not move it.
 *
 * @param from number of the task that had the hart
 * @param to number of the task that has it next
 */
public record Switch(int from, long at, int to) {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})@([0-9]{1,18})-([0-9]{1,9})");

    /** Reads what {@link #toString} has written. */
    static Optional<Switch> parse(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches() ? Optional.of(new Switch(Integer.parseInt(form.group(1)), Long.parseLong(form.group(2)),
                Integer.parseInt(form.group(3)))) : Optional.empty();
    }

    @Override
    public String toString() {
        return from + "@" + at + "-" + to;
    }
}
