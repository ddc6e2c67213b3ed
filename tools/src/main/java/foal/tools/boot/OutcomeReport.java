package foal.tools.boot;

import foal.kernel.Crash;
import foal.kernel.Kernel;
import foal.kernel.Outcome;
import foal.kernel.deadlock.Wait;
import foal.kernel.task.ExitStatus;
import foal.kernel.task.Processes;
import foal.kernel.task.Signal;
import foal.tools.cli.ExitCode;
import foal.tools.cli.Failure;
import foal.tools.recording.Ending;
import foal.tools.symbols.Symbolizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** How a run ended: the exit status, and in words what the program itself cannot have said. */
final class OutcomeReport {
    /** Survivors that are named; of more it is said how many there are. */
    private static final int MOST_NAMED = 10, MOST_PLACES = 10;

    private final Consumer<String> user;
    private final DeadlockReports deadlocks;
    private final Symbolizer symbolizer;

    /** @param user is told, a line at a time */
    OutcomeReport(Consumer<String> user, DeadlockReports deadlocks, Symbolizer symbolizer) {
        this.user = user;
        this.deadlocks = deadlocks;
        this.symbolizer = symbolizer;
    }

    /**
     * Tells the user what there is to tell.
     *
     * @param stoppedByUser if it was stopped: whether by the user, else by --timeout
     * @param kernel which knows where its tasks are
     * @return the exit status
     * @throws Failure if what was to be written to a file cannot be
     */
    int report(Outcome outcome, boolean stoppedByUser, String command, Kernel kernel) throws Failure {
        return switch (outcome) {
            case Outcome.Ended(ExitStatus status, List<String> survivors) -> {
                int exitCode = report(status, command, kernel.crash());
                if (!survivors.isEmpty()) {
                    String more = survivors.size() > MOST_NAMED ? " and " + (survivors.size() - MOST_NAMED) + " more" : "";
                    say("killed what was still running when the program ended: "
                            + survivors.stream().limit(MOST_NAMED).collect(Collectors.joining(", ")) + more);
                }
                yield exitCode;
            }
            case Outcome.Deadlock(List<Wait> waiting) -> {
                deadlocks.ofAll(waiting);
                yield ExitCode.DEADLOCK;
            }
            case Outcome.Stopped() when stoppedByUser -> {
                say("stopped by ^] q");
                yield ExitCode.SIGNAL_BASE + Signal.SIGINT.number();
            }
            case Outcome.Stopped() -> {
                say("stopped: the time of --timeout is up");
                new StandstillText(symbolizer).lines(kernel.whereabouts()).forEach(line -> say("  " + line));
                yield ExitCode.TIMEOUT;
            }
        };
    }

    /**
     * A run that is repeated has come to the end of its recording, but not to its own.
     *
     * @param time of the machine's clock, in nanoseconds
     * @return the exit status, which is that of the recorded run if it was stopped
     */
    int ofRecording(Ending ending, long time) {
        String place = String.format(Locale.ROOT, "the recording ends at %.9f s: ", time / 1e9);
        return switch (ending) {
            case TIMEOUT -> {
                say(place + "there the time of --timeout was up");
                yield ExitCode.TIMEOUT;
            }
            case USER -> {
                say(place + "there the run was stopped by ^] q");
                yield ExitCode.SIGNAL_BASE + Signal.SIGINT.number();
            }
            case CUT_OFF, OF_ITSELF -> {
                say(place + "the file was cut off there, or Foal was killed");
                yield ExitCode.FAILED;
            }
        };
    }

    private int report(ExitStatus status, String command, Optional<Crash> crash) {
        return switch (status) {
            case ExitStatus.Exited(int code) -> code;
            case ExitStatus.Killed(int signal, boolean dumped) -> {
                say("pid " + Processes.FIRST_PID + " (" + command + ") was killed by " + Signal.nameOf(signal)
                        + Signal.of(signal).map(standard -> " (" + standard.text() + ")").orElse("")
                        + (dumped ? ", core dumped" : "") + crash.flatMap(CrashText::address).map(address -> ", " + address).orElse(""));
                crash.ifPresent(this::tellPlace);
                yield ExitCode.SIGNAL_BASE + signal;
            }
            case ExitStatus.Stopped _, ExitStatus.Continued _ ->
                    throw new IllegalStateException("the program has not ended: " + status);
        };
    }

    private void tellPlace(Crash crash) {
        List<String> places = symbolizer.describe(crash.place());
        places.stream().limit(MOST_PLACES).forEach(place -> say("  at " + place));
        if (places.size() > MOST_PLACES) {
            say("  and " + (places.size() - MOST_PLACES) + " more calls");
        }
    }

    private void say(String text) {
        user.accept(GuestText.toHost(text));
    }
}
