package foal.kernel.tty;

import static foal.kernel.syscall.Errno.EFAULT;
import static foal.kernel.syscall.Errno.EINVAL;
import static foal.kernel.syscall.Errno.ENOTTY;
import static foal.kernel.syscall.Errno.EPERM;
import static foal.kernel.syscall.Errno.ESRCH;

import foal.kernel.file.IoctlRequest;
import foal.kernel.file.IoctlRequest.FlowAction;
import foal.kernel.file.IoctlRequest.FlushedQueue;
import foal.kernel.memory.Struct;
import foal.kernel.syscall.ByNumber;
import foal.kernel.task.Capability;
import foal.kernel.task.Process;
import foal.kernel.task.Processes;
import foal.kernel.task.Signal;
import foal.kernel.task.Task;
import foal.kernel.time.Clock;
import java.util.List;
import java.util.Optional;

/** What ioctl(2) does with a terminal (ioctl_tty(2)). */
final class TerminalControl {
    /** The argument with which root takes a terminal away from the session that has it. */
    private static final long STEAL = 1;

    private final Processes processes;
    private final Clock clock;
    private final byte[] chunk = new byte[LineDiscipline.LONGEST_LINE];
    private final Struct termios = new Struct(Termios.SIZE);
    private final Struct winsize = new Struct(WindowSize.SIZE);
    private final Struct number = new Struct(4);

    TerminalControl(Processes processes, Clock clock) {
        this.processes = processes;
        this.clock = clock;
    }

    Clock clock() {
        return clock;
    }

    /** Place for a line on its way between a program and a terminal, during one call. */
    byte[] chunk() {
        return chunk;
    }

    /** A number from a program's memory; none if the address is bad. */
    Optional<Integer> readInt(Task task, long address) {
        return task.memory().read(address, number) ? Optional.of(number.getInt(0)) : Optional.empty();
    }

    long ioctl(Terminal terminal, Task task, IoctlRequest request, long argument) {
        LineDiscipline discipline = terminal.discipline();
        return switch (request) {
            case TCGETS -> put(task, argument, discipline.termios().struct());
            case TCSETS, TCSETSW, TCSETSF -> setTermios(terminal, task, request == IoctlRequest.TCSETSF, argument);
            case TCSBRK, TCSBRKP -> terminal.holdBack(task, Signal.SIGTTOU); // output is never on its way
            case TCXONC -> controlFlow(terminal, task, argument);
            case TCFLSH -> flush(terminal, task, argument);
            case TIOCOUTQ -> put(task, argument, number.putInt(0, 0));
            case FIONREAD -> put(task, argument, number.putInt(0, discipline.available()));
            case TIOCGWINSZ -> put(task, argument, terminal.size().put(winsize));
            case TIOCSWINSZ -> setSize(terminal, task, argument);
            case TIOCSCTTY -> takeControl(terminal, task.process(), argument == STEAL);
            case TIOCNOTTY -> giveUpControl(terminal, task.process());
            case TIOCGPGRP -> terminal.controls(task.process())
                    ? put(task, argument, number.putInt(0, terminal.foreground())) : ENOTTY.result();
            case TIOCSPGRP -> setForeground(terminal, task, argument);
            case TIOCGSID -> terminal.controls(task.process())
                    ? put(task, argument, number.putInt(0, terminal.session())) : ENOTTY.result();
            default -> ENOTTY.result();
        };
    }

    private static long put(Task task, long address, Struct struct) {
        return task.memory().write(address, struct) ? 0 : EFAULT.result();
    }

    // ---- modes -------------------------------------------------------------------------------------------------

    private long setTermios(Terminal terminal, Task task, boolean flushes, long argument) {
        long heldBack = terminal.holdBack(task, Signal.SIGTTOU);
        if (heldBack != 0) {
            return heldBack;
        }
        if (!task.memory().read(argument, termios)) {
            return EFAULT.result();
        }
        if (flushes) {
            terminal.discipline().discardInput();
        }
        terminal.discipline().setTermios(new Termios(termios));
        terminal.takeKeys();
        return 0;
    }

    private long setSize(Terminal terminal, Task task, long argument) {
        if (!task.memory().read(argument, winsize)) {
            return EFAULT.result();
        }
        terminal.setSize(WindowSize.of(winsize));
        return 0;
    }

    private long controlFlow(Terminal terminal, Task task, long action) {
        long heldBack = terminal.holdBack(task, Signal.SIGTTOU);
        if (heldBack != 0) {
            return heldBack;
        }
        Optional<FlowAction> known = ByNumber.of(FlowAction.class).find(action);
        if (known.isEmpty()) {
            return EINVAL.result();
        }
        LineDiscipline discipline = terminal.discipline();
        switch (known.get()) {
            case TCOOFF -> discipline.stopOutput();
            case TCOON -> discipline.startOutput();
            case TCIOFF -> discipline.sendCharacter(Termios.VSTOP);
            case TCION -> discipline.sendCharacter(Termios.VSTART);
        }
        terminal.wakeWaiters();
        return 0;
    }

    private static long flush(Terminal terminal, Task task, long queue) {
        long heldBack = terminal.holdBack(task, Signal.SIGTTOU);
        if (heldBack != 0) {
            return heldBack;
        }
        if (queue < 0 || queue >= FlushedQueue.values().length) {
            return EINVAL.result();
        }
        if (queue != FlushedQueue.TCOFLUSH.value()) {
            terminal.discipline().discardInput();
            terminal.takeKeys();
        }
        if (queue != FlushedQueue.TCIFLUSH.value()) {
            terminal.discardOutput();
        }
        return 0;
    }

    // ---- sessions and groups -----------------------------------------------------------------------------------

    private static long takeControl(Terminal terminal, Process process, boolean steals) {
        boolean isLeader = process.session() == process.pid();
        if (isLeader && terminal.controls(process)) {
            return 0;
        }
        boolean isTaken = terminal.session() != 0 && !(steals && process.credentials().has(Capability.CAP_SYS_ADMIN));
        if (!isLeader || process.terminal().isPresent() || isTaken) {
            return EPERM.result();
        }
        terminal.leaveSession();
        terminal.control(process);
        return 0;
    }

    private static long giveUpControl(Terminal terminal, Process process) {
        if (!terminal.controls(process)) {
            return ENOTTY.result();
        }
        if (process.session() == process.pid()) {
            terminal.release();
        } else {
            process.setTerminal(Optional.empty());
        }
        return 0;
    }

    private long setForeground(Terminal terminal, Task task, long argument) {
        Process process = task.process();
        long heldBack = terminal.holdBack(task, Signal.SIGTTOU);
        if (heldBack != 0) {
            return heldBack;
        }
        if (!terminal.controls(process)) {
            return ENOTTY.result();
        }
        if (!task.memory().read(argument, number)) {
            return EFAULT.result();
        }
        int group = number.getInt(0);
        if (group < 0) {
            return EINVAL.result();
        }
        List<Process> members = processes.group(group);
        if (members.isEmpty()) {
            return ESRCH.result();
        }
        if (members.getFirst().session() != process.session()) {
            return EPERM.result();
        }
        terminal.setForeground(group);
        return 0;
    }
}
