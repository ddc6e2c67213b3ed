package foal.tools.bench;

import foal.kernel.Options;
import foal.tools.boot.Installation;
import foal.tools.cli.ExitCode;
import foal.tools.cli.Failure;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** What Foal costs its host besides the guest's work. */
final class HostCost {
    private static final long IDLE_MILLISECONDS = 1000;

    private HostCost() {}

    /** Nanoseconds of {@code foal boot} with these words, from the shell's point of view. */
    static long boot(Installation installation, String... words) throws Failure {
        List<String> command = new ArrayList<>(List.of(installation.home().resolve("foal").toString(), "boot"));
        command.addAll(List.of(words));
        long start = System.nanoTime();
        try {
            int status = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
            if (status != 0) {
                throw new Failure(ExitCode.FAILED, String.join(" ", command) + " ended with " + status);
            }
        } catch (IOException | InterruptedException e) {
            throw new Failure(ExitCode.FAILED, "cannot run " + command.getFirst() + ": " + e.getMessage(), e);
        }
        return System.nanoTime() - start;
    }

    /** Nanoseconds of CPU that this thread needs while a guest sleeps for a second of the host's time. */
    static long ofAnIdleSecond(Guest idle) throws Failure {
        Options byTheHost = Options.DEFAULT.withClock(Options.ClockKind.HOST);
        var threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        FoalRun.run(idle, 0, byTheHost);
        long without = threads.getCurrentThreadCpuTime() - before;
        before = threads.getCurrentThreadCpuTime();
        FoalRun.run(idle, IDLE_MILLISECONDS, byTheHost);
        return Math.max(0, threads.getCurrentThreadCpuTime() - before - without);
    }
}
