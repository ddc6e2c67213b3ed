package foal.kernel.task;

import static foal.kernel.memory.KernelMemory.Kind.PROCESS;
import static foal.kernel.memory.KernelMemory.Kind.TASK;

import foal.kernel.memory.AddressSpace;
import foal.kernel.memory.FrameTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * How threads and processes end (exit(2)): what they have is given back, those who wait are woken, orphans get another parent, and
 * the parent is told last.
 */
final class ProcessExit {
    private final Processes processes;
    private final PidTable table;
    private final Process init;
    private final Futexes futexes;
    private final RobustList robustList;
    private final FrameTable frames;
    private final Runnable addressSpaceClosed;
    private final List<Consumer<Task>> endListeners = new ArrayList<>();

    /** @param addressSpaceClosed is called when a space is gone that harts may have cached */
    ProcessExit(Processes processes, PidTable table, Process init, Futexes futexes, FrameTable frames, Runnable addressSpaceClosed) {
        this.processes = processes;
        this.table = table;
        this.init = init;
        this.futexes = futexes;
        this.frames = frames;
        this.addressSpaceClosed = addressSpaceClosed;
        robustList = new RobustList(futexes, frames.memory());
    }

    /** Registers a listener for the end of every thread. */
    void whenEnds(Consumer<Task> listener) {
        endListeners.add(listener);
    }

    /** Ends all threads of a process but one (execve(2)). */
    void endOtherThreads(Task caller) {
        for (Task task : List.copyOf(caller.process().tasks())) {
            if (task != caller) {
                endThread(task, new ExitStatus.Exited(0));
            }
        }
    }

    /** A process has no use for a space any more, and its harts neither. */
    void letGoOf(AddressSpace space) {
        space.close();
        addressSpaceClosed.run();
    }

    /** Ends a thread, and with the last one its process. */
    void exit(Task task, ExitStatus status) {
        if (task.process().tasks().size() == 1) {
            exit(task.process(), status);
        } else {
            endThread(task, status);
        }
    }

    /** Ends a thread of a process that goes on. */
    private void endThread(Task task, ExitStatus status) {
        end(task, status);
        task.files().release();
    }

    /** Ends a process: all its tasks, its memory, its descriptors. It is a zombie until its parent has waited. */
    void exit(Process process, ExitStatus status) {
        if (!process.isAlive()) {
            return;
        }
        Set<Integer> jobs = processes.jobControl().lookedAfter(process);
        List<Task> threads = List.copyOf(process.tasks());
        threads.forEach(thread -> end(thread, status));
        process.timers().ifPresent(ProcessTimers::close);
        process.signals().close();
        letGoOf(process.space());
        process.program().ended();
        threads.forEach(thread -> thread.files().release());
        process.actions().release();
        process.setExitStatus(status);
        process.end().wakeAll();
        orphanChildren(process);
        processes.jobControl().ended(process, jobs);
        tellParent(process, status);
    }

    /** Ends a thread; the process may be without any for the moment. */
    private void end(Task task, ExitStatus status) {
        if (processes.trace().isWatched()) {
            processes.trace().publish(new Event.Exited(task, status));
        }
        task.abandonCall();
        leaveMemory(task);
        task.process().remove(task, processes.clock().monotonic());
        table.remove(task);
        task.suspend(Task.State.DEAD);
        frames.kernelMemory().giveBack(TASK, 1);
        task.registers().close();
        task.signals().close();
        endListeners.forEach(listener -> listener.accept(task));
    }

    /** A thread will not touch its memory again: wakes those who wait for that. */
    void leaveMemory(Task task) {
        robustList.release(task);
        futexes.locks().ended(task);
        long address = task.memoryRelease().clearChildTid();
        task.memoryRelease().setClearChildTid(0);
        boolean isAlone = task.process().tasks().size() == 1 && !task.process().space().isShared();
        if (address != 0 && !isAlone && task.memory().writeInt(address, 0)) {
            futexes.wake(task, address, false, 1, Futexes.ALL_BITS);
        }
        task.memoryRelease().tellMaker();
    }

    private void orphanChildren(Process process) {
        Process heir = subreaper(process.parent());
        for (Process child : process.children()) {
            child.setParent(heir);
            child.resetExitSignal();
            int signal = child.controls().parentDeathSignal;
            if (signal != 0) {
                processes.signals().send(child, SignalInfo.fromUser(signal, process));
            }
            if (!child.isAlive()) {
                tellParent(child, child.exitStatus().orElseThrow());
            }
        }
        process.children().clear();
    }

    /** Who adopts orphans: the nearest ancestor that has asked to (prctl(2), PR_SET_CHILD_SUBREAPER), else init. */
    private Process subreaper(Process ancestor) {
        Process heir = ancestor;
        while (heir != init && !(heir.controls().isSubreaper && heir.isAlive())) {
            heir = heir.parent();
        }
        return heir;
    }

    private void tellParent(Process process, ExitStatus status) {
        Process parent = process.parent();
        SignalActions.Action action = parent.actions().get(Signal.SIGCHLD.number());
        boolean isIgnored = process.exitSignal() == Signal.SIGCHLD.number() && action.handler() == SignalActions.SIG_IGN;
        boolean unwanted = isIgnored || process.exitSignal() == Signal.SIGCHLD.number() && action.has(SigactionFlag.SA_NOCLDWAIT);
        if (parent == init || unwanted) {
            reap(process);
        }
        if (!isIgnored && process.exitSignal() != 0 && process.exitSignal() <= Signal.LAST) {
            processes.signals().send(parent, SignalInfo.ofChild(process, process.exitSignal(), status));
        }
        parent.childChange().wakeAll();
    }

    /** A task has been told what became of a child: those who watch hear of it. */
    void waited(Task task, Process child) {
        if (processes.trace().isWatched()) {
            processes.trace().publish(new Event.Waited(task, child));
        }
    }

    /** Forgets a dead process: its status has been reported, or nobody will ask. */
    void reap(Process process) {
        frames.kernelMemory().giveBack(PROCESS, 1);
        process.kept().giveBack();
        table.remove(process);
        process.parent().children().remove(process);
    }
}
