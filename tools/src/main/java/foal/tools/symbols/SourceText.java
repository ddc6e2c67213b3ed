package foal.tools.symbols;

import foal.tools.boot.Installation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The lines of source files on the host, where they can still be found. To be used by one thread only. */
public final class SourceText {
    private final Map<String, List<String>> files = new HashMap<>();

    /** The text of a line, without the space around it. */
    public Optional<String> line(SourcePlace place) {
        return whole(place).map(String::strip);
    }

    /** What stands at a place, up to the end of its line. */
    public Optional<String> from(SourcePlace place) {
        return whole(place).filter(line -> place.column() >= 1 && place.column() <= line.length())
                .map(line -> line.substring(place.column() - 1));
    }

    private Optional<String> whole(SourcePlace place) {
        List<String> lines = place.file().map(file -> files.computeIfAbsent(file, SourceText::read)).orElse(List.of());
        return place.line() >= 1 && place.line() <= lines.size() ? Optional.of(lines.get(place.line() - 1)) : Optional.empty();
    }

    /** As the compiler was told the name: from where the user is, or from where the bundled programs are built. */
    private static List<String> read(String name) {
        for (Path file : List.of(Path.of(name), Installation.find().home().resolve(name))) {
            if (Files.isRegularFile(file)) {
                try {
                    return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
                } catch (IOException _) {
                    return List.of();
                }
            }
        }
        return List.of();
    }
}
