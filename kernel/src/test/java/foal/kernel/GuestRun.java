package foal.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import foal.kernel.task.Event;
import foal.kernel.task.ExitStatus;
import foal.kernel.task.Signal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What came of a run.
 *
 * @param outcome none if the program could not be booted
 * @param mistake why it could not
 * @param warnings what the kernel had to say to its user
 * @param leak what the kernel had not given back in the end
 * @param events a line each, if the run was recorded
 */
public record GuestRun(Optional<Outcome> outcome, Optional<String> mistake, String output, String errors,
        List<String> warnings, Optional<String> leak, List<String> events) {

    /** The program has exited with that status, and the kernel has everything back. */
    public GuestRun assertExit(int status) {
        return assertEnded(new ExitStatus.Exited(status));
    }

    /** The program was killed by that signal, and the kernel has everything back. */
    public GuestRun assertKilled(Signal signal) {
        return assertEnded(new ExitStatus.Killed(signal.number()));
    }

    private GuestRun assertEnded(ExitStatus status) {
        assertEquals(Optional.of(new Outcome.Ended(status, List.of())), outcome, output + errors + warnings + mistake);
        return assertNoLeak();
    }

    public GuestRun assertNoLeak() {
        assertEquals(Optional.empty(), leak);
        return this;
    }

    /** One event in words, with all that it says. */
    static String describe(Event event) {
        String what = switch (event) {
            case Event.Created(var task) -> "child of " + task.process().parent().pid();
            case Event.CallEntered(var task, var call) -> call.name() + Arrays.toString(task.call().registers());
            case Event.CallBlocked(_, var call) -> call.name() + " blocks";
            case Event.StateChanged(var task, var before) -> before + " to " + task.state();
            case Event.CallReturned(_, var call, long result) -> call.name() + " = " + result;
            case Event.CallRestarts(_, var call) -> call.name() + " restarts";
            case Event.UnknownCall(_, long number) -> "unknown call " + number;
            case Event.SignalDelivered(_, var info) -> info.toString();
            case Event.SignalIgnored(_, var info) -> "ignores " + info;
            case Event.Exited(_, var status) -> status.toString();
            case Event.Stopped(_, int signal) -> "stopped by " + signal;
            case Event.ProgramReplaced(var task) -> "runs " + task.name();
            case Event.Waited(_, var child) -> "has waited for " + child.pid();
        };
        return event.task().tid() + " " + what;
    }
}
