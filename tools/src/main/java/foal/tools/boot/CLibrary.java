package foal.tools.boot;

import foal.tools.cli.Failure;
import foal.tools.cli.Streams;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The C libraries that a program can be compiled against. */
public enum CLibrary {
    /** Foal's own. */
    SMALL,
    MUSL,
    /** The GNU C library, with C++. */
    GLIBC;

    /** Its headers and Foal's locks are in the small library only. */
    private static final Pattern OF_FOAL = Pattern.compile("^[ \\t]*#[ \\t]*include[ \\t]*[<\"](foal\\.h|sync/[^>\"]*)[>\"]", Pattern.MULTILINE);
    private static final Pattern ASSEMBLY = Pattern.compile(".*\\.[sS]", Pattern.DOTALL);

    /** As the user names it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads what {@link #word} says. */
    public static Optional<CLibrary> parse(String word) {
        return Stream.of(values()).filter(library -> library.word().equals(word)).findFirst();
    }

    /** Reads the value of an option. */
    public static CLibrary ofOption(String option, String value) throws Failure {
        return parse(value).orElseThrow(() -> Failure.usage("--" + option + " " + value + ": must be "
                + Stream.of(values()).map(CLibrary::word).collect(Collectors.joining(" or "))));
    }

    /**
     * The library for sources, or for what was compiled from such, if the user has not said anything: a complete one, unless they
     * are written for Foal's own. Without a complete one it is Foal's, and the user is told so.
     */
    public static CLibrary usual(List<Path> sources, Installation installation, Streams streams) {
        boolean isOfFoal = !sources.isEmpty() && sources.stream().allMatch(source -> ASSEMBLY.matcher(source.toString()).matches())
                || sources.stream().anyMatch(source -> installation.isSampleSource(source) || includesFoals(source));
        if (isOfFoal || installation.has(GLIBC)) {
            return isOfFoal ? SMALL : GLIBC;
        }
        streams.say("there is no complete C library here, so Foal's small one is taken; --libc glibc tries to fetch one");
        return SMALL;
    }

    private static boolean includesFoals(Path source) {
        try {
            return OF_FOAL.matcher(Files.readString(source, StandardCharsets.ISO_8859_1)).find();
        } catch (IOException _) {
            return false; // the compiler says what is wrong with it
        }
    }
}
