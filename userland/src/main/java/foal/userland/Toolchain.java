package foal.userland;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Loader;

/// LLVM's programs: those of a release, in the folder that the system property `foal.llvm` names, or else unpacked from the
/// Maven artifact into JavaCPP's cache (`~/.javacpp/cache`).
///
/// @param folder holds the programs
record Toolchain(Path folder) {

    /// Settings for the host's own C compiler; clang would obey them, and put the host's headers before Foal's.
    private static final List<String> HOST_COMPILER_VARIABLES = List.of("CPATH", "C_INCLUDE_PATH", "LIBRARY_PATH",
            "COMPILER_PATH", "GCC_EXEC_PREFIX", "CCC_OVERRIDE_OPTIONS");

    /// What a program left behind: its exit status and everything that it printed.
    record Outcome(int exitStatus, String output) {}

    static Toolchain find() throws IOException, UserError {
        var folder = System.getProperty("foal.llvm");
        return folder != null ? new Toolchain(Path.of(folder)) : unpack();
    }

    private static Toolchain unpack() throws IOException, UserError {
        Path clang;
        checkReadable(System.getProperty("java.class.path"));
        try {
            clang = Path.of(Loader.load(org.bytedeco.llvm.program.clang.class));
        } catch (LinkageError | RuntimeException e) {
            throw new UserError(UserError.FAILED, "no C compiler for " + System.getProperty("os.name") + " on "
                    + System.getProperty("os.arch") + " (" + e.getMessage() + ")");
        }
        var toolchain = new Toolchain(clang.getParent());
        toolchain.nameLibrariesAsLinked();
        toolchain.makeExecutable();
        return toolchain;
    }

    /// Another user than the one that built Foal has it elsewhere, or not at all.
    static void checkReadable(String classPath) throws UserError {
        for (var entry : classPath.split(File.pathSeparator)) {
            if (!Files.isReadable(Path.of(entry))) {
                throw new UserError(UserError.FAILED, "the C compiler cannot be read by " + System.getProperty("user.name") + ": it is in "
                        + entry + ", with who built Foal; build it in a clone of your own");
            }
        }
    }

    String clang() {
        return folder.resolve("clang").toString();
    }

    String linker() {
        return folder.resolve("ld.lld").toString();
    }

    String archiver() {
        return folder.resolve("llvm-ar").toString();
    }

    String symbolizer() {
        return folder.resolve("llvm-symbolizer").toString();
    }

    /// Clang's own headers, which are beside the folder of its programs or, in the Maven artifact, within it.
    Path headers() {
        var headers = "lib/clang/20/include";
        var within = folder.resolve(headers);
        return Files.isDirectory(within) ? within : folder.resolveSibling(headers);
    }

    /// Runs a program with this process's standard streams, so that it can colour its messages and read a source
    /// from standard input.
    int runInForeground(List<String> command) throws IOException, InterruptedException {
        return prepare(command).inheritIO().start().waitFor();
    }

    /// Runs a program and keeps what it prints.
    Outcome run(List<String> command) throws IOException, InterruptedException {
        return run(command, Path.of(""));
    }

    /// Runs a program in a folder and keeps what it prints.
    Outcome run(List<String> command, Path folder) throws IOException, InterruptedException {
        var process = prepare(command).directory(folder.toAbsolutePath().toFile()).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes());
        return new Outcome(process.waitFor(), output);
    }

    private static ProcessBuilder prepare(List<String> command) {
        var builder = new ProcessBuilder(new ArrayList<>(command));
        HOST_COMPILER_VARIABLES.forEach(builder.environment()::remove);
        return builder;
    }

    /// JavaCPP lets only those programs be executed for which it has a class, and there is none for some.
    private void makeExecutable() throws UserError {
        for (var program : List.of(clang(), linker(), archiver(), symbolizer())) {
            var file = Path.of(program).toFile();
            if (!file.canExecute() && !file.setExecutable(true)) {
                throw new UserError(UserError.FAILED, program + " cannot be made executable");
            }
        }
    }

    /// On Linux a program asks for a shared library by a name with a version, `libLLVM.so.20.1`; the artifact has
    /// them without. The programs search their own folder, so a link there is enough.
    private void nameLibrariesAsLinked() throws IOException {
        for (var library : List.of("libLLVM.so", "libclang-cpp.so")) {
            var file = folder.resolve(library);
            var link = folder.resolve(library + ".20.1");
            if (Files.exists(file) && !Files.exists(link)) {
                try {
                    Files.createSymbolicLink(link, file.getFileName());
                } catch (FileAlreadyExistsException e) {
                    // Another build was quicker.
                }
            }
        }
    }
}
