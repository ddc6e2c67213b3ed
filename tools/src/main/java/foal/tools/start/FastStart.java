package foal.tools.start;

import foal.tools.boot.Installation;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * The last step of the build. The compiled classes are put into jars, and programs run from them; what the JVM
 * has learned then, it keeps in a file, its AOT cache: classes that are loaded and linked, and which methods matter.
 *
 * <pre>
 * tools/target/fast/N/foal-*.jar, foal.aot    one such set; none is ever changed
 * tools/target/fast.args                      how Java runs from the newest set; gone once a class was compiled after it
 * </pre>
 *
 * <p>A run that goes on keeps the set that it began with, so nothing that a run may have open is written to. Without
 * {@code fast.args} the launcher runs the compiled classes as they are.
 */
public final class FastStart {
    /** Sets that stay: one that runs may have begun with, besides the new one. */
    private static final int OLD_SETS_KEPT = 1;

    private final Path target;
    private final Path published;
    /** What this program itself runs from: folders of classes, and jars of others. */
    private final List<Path> modulePath;

    private FastStart(Path target) {
        this.target = target;
        this.published = target.resolve("fast.args");
        this.modulePath = Stream.of(System.getProperty("jdk.module.path").split(File.pathSeparator)).map(Path::of).toList();
    }

    /** Does nothing if all is up to date, or if another process is at it. Ends with status 1 if a program failed. */
    public static void main(String[] words) throws IOException, InterruptedException {
        Path target = Installation.find().home().resolve("tools").resolve("target");
        try (FileChannel file = FileChannel.open(target.resolve("fast.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = file.tryLock()) {
            FastStart step = new FastStart(target);
            if (lock != null && step.isOutdated() && !step.prepare()) {
                System.exit(1);
            }
        }
    }

    private boolean isOutdated() throws IOException {
        return !Files.exists(published) || isAnyClassNewerThan(Files.getLastModifiedTime(published));
    }

    private boolean prepare() throws IOException, InterruptedException {
        Path sets = Files.createDirectories(target.resolve("fast"));
        forgetOldSets(sets);
        FileTime start = FileTime.fromMillis(System.currentTimeMillis());
        Path set = Files.createDirectory(sets.resolve(String.valueOf(start.toMillis())));
        List<Path> jars = modulePath.stream().map(entry -> Files.isDirectory(entry) ? jar(entry, set) : entry).toList();
        Path cache = set.resolve("foal.aot");
        Path arguments = set.resolve("fast.args");
        Files.write(arguments, List.of("--module-path",
                quoted(String.join(File.pathSeparator, jars.stream().map(Path::toString).toList()))));
        Path log = target.resolve("fast.log");
        if (train(arguments, cache, log) != 0 || !Files.exists(cache)) {
            System.err.println("the run that prepares a fast start has failed; all that it says is in " + log);
            return false;
        }
        Files.writeString(arguments, quoted("-XX:AOTCache=" + cache) + "\n", StandardOpenOption.APPEND);
        Files.setLastModifiedTime(arguments, start);
        Files.move(arguments, published, StandardCopyOption.ATOMIC_MOVE);
        if (isAnyClassNewerThan(start)) { // compiled meanwhile: asked after it was published, as the launcher asks after compiling
            Files.deleteIfExists(published);
        }
        return true;
    }

    /**
     * Runs the programs, with the JVM's own thresholds: what it compiles in a few seconds here is what matters.
     *
     * @return the exit status
     */
    private int train(Path arguments, Path cache, Path log) throws IOException, InterruptedException {
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + target.resolve("foal.args"), "@" + arguments, "-XX:CompileThresholdScaling=1",
                "-XX:AOTCacheOutput=" + cache, "--module", "foal.tools/" + TrainingRun.class.getName())
                .redirectErrorStream(true).redirectOutput(log.toFile()).redirectInput(new File("/dev/null")).start().waitFor();
    }

    /** Puts the classes of {@code MODULE/target/classes} into a jar. */
    private static Path jar(Path classes, Path folder) {
        Path jar = folder.resolve("foal-" + classes.getParent().getParent().getFileName() + ".jar");
        int status = ToolProvider.findFirst("jar").orElseThrow().run(System.err, System.err,
                "--create", "--file", jar.toString(), "-C", classes.toString(), ".");
        if (status != 0) {
            throw new IllegalStateException("cannot write " + jar);
        }
        return jar;
    }

    /** Folders count as well: theirs is the only date that changes when a class goes. */
    private boolean isAnyClassNewerThan(FileTime time) throws IOException {
        for (Path entry : modulePath) {
            if (Files.isDirectory(entry)) {
                try (Stream<Path> files = Files.walk(entry)) {
                    if (files.anyMatch(file -> modified(file).compareTo(time) > 0)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void forgetOldSets(Path sets) throws IOException {
        List<Path> all;
        try (Stream<Path> list = Files.list(sets)) {
            all = new ArrayList<>(list.sorted().toList());
        }
        for (Path set : all.subList(0, Math.max(0, all.size() - OLD_SETS_KEPT))) {
            try (Stream<Path> files = Files.list(set)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(set);
        }
    }

    /** A word of an argument file of Java's. */
    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
