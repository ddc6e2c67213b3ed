package foal.tools.boot;

import foal.tools.cli.ExitCode;
import foal.tools.cli.Failure;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
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
        return java("cc.args");
    }

    /** The command that runs LLVM's symbolizer; its arguments are to follow. */
    public List<String> symbolizer() throws Failure {
        return java("symbolize.args");
    }

    private List<String> java(String file) throws Failure {
        Path arguments = userland().resolve(file);
        if (!Files.exists(arguments)) {
            throw notBuilt(arguments);
        }
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return List.of(java.toString(), "@" + arguments);
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
        return new Failure(ExitCode.FAILED, "not built: there is no " + file);
    }
}
