package foal.tools.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/**
 * Options of the C compiler on the command line of a command that compiles and runs programs. The usual ones are taken as
 * they are, such as {@code -DN=3} or {@code -I dir}; each other must be the value of an option {@code --cc}.
 */
public final class CompilerWords {
    /** The name of the option that all of them become. */
    public static final String OPTION = "cc";

    private static final Pattern USUAL = Pattern.compile("-([DIULl].*|O[0-9sgz]?|std=.*|[Wfm].+|w|g[0-9]?|pthread|ansi|pedantic(-errors)?)", Pattern.DOTALL);
    /** Those whose value may be the next word. */
    private static final Pattern SPLIT = Pattern.compile("-[DIULl]");

    /** Those that compilers are given last by habit, and hardly any program takes. */
    private static final Pattern LAST_BY_HABIT = Pattern.compile("-l(m|rt|pthread)|-pthread|-std=.*", Pattern.DOTALL);

    private CompilerWords() {}

    /** Whether an argument of a program was probably meant for the compiler. */
    public static boolean isMisplaced(String argument) {
        return LAST_BY_HABIT.matcher(argument).matches();
    }

    /** The option that holds them. */
    public static Option option() {
        return Option.builder().longOpt(OPTION).hasArg().argName("OPTION")
                .desc("option for the compiler of source files; -D, -I, -U, -L, -l, -O, -W, -f, -m, -w, -g, -std=, -ansi, -pedantic and -pthread need no --cc before them").get();
    }

    /** Rewrites what comes before the first word that is no option. */
    static List<String> rewritten(Options options, List<String> words) {
        List<String> result = new ArrayList<>();
        int next = 0;
        while (next < words.size() && words.get(next).startsWith("-") && !words.get(next).matches("--?")) {
            String word = words.get(next++);
            boolean hasNext = next < words.size();
            if (USUAL.matcher(word).matches()) {
                result.add(argument(SPLIT.matcher(word).matches() && hasNext ? word + words.get(next++) : word));
                continue;
            }
            result.add(word);
            Option known = word.contains("=") ? null : options.getOption(word);
            if (known != null && known.hasArg() && hasNext) {
                result.add(words.get(next++));
            }
        }
        result.addAll(words.subList(next, words.size()));
        return result;
    }

    /** @param rest what comes behind the options */
    public record Leading(List<String> options, List<String> rest) {}

    /** The usual options of the compiler, and {@code --cc=OPTION}, at the beginning of some words. */
    public static Leading leading(List<String> words) {
        List<String> options = new ArrayList<>();
        int next = 0;
        for (; next < words.size(); next++) {
            String word = words.get(next);
            if (USUAL.matcher(word).matches()) {
                options.add(word);
            } else if (word.startsWith(argument(""))) {
                options.add(word.substring(argument("").length()));
            } else {
                break;
            }
        }
        return new Leading(List.copyOf(options), words.subList(next, words.size()));
    }

    private static String argument(String option) {
        return "--" + OPTION + "=" + option;
    }

    /** How an option is written on a command line. */
    public static List<String> words(String option) {
        return List.of(USUAL.matcher(option).matches() ? option : argument(option));
    }
}
