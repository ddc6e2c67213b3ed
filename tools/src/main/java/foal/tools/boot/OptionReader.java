package foal.tools.boot;

import foal.kernel.Options;
import foal.tools.cli.Failure;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.cli.CommandLine;

/** Reads the values of options, and says what is wrong with a bad one. Of an option given twice the last counts. */
final class OptionReader {
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,15})([KMGT]?)", Pattern.CASE_INSENSITIVE);
    private static final Pattern DIGITS = Pattern.compile("[+-]?[0-9]+");
    private static final int PAGE_SIZE = 4096;
    private static final BigDecimal LONGEST_SECONDS = BigDecimal.valueOf(1_000_000_000);

    private final CommandLine line;

    OptionReader(CommandLine line) {
        this.line = line;
    }

    /** All values of an option that can be repeated. */
    String[] all(String option) {
        return line.hasOption(option) ? line.getOptionValues(option) : new String[0];
    }

    String text(String option, String byDefault) {
        String[] values = all(option);
        return values.length == 0 ? byDefault : values[values.length - 1];
    }

    /** One of some words. */
    String choice(String option, String byDefault, List<String> choices) throws Failure {
        String value = text(option, byDefault);
        if (!choices.contains(value)) {
            throw bad(option, value, "must be " + String.join(" or ", choices));
        }
        return value;
    }

    /** A whole number, not less than a least one. */
    long number(String option, long byDefault, long least) throws Failure {
        return number(option, byDefault, least, Long.MAX_VALUE);
    }

    /** A whole number of a range. */
    long number(String option, long byDefault, long least, long most) throws Failure {
        String value = text(option, Long.toString(byDefault));
        try {
            long number = Long.parseLong(value);
            if (number < least) {
                throw bad(option, value, "must be at least " + least);
            }
            if (number > most) {
                throw bad(option, value, "must be at most " + most);
            }
            return number;
        } catch (NumberFormatException _) {
            throw bad(option, value, !DIGITS.matcher(value).matches() ? "must be a whole number"
                    : value.startsWith("-") ? "must be at least " + least : "must be at most " + most);
        }
    }

    /** A positive time in seconds. */
    Optional<Duration> seconds(String option) throws Failure {
        String value = text(option, "");
        if (!line.hasOption(option)) {
            return Optional.empty();
        }
        try {
            BigDecimal seconds = new BigDecimal(value);
            if (seconds.signum() <= 0 || seconds.compareTo(LONGEST_SECONDS) > 0) {
                throw bad(option, value, "must be more than 0 and at most " + LONGEST_SECONDS);
            }
            return Optional.of(Duration.ofNanos(Math.max(1, seconds.movePointRight(9).longValue())));
        } catch (NumberFormatException _) {
            throw bad(option, value, "must be a number of seconds");
        }
    }

    /** A size of memory that the machine can have, in whole pages. */
    long memorySize(String option, long byDefault) throws Failure {
        if (!line.hasOption(option)) {
            return byDefault;
        }
        String value = text(option, "");
        Matcher matcher = SIZE.matcher(value);
        if (!matcher.matches()) {
            throw bad(option, value, "must be a size such as 64M or 1G");
        }
        int shift = matcher.group(2).isEmpty() ? 0 : 10 * ("KMGT".indexOf(matcher.group(2).toUpperCase(Locale.ROOT)) + 1);
        long number = Long.parseLong(matcher.group(1));
        if (number > Options.MOST_MEMORY >> shift) {
            throw bad(option, value, "the machine can have at most " + (Options.MOST_MEMORY >> 30) + "G");
        }
        if (number << shift < Options.LEAST_MEMORY) {
            throw bad(option, value, "the machine needs at least " + (Options.LEAST_MEMORY >> 20) + "M");
        }
        return (number << shift) & -PAGE_SIZE;
    }

    private static Failure bad(String option, String value, String why) {
        return Failure.usage("--" + option + " " + value + ": " + why);
    }
}
