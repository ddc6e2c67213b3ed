package foal.kernel.task;

import static foal.kernel.memory.KernelMemory.Kind.PROCESS;
import static foal.kernel.memory.KernelMemory.Kind.TASK;

import foal.cpu.TrapFrame;
import foal.kernel.memory.AddressSpace;
import foal.kernel.memory.FrameTable;
import foal.kernel.memory.UserMemory;
import foal.kernel.time.Clock;
import foal.kernel.time.Timers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** All processes: how they come to be, how they end, and who is told. */
public final class Processes {
    /**
     * The kernel's own process, which adopts orphans and reaps them; it runs no program. It leads the session of the
     * first program, in the place of the shell from which that was started.
     */
    public static final int INIT_PID = 1;
    /** The process of the first program. */
    public static final int FIRST_PID = INIT_PID + 1;

    private final FrameTable frames;
    private final Scheduler scheduler;
    private final Timers timers;
    private final Trace trace;
    private final Signals signals;
    private final Futexes futexes;
    private final RobustList robustList;
    private final Clock clock;
    private final JobControl jobControl;
    private final Runnable addressSpaceClosed;
    private final PidTable table = new PidTable();
    private final Process init;
    private final List<Consumer<Task>> endListeners = new ArrayList<>();

    /** @param addressSpaceClosed is called when a space is gone that harts may have cached */
    public Processes(FrameTable frames, Scheduler scheduler, Timers timers, Clock clock, Trace trace, Futexes futexes,
            Runnable addressSpaceClosed) {
        this.frames = frames;
        this.scheduler = scheduler;
        this.timers = timers;
        this.trace = trace;
        this.clock = clock;
        this.futexes = futexes;
        this.addressSpaceClosed = addressSpaceClosed;
        robustList = new RobustList(futexes, frames.memory());
        futexes.locks().findOwnersBy(this::findTask);
        signals = new Signals(this, trace);
        jobControl = new JobControl(this, trace);
        init = new Process(table.next(), null, null, null, new SignalActions(), 0, new SignalAllowance(frames.kernelMemory()));
        init.setGroup(INIT_PID);
        init.setSession(INIT_PID);
        table.add(init);
    }

    public Signals signals() {
        return signals;
    }

    public Scheduler scheduler() {
        return scheduler;
    }

    /** Where the events of all tasks are published. */
    public Trace trace() {
        return trace;
    }

    /** What becomes of jobs when processes end. */
    public JobControl jobControl() {
        return jobControl;
    }

    /** Registers a listener for the end of every thread. It is called just after the process has lost the thread. */
    public void whenEnds(Consumer<Task> listener) {
        endListeners.add(listener);
    }

    /** All processes that have a pid, zombies included, in its order. */
    public Collection<Process> all() {
        return table.processes();
    }

    public Optional<Process> find(int pid) {
        return table.process(pid);
    }

    /** The process of a thread, or the one of that number though it has ended. */
    public Optional<Process> findOfTask(int tid) {
        return table.task(tid).map(Task::process).or(() -> table.process(tid));
    }

    /** The thread of that number, if it has not ended. */
    public Optional<Task> findTask(int tid) {
        return table.task(tid);
    }

    /** The thread of that number, or the first of that process, which need not run: it may have ended, or be the kernel's own. */
    public Optional<Task> findThread(int tid) {
        return table.task(tid).or(() -> table.process(tid).map(Process::leader));
    }

    /** Whether a thread, a process, a process group or a session has that number. */
    public boolean isInUse(int number) {
        return table.isInUse(number);
    }

    /** Whether the kernel has memory for a process like this one, with a task. */
    public boolean hasRoomForCopy(Task task) {
        return frames.kernelMemory().hasRoom(PROCESS.cost() + TASK.cost() + task.process().keptBytes() + task.files().copyCost());
    }

    /** The number that the next process or thread will get, or 0 if there are too many. */
    public int nextPid() {
        return table.next();
    }

    // ---- beginnings --------------------------------------------------------------------------------------------

    /** What a process begins with. */
    public record Beginning(RunningProgram program, TaskFiles files) {}

    /**
     * Makes the first process with a program, a child of init's.
     *
     * @param ofInit what is shown of init, which runs nothing
     */
    public Task createFirst(TrapFrame frame, AddressSpace space, Beginning ofFirst, Beginning ofInit) {
        Process process = new Process(table.next(), init, space, new UserMemory(space, frames.memory()),
                new SignalActions(), Signal.SIGCHLD.number(), init.signalAllowance());
        init.setProgram(ofInit.program);
        init.setLeader(new Task(INIT_PID, init, ofInit.files, null, scheduler, timers, trace)); // never to run, so without registers
        init.leader().setName(ofInit.program.command());
        process.setProgram(ofFirst.program);
        process.setGroup(process.pid());
        process.setSession(init.session());
        Task task = addTask(process, frame, ofFirst.files);
        task.setName(ofFirst.program.command());
        return task;
    }

    /**
     * What a new process gets from the one that makes it: a copy of each, or the same object (clone(2)).
     *
     * @param space its memory
     */
    public record Heritage(AddressSpace space, TaskFiles files, SignalActions actions) {}

    /**
     * Makes a copy of a process, with one task.
     *
     * @param caller the task to copy
     * @param parent whose child the copy is to be: the caller's process or that process's own parent
     * @param frame the registers of the child's task, which own it from now on
     */
    public Task fork(Task caller, Process parent, int pid, TrapFrame frame, Heritage heritage, int exitSignal) {
        AddressSpace space = heritage.space;
        Process child = caller.process().copy(pid, parent, space, new UserMemory(space, frames.memory()), heritage.actions, exitSignal);
        Task task = addTask(child, frame, heritage.files);
        inherit(task, caller);
        return task;
    }

    private Task addTask(Process process, TrapFrame frame, TaskFiles files) {
        process.setStarted(clock.monotonic());
        frames.kernelMemory().take(PROCESS, 1);
        process.chargeKept();
        table.add(process);
        return addTask(process, process.pid(), frame, files);
    }

    private Task addTask(Process process, int tid, TrapFrame frame, TaskFiles files) {
        Task task = new Task(tid, process, files, frame, scheduler, timers, trace);
        frames.kernelMemory().take(TASK, 1);
        table.add(task);
        process.tasks().add(task);
        if (tid == process.pid()) {
            process.setLeader(task);
        }
        if (trace.isWatched()) {
            trace.publish(new Event.Created(task));
        }
        return task;
    }

    private static void inherit(Task task, Task maker) {
        task.inheritSignals(maker);
        task.setName(maker.name());
        task.scheduling().inherit(maker.scheduling());
    }

    /** Adds a thread to a process. @param frame its registers, which it owns from now on */
    public Task addThread(Task caller, int tid, TrapFrame frame, TaskFiles files) {
        Task task = addTask(caller.process(), tid, frame, files);
        inherit(task, caller);
        return task;
    }

    /**
     * Puts a new program and new memory in place of what a process had (execve(2)). Of its threads only the caller
     * goes on, as the first.
     */
    public void replaceProgram(Task caller, AddressSpace space, RunningProgram program) {
        Process process = caller.process();
        for (Task task : List.copyOf(process.tasks())) {
            if (task != caller) {
                endThread(task, new ExitStatus.Exited(0));
            }
        }
        leaveMemory(caller);
        table.remove(caller);
        caller.setTid(process.pid());
        table.add(caller);
        AddressSpace before = process.space();
        process.setMemory(space, new UserMemory(space, frames.memory()));
        process.program().ended();
        process.setProgram(program);
        process.chargeKept();
        process.credentials().exec();
        process.controls().exec(process.credentials().hasOwnRights());
        process.resetExitSignal();
        caller.setName(program.command());
        letGoOf(before);
        process.unshareActions();
        process.actions().resetCaught();
        process.tasks().forEach(task -> task.signalStack().disable());
        process.timers().ifPresent(ProcessTimers::forgetMade);
        process.setLeader(caller);
        process.setExecuted();
        caller.files().exec();
        if (trace.isWatched()) {
            trace.publish(new Event.ProgramReplaced(caller));
        }
    }

    private void letGoOf(AddressSpace space) {
        space.close();
        addressSpaceClosed.run();
    }

    // ---- ends --------------------------------------------------------------------------------------------------

    /** Ends a thread, and with the last one its process. */
    public void exit(Task task, ExitStatus status) {
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
    public void exit(Process process, ExitStatus status) {
        if (!process.isAlive()) {
            return;
        }
        Set<Integer> jobs = jobControl.lookedAfter(process);
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
        jobControl.ended(process, jobs);
        tellParent(process, status);
    }

    /** Ends a thread; the process may be without any for the moment. */
    private void end(Task task, ExitStatus status) {
        if (trace.isWatched()) {
            trace.publish(new Event.Exited(task, status));
        }
        task.abandonCall();
        leaveMemory(task);
        task.process().remove(task, clock.monotonic());
        table.remove(task);
        task.suspend(Task.State.DEAD);
        frames.kernelMemory().giveBack(TASK, 1);
        task.frame().close();
        task.signals().close();
        endListeners.forEach(listener -> listener.accept(task));
    }

    /** A thread will not touch its memory again: wakes those who wait for that. */
    private void leaveMemory(Task task) {
        robustList.release(task);
        futexes.locks().ended(task);
        long address = task.clearChildTid();
        task.setClearChildTid(0);
        boolean isAlone = task.process().tasks().size() == 1 && !task.process().space().isShared();
        if (address != 0 && !isAlone && task.memory().writeInt(address, 0)) {
            futexes.wake(task, address, false, 1, Futexes.ALL_BITS);
        }
        task.leaveMemory();
    }

    private void orphanChildren(Process process) {
        Process heir = subreaper(process.parent());
        for (Process child : process.children()) {
            child.setParent(heir);
            child.resetExitSignal();
            int signal = child.controls().parentDeathSignal;
            if (signal != 0) {
                signals.send(child, SignalInfo.fromUser(signal, process));
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
            signals.send(parent, childInfo(process, process.exitSignal(), status));
        }
        parent.childChange().wakeAll();
    }

    /** A task has been told what became of a child: those who watch hear of it. */
    public void waited(Task task, Process child) {
        if (trace.isWatched()) {
            trace.publish(new Event.Waited(task, child));
        }
    }

    /** Forgets a dead process: its status has been reported, or nobody will ask. */
    public void reap(Process process) {
        frames.kernelMemory().giveBack(PROCESS, 1);
        process.giveBackKept();
        table.remove(process);
        process.parent().children().remove(process);
    }

    /** What a signal says about a child. @param signal its number */
    public static SignalInfo childInfo(Process child, int signal, ExitStatus status) {
        return switch (status) {
            case ExitStatus.Exited(int code) -> SignalInfo.child(signal, SignalInfo.CLD_EXITED, child, code);
            case ExitStatus.Killed(int by, boolean dumped) ->
                    SignalInfo.child(signal, dumped ? SignalInfo.CLD_DUMPED : SignalInfo.CLD_KILLED, child, by);
            case ExitStatus.Stopped(int by) -> SignalInfo.child(signal, SignalInfo.CLD_STOPPED, child, by);
            case ExitStatus.Continued() ->
                    SignalInfo.child(signal, SignalInfo.CLD_CONTINUED, child, Signal.SIGCONT.number());
        };
    }

    /** The processes of a group, zombies included, in the order of their pids: a copy, as what is done to them may end some. */
    public List<Process> group(int group) {
        return List.copyOf(table.group(group));
    }

    /** Whether a process group has such a member, zombies included. */
    public boolean hasInGroup(int group, Predicate<Process> such) {
        for (Process member : table.group(group)) {
            if (such.test(member)) {
                return true;
            }
        }
        return false;
    }

    /** Puts a process into a group and a session. */
    public void move(Process process, int group, int session) {
        table.move(process, group, session);
    }

    /** How many threads there are. */
    int taskCount() {
        return table.tasks();
    }
}
