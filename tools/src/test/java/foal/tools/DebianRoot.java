package foal.tools;

import foal.tools.boot.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A Debian for riscv64, below the build's folder, with programs that nobody here wrote. It is fetched once; where that cannot
 * be done the tests that want it are skipped, and say why.
 */
final class DebianRoot {
    private static final Path HOME = Installation.find().home();
    private static final int PATIENCE_MINUTES = 10;

    private static final DebianRoot SMALL = new DebianRoot("debian", "busybox-static", "bash-static", "zsh-static", "dash",
            "coreutils", "sed", "diffutils", "gzip", "lua5.4", "python3-minimal", "libpython3-stdlib", "sqlite3", "perl-base",
            "util-linux", "stress-ng", "musl", "musl-dev");
    /** 900 MB on disk. */
    private static final DebianRoot LARGE = new DebianRoot("debian-large", "busybox-static", "bash-static", "dash", "coreutils",
            "sed", "grep", "util-linux", "procps", "redis-server", "redis-tools", "nginx-light", "lighttpd", "git", "tmux", "expect",
            "socat", "ripgrep", "fzf", "postgresql-17", "nodejs", "openjdk-21-jdk-headless", "gcc", "libc6-dev", "python3",
            "libpython3.13-testsuite");

    private final Path folder;
    private final Path log;
    private final List<String> packages;
    private String problem;

    private DebianRoot(String name, String... packages) {
        folder = HOME.resolve("tools/target").resolve(name);
        log = HOME.resolve("tools/target").resolve(name + ".log");
        this.packages = List.of(packages);
    }

    /** The folder of a small one. Ends the test as skipped if there is none. */
    static Path get() throws IOException, InterruptedException {
        return SMALL.find();
    }

    /** The folder of one with servers, compilers and runtimes of languages. Ends the test as skipped if there is none. */
    static Path large() throws IOException, InterruptedException {
        return LARGE.find();
    }

    private synchronized Path find() throws IOException, InterruptedException {
        if (!Files.isDirectory(folder) && problem == null) {
            fetch();
        }
        Assumptions.assumeTrue(Files.isDirectory(folder), problem);
        return folder;
    }

    private void fetch() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("sh", HOME.resolve("tools/debian-root.sh").toString(), folder.toString());
        builder.command().addAll(packages);
        Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
        }
        problem = "no Debian for riscv64: " + Files.readString(log);
    }
}
