package foal.tools.boot;

import foal.tools.cli.ExitCode;
import foal.tools.cli.Failure;
import foal.tools.cli.Streams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Compiles a source file that the user wants to run, into a temporary file. */
final class SourceCompiler {
    private final Installation installation;
    private final Streams streams;

    SourceCompiler(Installation installation, Streams streams) {
        this.installation = installation;
        this.streams = streams;
    }

    /**
     * Compiles and links one file. The compiler's messages go to standard error.
     *
     * @param name as the user called it
     * @return the executable, which is deleted when this process ends, also by ^C
     */
    Path compile(Path source, String name) throws Failure {
        List<String> command = new ArrayList<>(installation.compiler());
        try {
            Path program = Files.createTempFile("foal-", "");
            program.toFile().deleteOnExit();
            // An absolute path cannot be taken for an option.
            command.addAll(List.of(source.toAbsolutePath().toString(), "-o", program.toString()));
            Process compiler = new ProcessBuilder(command).redirectErrorStream(true).start();
            compiler.getOutputStream().close();
            compiler.getInputStream().transferTo(streams.err());
            if (compiler.waitFor() != 0) {
                throw new Failure(ExitCode.NOT_RUNNABLE, name + " could not be compiled");
            }
            return program;
        } catch (IOException e) {
            throw new Failure(ExitCode.FAILED, "cannot compile " + name + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw new Failure(ExitCode.FAILED, "interrupted while compiling " + name, e);
        }
    }
}
