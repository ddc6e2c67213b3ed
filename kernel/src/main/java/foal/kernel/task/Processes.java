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
    private final Clock clock;
    private final JobControl jobControl;
    private final PidTable table = new PidTable();
    private final Process init;
    private final ProcessExit exit;

    /** @param addressSpaceClosed is called when a space is gone that harts may have cached */
    public Processes(FrameTable frames, Scheduler scheduler, Timers timers, Clock clock, Trace trace, Runnable addressSpaceClosed) {
        this.frames = frames;
        this.scheduler = scheduler;
        this.timers = timers;
        this.trace = trace;
        this.clock = clock;
        futexes = new Futexes(frames.memory(), clock);
        futexes.locks().findOwnersBy(this::findTask);
        signals = new Signals(this, trace);
        jobControl = new JobControl(this, trace);
        init = new Process(table.next(), null, null, new SignalActions(), 0, new SignalAllowance(frames.kernelMemory()));
        init.setGroup(INIT_PID);
        init.setSession(INIT_PID);
        table.add(init);
        exit = new ProcessExit(this, table, init, futexes, frames, addressSpaceClosed);
    }

    public Signals signals() {
        return signals;
    }

    public Scheduler scheduler() {
        return scheduler;
    }

    /** What wakes tasks at a time. */
    Timers timers() {
        return timers;
    }

    public Futexes futexes() {
        return futexes;
    }

    /** Where the events of all tasks are published. */
    public Trace trace() {
        return trace;
    }

    public Clock clock() {
        return clock;
    }

    /** What becomes of jobs when processes end. */
    public JobControl jobControl() {
        return jobControl;
    }

    /** Registers a listener for the end of every thread. It is called just after the process has lost the thread. */
    public void whenEnds(Consumer<Task> listener) {
        exit.whenEnds(listener);
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
        return frames.kernelMemory().hasRoom(PROCESS.cost() + TASK.cost() + task.process().kept().charged() + task.files().copyCost());
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
        Process process = new Process(table.next(), init, new UserMemory(space, frames.memory()),
                new SignalActions(), Signal.SIGCHLD.number(), init.signalAllowance());
        init.setProgram(ofInit.program);
        init.setLeader(new Task(INIT_PID, init, ofInit.files, null, this)); // never to run, so without registers
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
        Process child = caller.process().copy(pid, parent, new UserMemory(heritage.space, frames.memory()), heritage.actions, exitSignal);
        Task task = addTask(child, frame, heritage.files);
        inherit(task, caller);
        return task;
    }

    private Task addTask(Process process, TrapFrame frame, TaskFiles files) {
        process.usage().setStarted(clock.monotonic());
        frames.kernelMemory().take(PROCESS, 1);
        process.kept().charge();
        table.add(process);
        return addTask(process, process.pid(), frame, files);
    }

    private Task addTask(Process process, int tid, TrapFrame frame, TaskFiles files) {
        Task task = new Task(tid, process, files, frame, this);
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
        exit.endOtherThreads(caller);
        exit.leaveMemory(caller);
        table.remove(caller);
        caller.setTid(process.pid());
        table.add(caller);
        AddressSpace before = process.space();
        process.setMemory(new UserMemory(space, frames.memory()));
        process.program().ended();
        process.setProgram(program);
        process.kept().charge();
        process.credentials().exec();
        process.controls().exec(process.credentials().hasOwnRights());
        process.resetExitSignal();
        caller.setName(program.command());
        exit.letGoOf(before);
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

    // ---- ends --------------------------------------------------------------------------------------------------

    /** Ends a thread, and with the last one its process. */
    public void exit(Task task, ExitStatus status) {
        exit.exit(task, status);
    }

    /** Ends a process: it is a zombie until its parent has waited. */
    public void exit(Process process, ExitStatus status) {
        exit.exit(process, status);
    }

    /** Forgets a dead process: its status has been reported, or nobody will ask. */
    public void reap(Process process) {
        exit.reap(process);
    }

    /** A task has learnt by a wait that a child has ended. */
    public void waited(Task task, Process child) {
        exit.waited(task, child);
    }

    // ---- groups ------------------------------------------------------------------------------------------------

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
