package foal.tools.bench;

import foal.tools.cli.ExitCode;
import foal.tools.cli.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code qemu-riscv64}, which runs a Linux program of ours on the host's kernel. It is kept on one core: where it has
 * two, the time of a wake-up depends on which it happens to use.
 *
 * @param command the program
 */
record Qemu(Path command) {
    static Optional<Qemu> find() {
        return onPath("qemu-riscv64").map(Qemu::new);
    }

    /** Runs a program to its end. @return nanoseconds */
    long run(Guest guest, long rounds) throws Failure {
        // A program of the guest's cannot be executed by the host's kernel itself: qemu must be named again.
        String again = guest.root().map(root -> command + " -L " + root + " " + root).orElse(command + " ");
        List<String> words = new ArrayList<>(pinned());
        words.addAll(List.of((again + guest.path()).split(" ")));
        words.addAll(guest.arguments(rounds).subList(1, guest.command().size() + 1));
        if (guest.path().endsWith("/exec_wait")) {
            words.addAll(List.of(command.toString(), guest.path(), "0"));
        }
        ProcessBuilder builder = new ProcessBuilder(words).inheritIO();
        builder.environment().put("RUN", again);
        long start = System.nanoTime();
        try {
            int status = builder.start().waitFor();
            if (status != 0) {
                throw new Failure(ExitCode.FAILED, "qemu-riscv64 " + guest.path() + " ended with " + status);
            }
        } catch (IOException | InterruptedException e) {
            throw new Failure(ExitCode.FAILED, "cannot run qemu-riscv64: " + e.getMessage(), e);
        }
        return System.nanoTime() - start;
    }

    /** The words that run it on one core; a program and its arguments are to follow. */
    List<String> onOneCore() {
        List<String> words = new ArrayList<>(pinned());
        words.add(command.toString());
        return words;
    }

    private static List<String> pinned() {
        return onPath("taskset").map(taskset -> List.of(taskset.toString(), "-c", "0")).orElse(List.of());
    }

    /** The file of a command of the host's. */
    static Optional<Path> onPath(String name) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .map(folder -> Path.of(folder, name)).filter(Files::isExecutable).findFirst();
    }
}
