package foal.tools;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Folders of scripts, beside each of which stands what it is to print, and then a line with its exit status. */
final class ExpectedOutput {
    private static final String SUFFIX = ".expected";

    private ExpectedOutput() {}

    /** The names of the scripts. */
    static List<String> scripts(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> !name.endsWith(SUFFIX)).sorted().toList();
        }
    }

    /** What a script is to print. */
    static String of(Path script) throws IOException {
        return Files.readString(script.resolveSibling(script.getFileName() + SUFFIX));
    }
}
