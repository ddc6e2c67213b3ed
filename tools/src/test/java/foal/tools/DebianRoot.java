package foal.tools;

import foal.tools.boot.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A small Debian for riscv64, below the build's folder, with programs that nobody here wrote. It is fetched once; where that
 * cannot be done the tests that want it are skipped, and say why.
 */
final class DebianRoot {
    private static final List<String> PACKAGES = List.of("busybox-static", "bash-static", "zsh-static", "dash", "coreutils",
            "sed", "diffutils", "gzip", "lua5.4", "python3-minimal", "libpython3-stdlib", "sqlite3", "perl-base", "util-linux", "stress-ng",
            "musl", "musl-dev");
    private static final Path HOME = Installation.find().home();
    private static final Path FOLDER = HOME.resolve("tools/target/debian");
    private static final int PATIENCE_MINUTES = 10;

    private static String problem;

    private DebianRoot() {}

    /** Its folder. Ends the test as skipped if there is none. */
    static synchronized Path get() throws IOException, InterruptedException {
        if (!Files.isDirectory(FOLDER) && problem == null) {
            fetch();
        }
        Assumptions.assumeTrue(Files.isDirectory(FOLDER), problem);
        return FOLDER;
    }

    private static void fetch() throws IOException, InterruptedException {
        Path log = HOME.resolve("tools/target/debian.log");
        ProcessBuilder builder = new ProcessBuilder("sh", HOME.resolve("tools/debian-root.sh").toString(), FOLDER.toString());
        builder.command().addAll(PACKAGES);
        Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
        }
        problem = "no Debian for riscv64: " + Files.readString(log);
    }
}
