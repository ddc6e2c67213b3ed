package foal.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;

import foal.tools.boot.Installation;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Programs of the tests with the GNU C library, if a compiler for that is installed. */
final class Glibc {
    private static final String COMPILER = "riscv64-linux-gnu-gcc";

    private Glibc() {}

    /** Compiles one of src/test/pthread. @return the path of the executable, in the folder */
    static String program(String name, Path folder) throws IOException, InterruptedException {
        return compile(Installation.find().home().resolve("tools/src/test/pthread").resolve(name + ".c"), folder);
    }

    /** Compiles a C file. @return the path of the executable, in the folder */
    static String compile(Path source, Path folder) throws IOException, InterruptedException {
        boolean isThere = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, COMPILER)));
        Assumptions.assumeTrue(isThere, COMPILER + " is not installed");
        String program = folder.resolve(source.getFileName().toString().replace(".c", "")).toString();
        assertEquals(0, new ProcessBuilder(COMPILER, "-static", "-O2", "-g", "-pthread", source.toString(), "-o", program).inheritIO().start().waitFor());
        return program;
    }
}
