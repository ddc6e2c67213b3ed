package foal.tools;

import foal.tools.boot.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The programs of src/test/guest, each compiled when it is first needed. */
final class Guest {
    private static final Path SOURCES = Installation.find().home().resolve("tools/src/test/guest");
    private static final Path PROGRAMS = Installation.find().home().resolve("tools/target/test-programs");
    private static final Map<String, String> COMPILED = new ConcurrentHashMap<>();

    private Guest() {}

    static Path source(String file) {
        return SOURCES.resolve(file);
    }

    /** The path of an executable. */
    static String program(String name) {
        return COMPILED.computeIfAbsent(name, Guest::compile);
    }

    private static String compile(String name) {
        try {
            Path program = Files.createDirectories(PROGRAMS).resolve(name);
            List<String> command = new ArrayList<>(Installation.find().compiler());
            command.addAll(List.of(source(name + ".c").toString(), "-o", program.toString()));
            if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
                throw new AssertionError(name + ".c does not compile");
            }
            return program.toString();
        } catch (IOException | InterruptedException | foal.tools.cli.Failure e) {
            throw new AssertionError(e);
        }
    }
}
