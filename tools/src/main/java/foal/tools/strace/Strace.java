package foal.tools.strace;

import foal.kernel.syscall.Errno;
import foal.kernel.syscall.SystemCall;
import foal.kernel.task.Event;
import foal.kernel.task.Signal;
import foal.kernel.task.SignalInfo;
import foal.kernel.task.Task;
import foal.kernel.trace.CallText;
import foal.kernel.trace.SignalText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Writes the lines of strace(1) for the events of a run.
 *
 * <p>The line of a call is held back until the call has returned, so that what the program prints does not land in
 * its middle. But if it blocks, its beginning is shown at once; and if another task has something to show meanwhile,
 * it ends as {@code <unfinished ...>} and is resumed later.
 */
public final class Strace implements Consumer<Event> {
    private static final String UNFINISHED = " <unfinished ...>";

    private final Lines lines;
    private final Selection selection;
    private final Map<Task, CallText> calls = new HashMap<>();
    private final Set<Task> alive = new HashSet<>();
    /** Signals that were ignored while a task was in a call: they are shown when the call has returned. */
    private final Map<Task, List<SignalInfo>> ignored = new HashMap<>();

    // The line that is not finished.
    private Optional<Task> open = Optional.empty();
    private String openPrefix = "";
    private boolean isOpenShown;

    private boolean first = true;

    Strace(Lines lines, Selection selection) {
        this.lines = lines;
        this.selection = selection;
    }

    @Override
    public void accept(Event event) {
        Task task = event.task();
        switch (event) {
            case Event.Created _ -> created(task);
            case Event.CallEntered(_, SystemCall call) -> entered(task, call);
            case Event.StateChanged _, Event.ProgramReplaced _, Event.Waited _ -> { }
            case Event.CallBlocked _ -> blocked(task);
            case Event.CallReturned(_, _, long result) -> {
                returned(task, result);
                showIgnored(task);
            }
            case Event.CallRestarts _ -> {
                ended(task, "? ERESTARTSYS (To be restarted if SA_RESTART is set)");
                showIgnored(task);
            }
            case Event.UnknownCall _ -> unknown(task);
            // strace(1) does not get to see SIGKILL.
            case Event.SignalDelivered(_, var info) when info.signal() == Signal.SIGKILL.number() -> { }
            case Event.SignalDelivered(_, var info) -> signal(task, info);
            case Event.SignalIgnored(_, var info) when task.call().systemCall().isPresent() ->
                    ignored.computeIfAbsent(task, _ -> new ArrayList<>()).add(info);
            case Event.SignalIgnored(_, var info) -> signal(task, info);
            case Event.Stopped(_, int signal) -> line(task, "--- stopped by " + SignalText.name(signal) + " ---");
            case Event.Exited(_, var status) -> {
                ended(task, "?");
                line(task, "+++ " + SignalText.end(status) + " +++");
                alive.remove(task);
                ignored.remove(task);
            }
        }
    }

    /** Writes out what is left. */
    void close() {
        interruptOpenLine();
        lines.flush();
    }

    private void created(Task task) {
        alive.add(task);
        if (first && selection.includes("execve")) {
            lines.append(prefix(task) + CallText.firstExecve(task) + ")");
            lines.tabulate();
            lines.end(" = 0");
        }
        first = false;
    }

    // ---- calls -------------------------------------------------------------------------------------------------

    private void entered(Task task, SystemCall call) {
        if (selection.includes(call.name())) {
            interruptOpenLine();
            calls.put(task, new CallText(call, task));
            open = Optional.of(task);
            openPrefix = prefix(task);
            isOpenShown = false;
        }
    }

    private void blocked(Task task) {
        if (isOpen(task)) {
            showOpenLine();
            lines.flush();
        }
    }

    private void returned(Task task, long result) {
        CallText text = calls.get(task);
        if (text != null) {
            resume(task, text);
            end(text.remainder(task, result), text.result(task, result));
            calls.remove(task);
        }
    }

    /** A call ends without a result. */
    private void ended(Task task, String result) {
        CallText text = calls.get(task);
        if (text != null) {
            resume(task, text);
            end(text.isWhole() ? "" : UNFINISHED, result);
            calls.remove(task);
        }
    }

    private void end(String remainder, String result) {
        lines.append(remainder + ")");
        lines.tabulate();
        lines.end(" = " + result);
    }

    private void unknown(Task task) {
        if (selection.unknown()) {
            interruptOpenLine();
            lines.append(prefix(task) + CallText.unknown(task) + ")");
            lines.tabulate();
            lines.end(" = " + CallText.error(Errno.ENOSYS.result()));
        }
    }

    private void signal(Task task, SignalInfo info) {
        line(task, "--- " + SignalText.name(info.signal()) + " " + SignalText.info(info) + " ---");
    }

    private void showIgnored(Task task) {
        List<SignalInfo> infos = ignored.remove(task);
        if (infos != null) {
            infos.forEach(info -> signal(task, info));
        }
    }

    private void line(Task task, String text) {
        interruptOpenLine();
        lines.end(prefix(task) + text);
    }

    // ---- the line that is not finished -------------------------------------------------------------------------

    private boolean isOpen(Task task) {
        return open.equals(Optional.of(task));
    }

    private String prefix(Task task) {
        return lines.prefix(alive.size() > 1 ? Optional.of(task.tid()) : Optional.empty());
    }

    private void showOpenLine() {
        if (!isOpenShown) {
            Task task = open.orElseThrow();
            lines.append(openPrefix + calls.get(task).beginning());
            isOpenShown = true;
        }
    }

    /** Something else is to be written: the open line, if there is one, stays unfinished. */
    private void interruptOpenLine() {
        if (open.isPresent()) {
            showOpenLine();
            lines.end(UNFINISHED);
            open = Optional.empty();
        }
    }

    /** Brings a call's line back to the point where it was left. */
    private void resume(Task task, CallText text) {
        if (isOpen(task)) {
            showOpenLine();
            open = Optional.empty();
        } else {
            interruptOpenLine();
            lines.append(prefix(task) + "<... " + text.name() + " resumed>");
        }
    }
}
