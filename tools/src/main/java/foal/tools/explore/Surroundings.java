package foal.tools.explore;

import foal.tools.cli.ShellWords;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.CommandLine;

/** Options that say what a program finds around it. No token holds them: who repeats the run must give them again. */
final class Surroundings {
    static final List<String> OPTIONS = List.of("root", "bind", "env", "cwd", "no-cwd");

    private Surroundings() {}

    /** Those of a command line, as a shell reads them; "" if there are none. */
    static String words(CommandLine line) {
        List<String> words = new ArrayList<>();
        for (String option : OPTIONS) {
            String[] values = line.getOptionValues(option);
            if (values != null) {
                for (String value : values) {
                    words.addAll(List.of("--" + option, value));
                }
            } else if (line.hasOption(option)) {
                words.add("--" + option);
            }
        }
        return ShellWords.line(words);
    }
}
