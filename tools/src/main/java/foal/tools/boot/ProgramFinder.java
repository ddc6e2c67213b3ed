package foal.tools.boot;

import foal.tools.cli.ExitCode;
import foal.tools.cli.Failure;
import foal.tools.cli.Similar;
import foal.tools.cli.Streams;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Finds the program that the user means: a RISC-V executable on the host, else a source file, else a sample or another
 * program of the bundled root. */
final class ProgramFinder {
    /** What tells a RISC-V executable from other files: its first bytes, up to the machine's number. */
    private static final int HEADER = 20, MACHINE_AT = 18, RISCV = 243;

    /** Where programs are in the guest, as PATH has it. */
    private static final List<String> FOLDERS = List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin");
    private static final String SHELL = "sh";

    private final Installation installation;
    private final SourceCompiler compiler;
    private final Predicate<String> isInGuest;

    /** @param isInGuest whether the guest has a file at an absolute path */
    ProgramFinder(Installation installation, Streams streams, Predicate<String> isInGuest) {
        this.installation = installation;
        this.isInGuest = isInGuest;
        compiler = new SourceCompiler(installation, streams);
    }

    /** Whether a name means a file of the host's, wherever the guest may have one of that name. */
    static boolean isOfHost(String name) {
        try {
            return Compilation.isSource(name) || !name.isEmpty() && isRiscvExecutable(Path.of(name));
        } catch (InvalidPathException _) {
            return false;
        }
    }

    /** @param compilation how, if the name is that of a source file */
    GuestProgram find(String name, Compilation compilation) throws Failure {
        if (name.isEmpty()) {
            throw new Failure(ExitCode.NOT_FOUND, "the name of the program is empty");
        }
        Path file = path(name);
        if (isRiscvExecutable(file)) {
            return new GuestProgram(name, Optional.of(file), guestPath(file), List.of(file), Optional.empty());
        }
        if (Compilation.isSource(name)) {
            SourceCompiler.Compiled compiled = compiler.compile(name, compilation);
            String withoutSuffix = guestPath(file).substring(0, guestPath(file).lastIndexOf('.'));
            return new GuestProgram(name, Optional.of(compiled.program()), withoutSuffix, compiled.sources(), Optional.of(compiled.library()));
        }
        Optional<String> inGuest = findInGuest(GuestText.of(name));
        if (inGuest.isPresent()) {
            return new GuestProgram(name, Optional.empty(), inGuest.get());
        }
        Path command = installation.commands().get(name);
        if (command != null) {
            return new GuestProgram(name, Optional.of(command), "/bin/" + name);
        }
        if (Files.notExists(file)) {
            throw new Failure(ExitCode.NOT_FOUND, name + ": no such file"
                    + (name.contains("/") ? "" : " and no such sample; foal list shows the samples"
                            + Similar.hint(name, installation.commands().keySet())));
        }
        checkIsReadable(file, name);
        return new GuestProgram(name, Optional.of(file), guestPath(file)); // the kernel says what is wrong with it
    }

    /** Where the guest has the program already: at a path, or at a name in one of the usual folders. */
    private Optional<String> findInGuest(String name) {
        if (name.contains("/")) {
            return Optional.of(name).filter(path -> path.startsWith("/") && isInGuest.test(path));
        }
        return FOLDERS.stream().map(folder -> folder + "/" + name).filter(isInGuest).findFirst();
    }

    /** The shell that runs when the user names no program. */
    GuestProgram shell() throws Failure {
        String path = "/bin/" + SHELL;
        return new GuestProgram(SHELL, isInGuest.test(path) ? Optional.empty() : Optional.of(installation.commands().get(SHELL)), path);
    }

    private static Path path(String name) throws Failure {
        try {
            return Path.of(name);
        } catch (InvalidPathException _) {
            throw new Failure(ExitCode.NOT_FOUND, name + ": no such file");
        }
    }

    private static String guestPath(Path file) {
        return GuestText.of(file.toAbsolutePath().normalize().toString());
    }

    private static boolean isRiscvExecutable(Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] header = in.readNBytes(HEADER);
            return header.length == HEADER && header[0] == 0x7f && header[1] == 'E' && header[2] == 'L'
                    && header[3] == 'F' && (header[MACHINE_AT] & 0xff) == RISCV && header[MACHINE_AT + 1] == 0;
        } catch (IOException _) {
            return false;
        }
    }

    private static void checkIsReadable(Path file, String name) throws Failure {
        if (!Files.exists(file)) { // nor is it known that it does not
            throw new Failure(ExitCode.NOT_RUNNABLE, name + " cannot be read: permission denied");
        }
        if (Files.isDirectory(file)) {
            throw new Failure(ExitCode.NOT_RUNNABLE, name + " is a directory");
        }
        if (!Files.isRegularFile(file)) {
            throw new Failure(ExitCode.NOT_RUNNABLE, name + " is not a regular file");
        }
        if (!Files.isReadable(file)) {
            throw new Failure(ExitCode.NOT_RUNNABLE, name + " cannot be read: permission denied");
        }
    }
}
