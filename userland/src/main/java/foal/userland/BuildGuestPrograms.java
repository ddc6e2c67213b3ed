package foal.userland;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The build step that makes guest programs of the C sources:
///
///     lib/*.S, lib/*.c, sync/*.c   →  target/lib/crt0.o, target/lib/libfoal.a
///     samples/NAME.c               →  target/bin/NAME, and a line of target/samples.txt
///     bin/NAME.c, bin/NAME/*.c     →  target/root/bin/NAME
///     tests/NAME.c                 →  target/tests/NAME
///     bench/NAME.c                 →  target/bench/NAME
///     a fetch of glibc             →  target/libc/glibc, if it can be had
///                                     target/cc.args: `java @target/cc.args …` is `foal cc …`
///                                     target/symbolize.args: the same for LLVM's symbolizer
///
/// It skips what is up to date and is silent unless something fails.
public final class BuildGuestPrograms {
    private static final List<String> WARNINGS_ARE_ERRORS = List.of("-Wall", "-Wextra", "-Werror");

    /// In the library clang must not find a loop that copies bytes and replace it by a call of `memcpy`: the loop may
    /// be `memcpy` itself.
    private static final List<String> LIBRARY_OPTIONS = List.of("-c", "-ffreestanding", "-fno-builtin");

    private final Userland userland;
    private final Toolchain toolchain;
    private final Cc cc;
    /// When the newest file changed that every output depends on: a header, or this compiler driver.
    private final FileTime newestCommonInput;

    private BuildGuestPrograms(Userland userland, Toolchain toolchain) throws IOException {
        this.userland = userland;
        this.toolchain = toolchain;
        this.cc = new Cc(userland, toolchain);
        var common = Stream.of(userland.headers(), userland.syncSources(), userland.testSources(),
                        userland.target().resolve("classes"))
                .flatMap(folder -> files(folder, ".h", ".class").stream());
        this.newestCommonInput = newest(common.toList());
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        try {
            var userland = Userland.fromSystemProperty();
            new BuildGuestPrograms(userland, Toolchain.find()).build();
        } catch (UserError e) {
            System.err.println(e.getMessage());
            System.exit(e.exitStatus);
        }
    }

    private void build() throws IOException, InterruptedException, UserError {
        var fetching = fetchLibrary();
        buildLibrary();
        buildPrograms(userland.sampleSources(), userland.target().resolve("bin"));
        buildPrograms(userland.commandSources(), userland.target().resolve("root/bin"));
        buildPrograms(userland.testSources(), userland.target().resolve("tests"));
        buildPrograms(userland.benchmarkSources(), userland.target().resolve("bench"));
        writeIfChanged(userland.target().resolve("samples.txt"), listOfSamples());
        writeIfChanged(userland.target().resolve("cc.args"), argumentFile(Cc.class));
        writeIfChanged(userland.target().resolve("symbolize.args"), argumentFile(Symbolize.class));
        if (fetching.isPresent() && fetching.get().waitFor() != 0) {
            System.err.println("glibc could not be fetched, see " + fetchLog() + "; without it C files are compiled against Foal's own library");
        }
    }

    /// Begins to fetch a complete C library for the users' programs. The build goes on meanwhile, and without it.
    private Optional<Process> fetchLibrary() throws IOException {
        var fetching = Libc.GLIBC.fetching(userland);
        if (fetching.isEmpty()) {
            return Optional.empty();
        }
        Files.createDirectories(userland.libc(Libc.GLIBC).getParent());
        return Optional.of(fetching.get().redirectErrorStream(true).redirectOutput(fetchLog().toFile()).start());
    }

    private Path fetchLog() {
        return userland.target().resolve("fetch-libc.log");
    }

    private void buildLibrary() throws IOException, InterruptedException, UserError {
        var sources = new ArrayList<>(files(userland.librarySources(), ".c", ".S"));
        sources.addAll(files(userland.syncSources(), ".c"));
        var objects = userland.target().resolve("obj");
        var jobs = sources.stream()
                .map(source -> new Job(List.of(source), source.getFileName().toString().equals("crt0.S")
                        ? userland.startup()
                        : objects.resolve(stem(source) + ".o")))
                .toList();
        forget(objects, jobs);
        runAll(jobs, LIBRARY_OPTIONS, newestCommonInput);

        var members = files(objects, ".o");
        if (isOutdated(userland.library(), newest(members)) || isOutdated(userland.library(), modified(objects))) {
            Files.deleteIfExists(userland.library());
            // D: no time stamps and owners, so that the same sources give the same bytes. llvm-ar makes a temporary file beside the
            // archive, of a pattern in which it takes each % for a random digit: so its name must have none of the folder's.
            var folder = userland.library().getParent();
            var command = new ArrayList<>(List.of(toolchain.archiver(), "rcsD", userland.library().getFileName().toString()));
            members.forEach(member -> command.add(folder.relativize(member).toString()));
            check(toolchain.run(command, folder));
        }
    }

    private void buildPrograms(Path sources, Path programs) throws IOException, InterruptedException, UserError {
        var jobs = children(sources).stream()
                .filter(child -> !child.equals(userland.homeworkSources()))
                .filter(child -> Files.isDirectory(child) || child.toString().endsWith(".c"))
                .map(child -> Files.isDirectory(child)
                        ? new Job(files(child, ".c", ".h"), programs.resolve(child.getFileName()))
                        : new Job(List.of(child), programs.resolve(stem(child))))
                .toList();
        forget(programs, jobs);
        runAll(jobs, List.of(), newest(List.of(userland.startup(), userland.library())));
    }

    /// One run of clang.
    ///
    /// @param files the sources, and headers of their own
    private record Job(List<Path> files, Path output) {
        Stream<String> sources() {
            return files.stream().map(Path::toString).filter(file -> !file.endsWith(".h"));
        }
    }

    /// Deletes what was built from a source that is gone.
    private static void forget(Path folder, List<Job> jobs) throws IOException {
        Files.createDirectories(folder);
        var expected = jobs.stream().map(Job::output).collect(Collectors.toSet());
        for (var file : files(folder, "")) {
            if (!expected.contains(file)) {
                Files.delete(file);
            }
        }
    }

    /// Compiles in parallel what is out of date, and reports the first failure.
    private void runAll(List<Job> jobs, List<String> options, FileTime newestInput)
            throws IOException, InterruptedException, UserError {
        var failure = jobs.parallelStream()
                .filter(job -> isOutdated(job.output(), newestInput) || isOutdated(job.output(), newestCommonInput)
                        || isOutdated(job.output(), newest(job.files())))
                .map(job -> compile(job, options))
                .flatMap(Optional::stream)
                .findFirst();
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    private Optional<UserError> compile(Job job, List<String> options) {
        var arguments = new ArrayList<>(WARNINGS_ARE_ERRORS);
        arguments.addAll(options);
        // Debug information says "./userland/…" and "llvm/…", wherever those lie: the same bytes on every machine.
        arguments.add("-ffile-compilation-dir=.");
        arguments.add("-ffile-prefix-map=" + userland.home().getParent() + "=.");
        arguments.add("-ffile-prefix-map=" + toolchain.folder() + "=llvm");
        job.sources().forEach(arguments::add);
        arguments.addAll(List.of("-o", job.output().toString()));
        try {
            Files.createDirectories(job.output().getParent());
            run(cc.command(arguments));
            return Optional.empty();
        } catch (UserError e) {
            return Optional.of(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void run(List<String> command) throws IOException, InterruptedException, UserError {
        check(toolchain.run(command));
    }

    private static void check(Toolchain.Outcome outcome) throws UserError {
        if (outcome.exitStatus() != 0) {
            throw new UserError(UserError.FAILED, outcome.output().strip());
        }
    }

    /// A line for each sample: its name, a tab, and what it shows, which its first line says: `/* NAME: … `.
    private String listOfSamples() throws IOException, UserError {
        var list = new StringBuilder();
        for (var source : files(userland.sampleSources(), ".c")) {
            var start = "/* " + stem(source) + ": ";
            var firstLine = Files.readString(source).lines().findFirst().orElse("");
            if (!firstLine.startsWith(start)) {
                throw new UserError(UserError.FAILED, source + ": the first line must begin with \"" + start + "\"");
            }
            var description = firstLine.substring(start.length()).replaceFirst("\\*/$", "").strip();
            list.append(stem(source)).append('\t').append(description).append('\n');
        }
        return list.toString();
    }

    /// What Java needs to run a class from anywhere. The options make a short run start quickly.
    private String argumentFile(Class<?> main) {
        return """
                -XX:TieredStopAtLevel=1
                -XX:+UseSerialGC
                --enable-native-access=ALL-UNNAMED
                "-Dfoal.userland=%s"
                -classpath
                "%s"
                %s
                """.formatted(quoted(userland.home().toString()), quoted(absoluteClassPath()), main.getName());
    }

    private static String absoluteClassPath() {
        return Stream.of(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(java.io.File.pathSeparator));
    }

    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private static void writeIfChanged(Path file, String content) throws IOException {
        if (!Files.exists(file) || !Files.readString(file).equals(content)) {
            Files.writeString(file, content);
        }
    }

    private static String stem(Path file) {
        var name = file.getFileName().toString();
        return name.substring(0, name.lastIndexOf('.'));
    }

    /// The files below a folder whose names end in one of the suffixes, in a fixed order.
    private static List<Path> files(Path folder, String... suffixes) {
        try (var tree = Files.walk(folder)) {
            return tree.filter(Files::isRegularFile)
                    .filter(file -> Stream.of(suffixes).anyMatch(file.toString()::endsWith))
                    .sorted(Comparator.naturalOrder())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What a folder holds itself, in a fixed order.
    private static List<Path> children(Path folder) throws IOException {
        try (var list = Files.list(folder)) {
            return list.sorted().toList();
        }
    }

    private static FileTime newest(Collection<Path> files) {
        return files.stream().map(BuildGuestPrograms::modified).max(Comparator.naturalOrder())
                .orElse(FileTime.fromMillis(0));
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isOutdated(Path output, FileTime input) {
        return !Files.exists(output) || modified(output).compareTo(input) < 0;
    }
}
