package foal.tools;

import foal.tools.boot.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A Debian below the build's folder: for riscv64 with programs that nobody here wrote, or for a host of another kind. It is
 * fetched once; where that cannot be done the tests that want it are skipped, and say why.
 */
final class DebianRoot {
    private static final Path HOME = Installation.find().home();
    private static final int PATIENCE_MINUTES = 10;

    private static final DebianRoot SMALL = new DebianRoot("riscv64", "debian", "busybox-static", "bash-static", "zsh-static", "dash",
            "coreutils", "sed", "diffutils", "gzip", "lua5.4", "python3-minimal", "libpython3-stdlib", "sqlite3", "perl-base",
            "util-linux", "stress-ng", "musl", "musl-dev");
    /** 900 MB on disk. */
    private static final DebianRoot LARGE = new DebianRoot("riscv64", "debian-large", "busybox-static", "bash-static", "dash", "coreutils",
            "sed", "grep", "util-linux", "procps", "redis-server", "redis-tools", "nginx-light", "lighttpd", "git", "tmux", "expect",
            "socat", "ripgrep", "fzf", "postgresql-17", "nodejs", "openjdk-21-jdk-headless", "gcc", "libc6-dev", "python3",
            "libpython3.13-testsuite");
    private static final DebianRoot ARM64_HOST = new DebianRoot("arm64", "debian-arm64", "openjdk-25-jre-headless", "libunicorn2t64");

    private final String architecture;
    private final Path folder;
    private final Path log;
    private final List<String> packages;
    private String problem;

    private DebianRoot(String architecture, String name, String... packages) {
        this.architecture = architecture;
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

    /** The folder of one for arm64, with what Foal needs of its host. Ends the test as skipped if there is none. */
    static Path arm64Host() throws IOException, InterruptedException {
        return ARM64_HOST.find();
    }

    private synchronized Path find() throws IOException, InterruptedException {
        if (!Files.isDirectory(folder) && problem == null) {
            fetch();
        }
        Assumptions.assumeTrue(Files.isDirectory(folder), problem);
        return folder;
    }

    private void fetch() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("sh", HOME.resolve("tools/debian-root.sh").toString(), architecture, folder.toString());
        builder.command().addAll(packages);
        Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
        }
        problem = "no Debian for " + architecture + ": " + Files.readString(log);
    }
}
