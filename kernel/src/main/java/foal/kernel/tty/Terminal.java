package foal.kernel.tty;

import static foal.kernel.syscall.Errno.EIO;

import foal.kernel.file.OpenFile;
import foal.kernel.syscall.Result;
import foal.kernel.task.ControllingTerminal;
import foal.kernel.task.Process;
import foal.kernel.task.Processes;
import foal.kernel.task.Signal;
import foal.kernel.task.SignalActions;
import foal.kernel.task.SignalInfo;
import foal.kernel.task.Task;
import foal.kernel.task.WaitQueue;
import foal.kernel.task.Wakers;
import java.util.Optional;

/**
 * A terminal: a line discipline between a person and processes, and the rules of job control. It can be the
 * controlling terminal of a session; of that session one process group is in the foreground. That group gets the
 * signals of the keyboard; the others may not read, nor change how the terminal works.
 */
public final class Terminal implements ControllingTerminal {
    /** The number for no session and no group. */
    static final int NONE = 0;

    /** Keys that are taken at once. */
    private static final int CHUNK = 512;

    private final HostTerminal host;
    private final TerminalNode node;
    private final Processes processes;
    private final LineDiscipline discipline;
    private final WaitQueue readable;
    private final WaitQueue writable;
    private final byte[] keys = new byte[CHUNK];
    private WindowSize size;
    private WindowSize hostSize;
    private int session = NONE;
    private int foreground = NONE;
    private boolean hungUp;

    /** @param wakers who presses the keys */
    Terminal(HostTerminal host, TerminalNode node, Processes processes, Wakers wakers) {
        this.host = host;
        this.node = node;
        readable = new WaitQueue("input from the terminal", wakers);
        writable = new WaitQueue("the terminal's output to go on", wakers);
        this.processes = processes;
        hostSize = host.size();
        size = hostSize;
        discipline = new LineDiscipline(new LineDiscipline.Driver() {
            @Override
            public void transmit(byte[] bytes, int length) {
                host.write(bytes, length);
            }

            @Override
            public void signal(Signal signal) {
                signalForeground(signal);
            }
        });
    }

    LineDiscipline discipline() {
        return discipline;
    }

    /** Is woken when there is something to read, or the terminal is gone. */
    WaitQueue readable() {
        return readable;
    }

    /** Is woken when output goes on. */
    WaitQueue writable() {
        return writable;
    }

    boolean isHungUp() {
        return hungUp;
    }

    // ---- the host's side ---------------------------------------------------------------------------------------

    /** Keys may have been pressed, or the window may have changed. */
    void receive() {
        WindowSize now = host.size();
        if (!now.equals(hostSize)) {
            hostSize = now;
            setSize(now);
        }
        takeKeys();
    }

    /** Takes keys as far as there is room for them. */
    void takeKeys() {
        int room = discipline.room();
        while (room > 0 && !hungUp) {
            int count = host.read(keys, Math.min(room, keys.length));
            if (count == HostTerminal.GONE) {
                hangUp();
            } else if (count == 0) {
                break;
            } else {
                discipline.receive(keys, count);
                room = discipline.room();
            }
        }
        wakeWaiters();
    }

    /** How many bytes a program can write now. */
    int writableBytes() {
        return discipline.writable(host.room());
    }

    /** Forgets what has been written and not seen. */
    void discardOutput() {
        discipline.discardOutput();
        host.discard();
        wakeWaiters();
    }

    /** Wakes whoever can go on. */
    void wakeWaiters() {
        if (hungUp || discipline.isReadable(1)) {
            readable.wakeAll();
        }
        if (hungUp || writableBytes() > 0) {
            writable.wakeAll();
        }
    }

    /**
     * The person has gone: the session is told, reads find the end, writes fail. Where the kernel's own process leads the
     * session, it is for the first program, as a shell passes it on to its jobs.
     */
    void hangUp() {
        hungUp = true;
        discipline.discardInput();
        processes.find(session == Processes.INIT_PID ? Processes.FIRST_PID : session).filter(Process::isAlive).ifPresent(leader -> {
            signal(leader, Signal.SIGHUP);
            signal(leader, Signal.SIGCONT);
        });
        signalForeground(Signal.SIGHUP);
    }

    WindowSize size() {
        return size;
    }

    void setSize(WindowSize newSize) {
        if (!newSize.equals(size)) {
            size = newSize;
            signalForeground(Signal.SIGWINCH);
        }
    }

    // ---- the session -------------------------------------------------------------------------------------------

    /** The session that the terminal controls, or 0. */
    int session() {
        return session;
    }

    /** The process group in the foreground, or 0. */
    int foreground() {
        return foreground;
    }

    void setForeground(int group) {
        foreground = group;
    }

    /** Whether it is the controlling terminal of a process. */
    boolean controls(Process process) {
        return process.terminal().filter(terminal -> terminal == this).isPresent();
    }

    /** Becomes the controlling terminal of the session that a process leads, with its group in the foreground. */
    void control(Process leader) {
        session = leader.session();
        foreground = leader.group();
        leader.setTerminal(Optional.of(this));
    }

    @Override
    public long device() {
        return node.device();
    }

    @Override
    public int foregroundGroup() {
        return foreground == NONE ? -1 : foreground;
    }

    /** Opens it once more. @param flags of {@link foal.kernel.file.OpenFlag} */
    public OpenFile open(int flags) {
        return node.open(flags);
    }

    @Override
    public void release() {
        signalForeground(Signal.SIGHUP);
        signalForeground(Signal.SIGCONT);
        leaveSession();
    }

    /** No process has it as its controlling terminal any more, and none is told. */
    void leaveSession() {
        if (session == NONE) {
            return;
        }
        for (Process process : processes.all()) {
            if (process.terminal().filter(terminal -> terminal == this).isPresent()) {
                process.setTerminal(Optional.empty());
            }
        }
        session = NONE;
        foreground = NONE;
    }

    void signalForeground(Signal signal) {
        signalGroup(foreground, signal);
    }

    private void signalGroup(int group, Signal signal) {
        if (group != NONE) {
            processes.group(group).forEach(process -> signal(process, signal));
        }
    }

    private void signal(Process process, Signal signal) {
        processes.signals().send(process, SignalInfo.fromKernel(signal));
    }

    /**
     * Holds back a task in the background from what only the foreground may do: it is stopped by a signal, SIGTTIN
     * for reading and SIGTTOU for the rest, and tries again when it goes on. Who does not want to be stopped may
     * change the terminal all the same but not read; who nobody would continue gets EIO.
     *
     * @return 0 if the task may go on, else what the call is to return
     */
    long holdBack(Task task, Signal signal) {
        Process process = task.process();
        if (!controls(process) || foreground == NONE || process.group() == foreground) {
            return 0;
        }
        boolean isUnwilling = (task.signals().blocked() & signal.bit()) != 0
                || process.actions().get(signal.number()).handler() == SignalActions.SIG_IGN;
        if (isUnwilling) {
            return signal == Signal.SIGTTIN ? EIO.result() : 0;
        }
        if (processes.jobControl().isOrphaned(process.group())) {
            return EIO.result();
        }
        long result = task.waitOn(readable);
        if (result == Result.BLOCKED) {
            signalGroup(process.group(), signal); // which ends the wait
        }
        return result;
    }

    /** Whether somebody waits for keys. */
    boolean awaitsInput() {
        return !readable.isEmpty() || readable.isWatched() && !discipline.isReadable(1);
    }

    /**
     * Whether a key could wake somebody when nothing else can: a job in the foreground can be interrupted, and whoever
     * catches a signal of the keyboard may wait for that. The first program's own job does not count: to interrupt it
     * is to end the run.
     */
    boolean couldWake() {
        return !hungUp && foreground != NONE && processes.group(foreground).stream().anyMatch(process ->
                process.isAlive() && (process.group() != Processes.FIRST_PID || catchesKeys(process)));
    }

    private static boolean catchesKeys(Process process) {
        return process.actions().get(Signal.SIGINT.number()).isCaught() || process.actions().get(Signal.SIGQUIT.number()).isCaught()
                || process.actions().get(Signal.SIGTSTP.number()).isCaught();
    }
}
