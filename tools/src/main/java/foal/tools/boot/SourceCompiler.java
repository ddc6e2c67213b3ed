package foal.tools.boot;

import foal.tools.cli.ExitCode;
import foal.tools.cli.Failure;
import foal.tools.cli.FileTrouble;
import foal.tools.cli.Streams;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Compiles source files that the user wants to run, into a temporary file. */
final class SourceCompiler {
    private final Installation installation;
    private final Streams streams;

    /**
     * What it has made.
     *
     * @param program the executable, which is deleted when this process ends, also by ^C
     */
    record Compiled(Path program, List<Path> sources, CLibrary library) {}

    SourceCompiler(Installation installation, Streams streams) {
        this.installation = installation;
        this.streams = streams;
    }

    /**
     * Compiles and links files. The compiler's messages go to standard error.
     *
     * @param name of the first source, as the user called it
     */
    Compiled compile(String name, Compilation how) throws Failure {
        List<String> names = Stream.concat(Stream.of(name), how.moreSources().stream()).toList();
        List<Path> sources = names.stream().map(Path::of).toList();
        CLibrary library = how.library().isPresent() ? how.library().get() : CLibrary.usual(sources, installation, streams);
        try {
            Path program = TemporaryFolder.own().file("");
            List<String> command = new ArrayList<>(installation.compiler());
            command.addAll(List.of("--libc", library.word()));
            if (streams.terminals().error()) {
                command.add("-fcolor-diagnostics");
            }
            command.addAll(how.options());
            names.forEach(source -> command.add(source.startsWith("-") ? "./" + source : source));
            command.addAll(List.of("-o", program.toString()));
            run(command, name);
            return new Compiled(program, sources, library);
        } catch (IOException e) {
            throw new Failure(ExitCode.FAILED, "cannot compile " + name + ": " + FileTrouble.reason(e), e);
        }
    }

    private void run(List<String> command, String name) throws IOException, Failure {
        Process compiler = new ProcessBuilder(command).redirectErrorStream(true).start();
        compiler.getOutputStream().close();
        compiler.getInputStream().transferTo(streams.err());
        try {
            if (compiler.waitFor() != 0) {
                throw new Failure(ExitCode.NOT_RUNNABLE, name + " could not be compiled");
            }
        } catch (InterruptedException e) {
            throw new Failure(ExitCode.FAILED, "interrupted while compiling " + name, e);
        }
    }
}
