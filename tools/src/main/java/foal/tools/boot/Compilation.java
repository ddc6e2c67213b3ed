package foal.tools.boot;

import foal.tools.cli.CompilerWords;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How a program is compiled that is given as source files.
 *
 * @param library against which; empty if the user has not said it
 * @param options for the compiler, besides Foal's own
 * @param moreSources besides the one that the program is named for
 */
public record Compilation(Optional<CLibrary> library, List<String> options, List<String> moreSources) {
    private static final Pattern SOURCE = Pattern.compile(".*\\.(c|S|cc|cpp|cxx)", Pattern.DOTALL);

    /** Whether a name is that of a source file that is there. */
    public static boolean isSource(String name) {
        try {
            return SOURCE.matcher(name).matches() && Files.isRegularFile(Path.of(name));
        } catch (InvalidPathException _) {
            return false;
        }
    }

    /** Of nothing. */
    static final Compilation NONE = new Compilation(Optional.empty(), List.of(), List.of());

    /** Against a certain library, and with options after these. */
    public Compilation with(CLibrary other, List<String> moreOptions) {
        return new Compilation(Optional.of(other), Stream.concat(options.stream(), moreOptions.stream()).toList(), moreSources);
    }

    /**
     * What a command line's words are.
     *
     * @param program the first source file, or what else is to be run
     * @param arguments the program's
     */
    record Words(Optional<String> program, List<String> moreSources, List<String> arguments) {
        /** The source files that come first are the program, up to a word that is none; {@code --} may stand there too. */
        static Words of(List<String> words) {
            int sources = 0;
            while (sources < words.size() && isSource(words.get(sources))) {
                sources++;
            }
            boolean isEnded = sources > 0 && sources < words.size() && words.get(sources).equals("--");
            int program = words.isEmpty() ? 0 : Math.max(1, sources);
            return new Words(words.stream().findFirst(), words.subList(Math.min(1, program), program),
                    words.subList(program + (isEnded ? 1 : 0), words.size()));
        }
    }

    /** The words of a command line that compile and run the same: the compiler's options, the program and its arguments. */
    List<String> words(Optional<String> program, List<String> arguments) {
        List<String> words = new ArrayList<>();
        options.forEach(option -> words.addAll(CompilerWords.words(option)));
        words.addAll(program.stream().toList());
        words.addAll(moreSources);
        boolean isAmbiguous = program.isPresent() && isSource(program.get()) && !arguments.isEmpty()
                && (arguments.getFirst().equals("--") || isSource(arguments.getFirst()));
        if (isAmbiguous) {
            words.add("--");
        }
        words.addAll(arguments);
        return words;
    }
}
