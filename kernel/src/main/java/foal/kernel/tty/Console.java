package foal.kernel.tty;

import foal.kernel.file.Dentry;
import foal.kernel.file.DescriptorTable;
import foal.kernel.file.FileTree;
import foal.kernel.file.OpenFile;
import foal.kernel.file.OpenFlag;
import foal.kernel.file.Opened;
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
    private final FileTree tree;
    private final WaitQueue inputCame = new WaitQueue("input from the console", Wakers.OUTSIDE);
    private final TerminalControl control;
    private final Optional<Terminal> terminal;

    /**
     * @param terminals which of the host's streams are terminals
     * @param tree where those that are none have files, though without names
     */
    public Console(HostStreams streams, Terminals terminals, FileTree tree, Processes processes, Clock clock) {
        this.streams = streams;
        this.terminals = terminals;
        this.tree = tree;
        control = new TerminalControl(processes, clock);
        terminal = streams.terminal().map(host -> new Terminal(host, new Node(), processes, Wakers.OUTSIDE));
    }

    /** Gives the first process its descriptors 0 to 2, and, if there is a terminal, the control over that. */
    public void giveTo(Process process) {
        DescriptorTable.of(process).add(open(false, terminals.input()), false);
        DescriptorTable.of(process).add(open(false, terminals.output()), false);
        DescriptorTable.of(process).add(open(true, terminals.error()), false);
        terminal.ifPresent(it -> it.control(process));
    }

    private OpenFile open(boolean isError, boolean isTerminal) {
        int flags = (int) OpenFlag.O_RDWR.value();
        if (isTerminal && terminal.isPresent()) {
            return openTerminal(flags).orElseThrow();
        }
        Dentry file = tree.newPipe((_, entry, others) ->
                new Opened.Ready(new HostStreamFile(streams, isError, isTerminal, inputCame, entry, others)));
        return new HostStreamFile(streams, isError, isTerminal, inputCame, file, flags);
    }

    /** The terminal as a file newly opened, or none if there is no terminal. @param flags of {@link OpenFlag} */
    public Optional<OpenFile> openTerminal(int flags) {
        return terminal.map(it -> it.open(flags));
    }

    /** /dev/console. */
    private final class Node implements TerminalNode {
        @Override
        public long device() {
            return TerminalFile.CONSOLE;
        }

        @Override
        public OpenFile open(int flags) {
            return new TerminalFile(terminal.orElseThrow(), control, flags);
        }
    }

    /** Input has arrived on the host's side, or something else has happened there. */
    public void inputArrived() {
        terminal.ifPresent(Terminal::receive);
        inputCame.wakeAll();
    }

    /** The ioctls of terminals, of this and of others. */
    TerminalControl control() {
        return control;
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
