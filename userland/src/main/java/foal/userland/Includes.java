package foal.userland;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The headers of libraries that a source includes.
final class Includes {
    private static final Pattern INCLUDE = Pattern.compile("^[ \\t]*#[ \\t]*include[ \\t]*<([^>\\n]+)>", Pattern.MULTILINE);

    private Includes() {}

    /// Their names, as they stand between `<` and `>`; of a file that cannot be read, none.
    static Stream<String> of(Path source) {
        try {
            return INCLUDE.matcher(Files.readString(source, StandardCharsets.ISO_8859_1)).results().map(match -> match.group(1));
        } catch (IOException e) {
            return Stream.of(); // the compiler says what is wrong with it
        }
    }
}
