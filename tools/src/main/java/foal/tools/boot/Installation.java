package foal.tools.boot;

import foal.tools.cli.ExitCode;
import foal.tools.cli.Failure;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the build has made besides these classes.
 *
 * @param home the folder of the whole project
 */
public record Installation(Path home) {
    private static final String HOME = "foal.home";

    /** Where the launcher, or the build, says that it is. */
    public static Installation find() {
        return new Installation(Path.of(System.getProperty(HOME, ".")).toAbsolutePath().normalize());
    }

    /** The version of Foal; classes that are run from the class path, as some tests do, do not know it. */
    public static String version() {
        return Optional.ofNullable(Installation.class.getModule().getDescriptor()).flatMap(ModuleDescriptor::rawVersion)
                .orElse("(unpackaged)");
    }

    /** Whether this is an unpacked release, which brings its own Java, compiler and libraries, and not a clone. */
    public boolean isRelease() {
        return Files.isDirectory(home.resolve("runtime"));
    }

    /** The commit that it was made of: what a release says of itself, or git of a clone; empty where neither tells. */
    public Optional<String> commit() {
        try {
            return isRelease()
                    ? Files.readAllLines(home.resolve("commit")).stream().findFirst()
                    : firstLine(List.of("git", "-C", home.toString(), "rev-parse", "--short=12", "HEAD"));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** The compiler and its version, as in {@code clang version 20.1.7}; empty if it cannot be run. */
    public Optional<String> compilerVersion() {
        try {
            List<String> command = new ArrayList<>(compiler());
            command.add("--version");
            return firstLine(command);
        } catch (IOException | Failure _) {
            return Optional.empty();
        }
    }

    /** The first line of what a program prints; empty if it fails. */
    private static Optional<String> firstLine(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        process.getOutputStream().close();
        List<String> lines = process.inputReader().readAllLines();
        try {
            return process.waitFor() == 0 ? lines.stream().findFirst() : Optional.empty();
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
    }

    /** The launcher: the command {@code foal} itself. */
    public Path launcher() {
        return home.resolve("foal");
    }

    /** The sample programs: names in alphabetical order, and what each shows. */
    public Map<String, String> samples() throws Failure {
        Map<String, String> samples = new TreeMap<>();
        for (String line : lines(userland().resolve("samples.txt"))) {
            String[] nameAndText = line.split("\t", 2);
            samples.put(nameAndText[0], nameAndText[1]);
        }
        return samples;
    }

    /** The file of a sample. */
    public Path sample(String name) {
        return userland().resolve("bin").resolve(name);
    }

    /** The programs of the bundled root's {@code /bin}, in alphabetical order: the samples, a shell and small tools. */
    public Map<String, Path> commands() throws Failure {
        Map<String, Path> commands = new TreeMap<>();
        Path folder = userland().resolve("root").resolve("bin");
        try (Stream<Path> files = Files.list(folder)) {
            files.forEach(file -> commands.put(file.getFileName().toString(), file));
        } catch (IOException _) {
            throw notBuilt(folder);
        }
        samples().keySet().forEach(name -> commands.put(name, sample(name))); // a sample wins over a tool of its name
        return commands;
    }

    /** Whether somebody who writes this name means a program: one of the bundled root's, or of the host's. */
    public boolean isProgram(String name) {
        try {
            return ProgramFinder.isOfHost(name) || commands().containsKey(name);
        } catch (Failure _) {
            return false; // what is not built cannot be meant
        }
    }

    /** Whether a file is the source of a sample. */
    boolean isSampleSource(Path source) {
        return source.toAbsolutePath().normalize().startsWith(home.resolve("userland").resolve("samples"));
    }

    /** Whether a C library is here to compile against. */
    public boolean has(CLibrary library) {
        return library == CLibrary.SMALL || Files.isDirectory(userland().resolve("libc").resolve(library.word()));
    }

    /** The file of a program that {@code foal bench} measures. */
    public Path benchmark(String name) {
        return userland().resolve("bench").resolve(name);
    }

    /** The folder with a small Debian for riscv64, if it was fetched. */
    public Optional<Path> debianRoot() {
        return Optional.of(home.resolve("tools").resolve("target").resolve("debian")).filter(Files::isDirectory);
    }

    /** The command that runs the C compiler for guest programs; its arguments are to follow. */
    public List<String> compiler() throws Failure {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return isRelease()
                ? List.of(java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dfoal.userland=" + home.resolve("userland"),
                        "-Dfoal.llvm=" + llvm(), "-classpath", home.resolve("lib/foal-userland.jar").toString(), "foal.userland.Cc")
                : List.of(java, "@" + built("cc.args"));
    }

    /** The command that runs LLVM's symbolizer; its arguments are to follow. */
    public List<String> symbolizer() throws Failure {
        return isRelease()
                ? List.of(llvm().resolve("llvm-symbolizer").toString())
                : List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "@" + built("symbolize.args"));
    }

    /** The folder with LLVM's programs in a release. */
    private Path llvm() {
        return home.resolve("llvm").resolve("bin");
    }

    private Path built(String name) throws Failure {
        Path file = userland().resolve(name);
        if (!Files.exists(file)) {
            throw notBuilt(file);
        }
        return file;
    }

    private Path userland() {
        return home.resolve("userland").resolve("target");
    }

    private static List<String> lines(Path file) throws Failure {
        try {
            return Files.readAllLines(file);
        } catch (IOException _) {
            throw notBuilt(file);
        }
    }

    private static Failure notBuilt(Path file) {
        return new Failure(ExitCode.FAILED, "not built: there is no " + file + "; foal doctor says more");
    }
}
