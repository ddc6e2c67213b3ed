package foal.kernel.tty;

import foal.kernel.Options.Terminals;
import foal.kernel.file.OpenFile;
import foal.kernel.file.OpenFlag;
import foal.kernel.task.Process;
import foal.kernel.task.Processes;
import foal.kernel.task.WaitQueue;
import foal.kernel.task.Wakers;
import foal.kernel.time.Clock;
import java.util.Optional;

/** What the first program finds on its descriptors 0 to 2: the terminal, or the host's streams as they are. */
public final class Console {
    private final HostStreams streams;
    private final Terminals terminals;
    private final Clock clock;
    private final WaitQueue inputCame = new WaitQueue("input from the console", Wakers.OUTSIDE);
    private final TerminalControl control;
    private final Optional<Terminal> terminal;

    /** @param terminals which of the host's streams are terminals */
    public Console(HostStreams streams, Terminals terminals, Processes processes, Clock clock) {
        this.streams = streams;
        this.terminals = terminals;
        this.clock = clock;
        control = new TerminalControl(processes);
        terminal = streams.terminal().map(host -> new Terminal(host, processes));
        processes.jobControl().whenLeaderEnds(leader -> terminal.filter(it -> it.controls(leader)).ifPresent(Terminal::release));
    }

    /** Gives the first process its descriptors 0 to 2, and, if there is a terminal, the control over that. */
    public void giveTo(Process process) {
        process.descriptors().add(open(false, terminals.input()), false);
        process.descriptors().add(open(false, terminals.output()), false);
        process.descriptors().add(open(true, terminals.error()), false);
        terminal.ifPresent(it -> it.control(process));
    }

    private OpenFile open(boolean isError, boolean isTerminal) {
        return isTerminal && terminal.isPresent() ? openTerminal((int) OpenFlag.O_RDWR.value()).orElseThrow()
                : new HostStreamFile(streams, isError, isTerminal, inputCame);
    }

    /** The terminal as a file newly opened, or none if there is no terminal. @param flags of {@link OpenFlag} */
    public Optional<OpenFile> openTerminal(int flags) {
        return terminal.map(it -> new TerminalFile(it, control, clock, flags));
    }

    /** Input has arrived on the host's side, or something else has happened there. */
    public void inputArrived() {
        terminal.ifPresent(Terminal::receive);
        inputCame.wakeAll();
    }

    /** Whether a person sits there, who may interrupt at any time. */
    public boolean isInteractive() {
        return terminal.isPresent();
    }

    /** Whether somebody waits for input that the host does not have yet. */
    public boolean awaitsInput() {
        return !inputCame.isEmpty() || inputCame.isWatched() && !streams.isReady()
                || terminal.isPresent() && terminal.get().awaitsInput();
    }

    /** Whether a key could wake somebody when no task can run: by a signal, or because {@link #awaitsInput}. */
    public boolean couldWake() {
        return awaitsInput() || terminal.isPresent() && terminal.get().couldWake();
    }
}
