package foal.kernel.task;

import foal.cpu.TrapFrame;
import foal.kernel.exec.Program;
import foal.kernel.file.DescriptorTable;
import foal.kernel.file.Directory;
import foal.kernel.memory.AddressSpace;
import foal.kernel.memory.FrameTable;
import foal.kernel.memory.UserMemory;
import foal.kernel.sched.Scheduler;
import foal.kernel.time.Timers;
import foal.kernel.trace.Event;
import foal.kernel.trace.Trace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** All processes: how they come to be, how they end, and who is told. */
public final class Processes {
    /** The kernel's own process, which adopts orphans and reaps them; it runs no program. */
    public static final int INIT_PID = 1;
    private static final int LAST_PID = 32767;
    /** After the numbers have wrapped, low ones stay with long-lived processes. */
    private static final int FIRST_REUSED_PID = 300;

    private final FrameTable frames;
    private final Scheduler scheduler;
    private final Timers timers;
    private final Trace trace;
    private final Signals signals;
    private final Runnable addressSpaceClosed;
    private final Consumer<Task> taskEnded;
    private final TreeMap<Integer, Process> byPid = new TreeMap<>();
    private final Process init;
    private int lastPid = INIT_PID;

    /**
     * @param addressSpaceClosed is called when a space is gone that harts may have cached
     * @param taskEnded is called for each task that has ended
     */
    public Processes(FrameTable frames, Scheduler scheduler, Timers timers, Trace trace, Runnable addressSpaceClosed,
            Consumer<Task> taskEnded) {
        this.frames = frames;
        this.scheduler = scheduler;
        this.timers = timers;
        this.trace = trace;
        this.addressSpaceClosed = addressSpaceClosed;
        this.taskEnded = taskEnded;
        signals = new Signals(this, trace);
        init = new Process(INIT_PID, null, null, null, new DescriptorTable(), new SignalActions(), 0);
        init.setGroup(INIT_PID);
        init.setSession(INIT_PID);
        byPid.put(INIT_PID, init);
    }

    public Signals signals() {
        return signals;
    }

    /** All processes that have a pid, zombies included, in its order. */
    public Collection<Process> all() {
        return byPid.values();
    }

    public Optional<Process> find(int pid) {
        return Optional.ofNullable(byPid.get(pid));
    }

    /** The pid that the next process will get, or 0 if there are too many. */
    public int nextPid() {
        for (int tried = 0; tried < LAST_PID; tried++) {
            lastPid = lastPid == LAST_PID ? FIRST_REUSED_PID : lastPid + 1;
            if (!byPid.containsKey(lastPid)) {
                return lastPid;
            }
        }
        return 0;
    }

    // ---- beginnings --------------------------------------------------------------------------------------------

    /** Makes the first process with a program: a child of init's, without descriptors. */
    public Task createFirst(TrapFrame frame, AddressSpace space, Program program, Directory workingDirectory, int umask) {
        Process process = new Process(nextPid(), init, space, new UserMemory(space, frames.memory()),
                new DescriptorTable(), new SignalActions(), Signal.SIGCHLD.number());
        process.setProgram(program);
        process.setWorkingDirectory(workingDirectory);
        process.setUmask(umask);
        process.setGroup(process.pid());
        process.setSession(process.pid());
        return addTask(process, frame);
    }

    /**
     * Makes a copy of a process, with one task.
     *
     * @param frame the registers of the child's task, which own it from now on
     * @param space its memory: a copy, or the parent's own if it borrows that
     */
    public Task fork(Task parent, int pid, TrapFrame frame, AddressSpace space, boolean holdsParent, int exitSignal) {
        Process father = parent.process();
        Process child = new Process(pid, father, space, new UserMemory(space, frames.memory()),
                father.descriptors().fork(), father.actions().copy(), exitSignal);
        child.setHoldsParent(holdsParent);
        Task task = addTask(child, frame);
        task.signals().setBlocked(parent.signals().blocked());
        return task;
    }

    private Task addTask(Process process, TrapFrame frame) {
        byPid.put(process.pid(), process);
        Task task = new Task(process.pid(), process, frame, scheduler, timers);
        process.tasks().add(task);
        if (trace.isWatched()) {
            trace.publish(new Event.Created(task));
        }
        return task;
    }

    /** Puts a new program and new memory in place of what the process had (execve(2)). */
    public void replaceProgram(Process process, AddressSpace space, Program program) {
        AddressSpace before = process.space();
        process.setMemory(space, new UserMemory(space, frames.memory()));
        process.setProgram(program);
        letGoOfMemory(process, before);
        process.actions().resetCaught();
        process.descriptors().closeForExec();
    }

    private void letGoOfMemory(Process process, AddressSpace space) {
        if (process.holdsParent()) {
            process.setHoldsParent(false);
            process.parent().releaseFromVfork();
        }
        space.close();
        addressSpaceClosed.run();
    }

    // ---- ends --------------------------------------------------------------------------------------------------

    /** Ends a process: all its tasks, its memory, its descriptors. It is a zombie until its parent has waited. */
    public void exit(Process process, ExitStatus status) {
        if (!process.isAlive()) {
            return;
        }
        for (Task task : process.tasks()) {
            if (trace.isWatched()) {
                trace.publish(new Event.Exited(task, status));
            }
            task.suspend(Task.State.DEAD);
            task.frame().close();
            taskEnded.accept(task);
        }
        process.tasks().clear();
        letGoOfMemory(process, process.space());
        process.descriptors().closeAll();
        process.setExitStatus(status);
        orphanChildren(process);
        tellParent(process, status);
    }

    private void orphanChildren(Process process) {
        for (Process child : process.children()) {
            child.setParent(init);
            if (!child.isAlive()) {
                reap(child);
            }
        }
        process.children().clear();
    }

    private void tellParent(Process process, ExitStatus status) {
        Process parent = process.parent();
        SignalActions.Action action = parent.actions().get(Signal.SIGCHLD.number());
        boolean unwanted = process.exitSignal() == Signal.SIGCHLD.number()
                && (action.handler() == SignalActions.SIG_IGN || action.has(SigactionFlag.SA_NOCLDWAIT));
        if (parent == init || unwanted) {
            reap(process);
        }
        if (process.exitSignal() != 0) {
            signals.send(parent, childInfo(process, process.exitSignal(), status));
        }
        parent.childChange().wakeAll();
    }

    /** Forgets a dead process: its status has been reported, or nobody will ask. */
    void reap(Process process) {
        byPid.remove(process.pid());
        process.parent().children().remove(process);
    }

    private static SignalInfo childInfo(Process child, int signal, ExitStatus status) {
        SignalInfo info = switch (status) {
            case ExitStatus.Exited(int code) -> SignalInfo.child(SignalInfo.CLD_EXITED, child.pid(), code);
            case ExitStatus.Killed(int by, boolean core) ->
                    SignalInfo.child(core ? SignalInfo.CLD_DUMPED : SignalInfo.CLD_KILLED, child.pid(), by);
            case ExitStatus.Stopped(int by) -> SignalInfo.child(SignalInfo.CLD_STOPPED, child.pid(), by);
            case ExitStatus.Continued() -> SignalInfo.child(SignalInfo.CLD_CONTINUED, child.pid(), Signal.SIGCONT.number());
        };
        return new SignalInfo(signal, info.code(), info.pid(), info.status(), 0, 0);
    }

    // ---- stopping and continuing -------------------------------------------------------------------------------

    /** Stops all tasks of a process until SIGCONT. */
    void stop(Process process, int signal) {
        for (Task task : process.tasks()) {
            if (trace.isWatched()) {
                trace.publish(new Event.Stopped(task, signal));
            }
            task.suspend(Task.State.STOPPED);
        }
        changeState(process, true, new ExitStatus.Stopped(signal));
    }

    void continueProcess(Process process) {
        resumeTasks(process);
        changeState(process, false, new ExitStatus.Continued());
    }

    /** Lets stopped tasks go on, if only to their deaths. */
    void resumeTasks(Process process) {
        for (Task task : process.tasks()) {
            if (task.state() == Task.State.STOPPED) {
                task.makeRunnable();
            }
        }
    }

    private void changeState(Process process, boolean stopped, ExitStatus change) {
        process.setStopped(stopped, change);
        Process parent = process.parent();
        if (!parent.actions().get(Signal.SIGCHLD.number()).has(SigactionFlag.SA_NOCLDSTOP)) {
            signals.send(parent, childInfo(process, Signal.SIGCHLD.number(), change));
        }
        parent.childChange().wakeAll();
    }

    /** The processes of a group, in the order of their pids. */
    public List<Process> group(int group) {
        List<Process> members = new ArrayList<>();
        for (Process process : byPid.values()) {
            if (process.group() == group && process != init) {
                members.add(process);
            }
        }
        return members;
    }
}
