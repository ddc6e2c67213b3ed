package foal.tools.bench;

import foal.tools.boot.Installation;
import foal.tools.cli.ExitCode;
import foal.tools.cli.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A program to measure, which takes the number of its rounds as its last argument.
 *
 * @param root the folder that is its {@code /}; without one it is a file of the host's that needs no other
 * @param command its path and the arguments before that number
 */
record Guest(Optional<Path> root, List<String> command) {
    private static final String GLIBC_COMPILER = "riscv64-linux-gnu-gcc";

    /** Where the programs come from. */
    enum Origin {
        /** userland/bench, with Foal's own C library. */
        USERLAND,
        /** tools/src/main/threads, with the threads of the GNU C library. */
        GLIBC,
        /** A small Debian for riscv64. */
        DEBIAN
    }

    /** What the words of a command stand for; none if they cannot be had here. */
    static Optional<Guest> find(Origin origin, List<String> words, Installation installation) throws Failure {
        return switch (origin) {
            case USERLAND -> Optional.of(own(installation.benchmark(words.getFirst())));
            case GLIBC -> compiled(installation.home().resolve("tools"), words.getFirst());
            case DEBIAN -> installation.debianRoot().map(root -> new Guest(Optional.of(root), words));
        };
    }

    /** A program of the host's. */
    static Guest own(Path program) {
        return new Guest(Optional.empty(), List.of(program.toString()));
    }

    private static Optional<Guest> compiled(Path tools, String name) throws Failure {
        Optional<Path> compiler = Qemu.onPath(GLIBC_COMPILER);
        if (compiler.isEmpty()) {
            return Optional.empty();
        }
        Path source = tools.resolve("src/main/threads").resolve(name + ".c");
        Path program = tools.resolve("target").resolve(name);
        try {
            int status = new ProcessBuilder(compiler.get().toString(), "-static", "-O2", "-pthread", source.toString(),
                    "-o", program.toString()).inheritIO().start().waitFor();
            if (status != 0) {
                throw new Failure(ExitCode.FAILED, source + " cannot be compiled");
            }
        } catch (IOException | InterruptedException e) {
            throw new Failure(ExitCode.FAILED, "cannot run " + compiler.get() + ": " + e.getMessage(), e);
        }
        return Optional.of(own(program));
    }

    /** Its path. */
    String path() {
        return command.getFirst();
    }

    /** Its arguments, from its own name on. */
    List<String> arguments(long rounds) {
        List<String> all = new ArrayList<>(command);
        all.add(String.valueOf(rounds));
        return all;
    }
}
