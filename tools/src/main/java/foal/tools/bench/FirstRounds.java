package foal.tools.bench;

import foal.tools.boot.Installation;
import foal.tools.cli.ExitCode;
import foal.tools.cli.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The first rounds of something on a machine that has just started, in a process of its own, so that the JVM is cold. The
 * program, {@code userland/bench/first.c}, takes the time itself, by the host's clock.
 *
 * @param name in the table
 * @param what the program's first argument
 * @param rounds how often it does that
 * @param goal as in {@link Benchmark}
 */
record FirstRounds(String name, String what, long rounds, String goal) {
    /** The host's kernel cannot execute a guest's program: there RUN names qemu. On Foal it is not set. */
    private static final String SCRIPT = "i=0; while [ $i -lt %d ]; do $RUN/bin/true; i=$((i+1)); done";
    private static final String COMMANDS = "commands";

    static final List<FirstRounds> ALL = List.of(
            new FirstRounds("first 20,000 pipe round trips", "pipes", 20_000, "1.00"),
            new FirstRounds("first 1,000 forks", "forks", 1_000, "385 µs"),
            new FirstRounds("first 1,000 threads", "threads", 1_000, "500 µs"),
            new FirstRounds("first 1,000 mmaps", "mmaps", 1_000, "60.0 µs"),
            new FirstRounds("script of 200 commands", COMMANDS, 200, "10.00"));

    /** @return nanoseconds */
    long onFoal(Installation installation) throws Failure {
        List<String> words = new ArrayList<>(List.of(installation.home().resolve("foal").toString(), "boot", "--clock", "host"));
        words.addAll(program(installation));
        if (what.equals(COMMANDS)) {
            words.addAll(List.of("/bin/sh", "-c", SCRIPT.formatted(rounds)));
        }
        return printedBy(new ProcessBuilder(words));
    }

    /** @return nanoseconds */
    long onQemu(Qemu qemu, Installation installation) throws Failure {
        List<String> words = new ArrayList<>(qemu.onOneCore());
        words.addAll(program(installation));
        String shell = installation.commands().get("sh").toString();
        if (what.equals(COMMANDS)) {
            words.addAll(List.of(qemu.command().toString(), shell, "-c", SCRIPT.formatted(rounds)));
        }
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().put("RUN", qemu.command() + " " + shell.substring(0, shell.lastIndexOf("/bin/")));
        return printedBy(builder);
    }

    private List<String> program(Installation installation) {
        return List.of(installation.benchmark("first").toString(), what, String.valueOf(rounds));
    }

    private static long printedBy(ProcessBuilder builder) throws Failure {
        String command = String.join(" ", builder.command());
        try {
            Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            if (status != 0) {
                throw new Failure(ExitCode.FAILED, command + " ended with " + status);
            }
            return Long.parseLong(printed.strip());
        } catch (IOException | InterruptedException e) {
            throw new Failure(ExitCode.FAILED, "cannot run " + command + ": " + e.getMessage(), e);
        }
    }
}
