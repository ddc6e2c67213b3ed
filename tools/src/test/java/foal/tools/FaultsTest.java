package foal.tools;

import static foal.tools.Foal.foal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import foal.tools.boot.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rules of Linux that Foal once broke, each shown by a program of src/test/faults that checks itself: it prints a line that
 * begins with "ok" or "FAIL" for each rule and exits with 0 if none failed. A source may say how it is to be run, in lines of
 * its own: "// foal: OPTIONS" and "// arguments: WORDS".
 */
class FaultsTest {
    private static final Path SOURCES = Installation.find().home().resolve("tools/src/test/faults");

    @TempDir
    private Path folder;

    static List<String> programs() throws IOException {
        try (Stream<Path> files = Files.list(SOURCES)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".c")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("programs")
    void allRulesOfLinuxHold(String name) throws Exception {
        Path source = SOURCES.resolve(name);
        List<String> command = new ArrayList<>(List.of("boot"));
        command.addAll(words(source, "// foal: "));
        command.add(Glibc.compile(source, folder));
        command.addAll(words(source, "// arguments: "));
        Foal.Result result = foal(command.toArray(String[]::new));
        assertFalse(result.out().contains("FAIL"), result::toString);
        assertEquals(0, result.status(), result::toString);
    }

    /** The words behind such a mark in the source, if it is there. */
    private static List<String> words(Path source, String mark) throws IOException {
        return Files.readAllLines(source).stream().filter(line -> line.startsWith(mark))
                .flatMap(line -> Stream.of(line.substring(mark.length()).strip().split(" +"))).toList();
    }
}
