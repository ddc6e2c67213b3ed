package foal.kernel.task;

import foal.kernel.memory.AddressSpace;
import foal.kernel.memory.UserMemory;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A process: what its threads share. It is alive while it has tasks; then it is a zombie that holds nothing but
 * its exit status, until its parent has asked for that.
 */
public final class Process {
    // Threads, family, job control and times. Processes changes them; PidTable changes group and session, and tty the terminal.
    private final int pid;
    private final List<Task> tasks = new ArrayList<>(1);
    private final Set<Process> children = new LinkedHashSet<>(2);
    private Process parent;
    private int group;
    private int session;
    private Optional<ControllingTerminal> terminal = Optional.empty();

    // Rights and limits. The calls on credentials, limits and prctl change them; a fork copies them.
    private Credentials credentials = new Credentials();
    private ResourceLimits limits = new ResourceLimits();
    private ProcessControls controls = new ProcessControls();

    // Memory and program. Only execve puts others in their place.
    private AddressSpace space;
    private UserMemory memory;
    private RunningProgram program;

    // What it has used, and what is charged for what the kernel keeps of it.
    private final ProcessUsage usage;
    private final KeptBytes kept;

    // The first thread, and whether it has run another program: then its parent may not move it to another group (setpgid(2)).
    private Task leader;
    private boolean hasExecuted;

    // Signals.
    private SignalActions actions;
    private final SignalAllowance signalAllowance;
    private final SignalMask signals = new SignalMask(this);
    private int exitSignal;
    private Optional<ProcessTimers> timers = Optional.empty();

    // State changes that the parent can wait for.
    private final WaitQueue childChange = new WaitQueue("a child to change its state",
            (_, found) -> children().forEach(found::process));
    private final WaitQueue end = new WaitQueue("a process to end", (_, found) -> found.process(this));
    private Optional<ExitStatus> exitStatus = Optional.empty();
    private boolean stopped;
    private Optional<ExitStatus> reportableChange = Optional.empty();

    /** @param parent null for init, which is its own parent @param memory null for init, which runs no program */
    Process(int pid, Process parent, UserMemory memory, SignalActions actions, int exitSignal, SignalAllowance signalAllowance) {
        this.pid = pid;
        this.signalAllowance = signalAllowance;
        this.memory = memory;
        space = memory == null ? null : memory.space();
        usage = new ProcessUsage(this);
        kept = new KeptBytes(this, signalAllowance.memory());
        this.actions = actions;
        this.exitSignal = exitSignal;
        this.parent = parent == null ? this : parent;
        if (parent != null) {
            parent.children.add(this);
        }
    }

    /** A process with the same attributes, without tasks. @param newActions a copy of this one's, or the same */
    Process copy(int newPid, Process newParent, UserMemory newMemory, SignalActions newActions, int newExitSignal) {
        Process copy = new Process(newPid, newParent, newMemory, newActions, newExitSignal, signalAllowance);
        copy.group = group;
        copy.session = session;
        copy.terminal = terminal;
        copy.setProgram(program);
        copy.credentials = credentials.copy();
        copy.limits = limits.copy();
        copy.usage.setCpuDeadline(limits.cpuTime());
        copy.controls = controls.fork();
        return copy;
    }

    public int pid() {
        return pid;
    }

    public Process parent() {
        return parent;
    }

    void setParent(Process newParent) {
        parent = newParent;
        newParent.children.add(this);
        exitSignal = Signal.SIGCHLD.number(); // who has not asked for another signal does not get it
    }

    /** Children, dead ones that have not been waited for included, oldest first. */
    public Set<Process> children() {
        return children;
    }

    /**
     * Its first thread, which has the process's number. It may have ended: then others may go on, or the process is a
     * zombie.
     */
    public Task leader() {
        return leader;
    }

    void setLeader(Task task) {
        leader = task;
    }

    /** The threads that have not ended, oldest first. */
    public List<Task> tasks() {
        return tasks;
    }

    /** A thread has ended. */
    void remove(Task task, long now) {
        tasks.remove(task);
        usage.ended(task, now);
    }

    /** The process group. */
    public int group() {
        return group;
    }

    /** For a process that is not yet in the table, or by it: the table knows the members of groups. */
    void setGroup(int group) {
        this.group = group;
    }

    public int session() {
        return session;
    }

    void setSession(int session) {
        this.session = session;
    }

    /** The controlling terminal, if it has one (credentials(7)). */
    public Optional<ControllingTerminal> terminal() {
        return terminal;
    }

    public void setTerminal(Optional<ControllingTerminal> newTerminal) {
        terminal = newTerminal;
    }

    // ---- rights ------------------------------------------------------------------------------------------------

    public Credentials credentials() {
        return credentials;
    }

    /** Whether a core may be written of it, and who runs it may look into it (PR_SET_DUMPABLE). */
    public boolean isDumpable() {
        return controls.dumpable;
    }

    /** How likely it is to die when memory runs out. */
    public OomScore oomScore() {
        return controls.oomScore;
    }

    /** Does something with the rights of the real user, as access(2) asks for them. */
    public <T> T actForReal(Supplier<T> deed) {
        Credentials own = credentials;
        credentials = own.forReal();
        try {
            return deed.get();
        } finally {
            credentials = own;
        }
    }

    public ResourceLimits limits() {
        return limits;
    }

    ProcessControls controls() {
        return controls;
    }

    // ---- memory and program ------------------------------------------------------------------------------------

    public AddressSpace space() {
        return space;
    }

    public UserMemory memory() {
        return memory;
    }

    /** The program that runs, as execve loaded it. */
    public RunningProgram program() {
        return program;
    }

    /** Whether it has begun another program than the one that it was made with (execve(2)). */
    public boolean hasExecuted() {
        return hasExecuted;
    }

    void setExecuted() {
        hasExecuted = true;
    }

    void setProgram(RunningProgram newProgram) {
        newProgram.started();
        program = newProgram;
    }

    void setMemory(UserMemory newMemory) {
        usage.leavesMemoryFor(newMemory.space());
        memory = newMemory;
        space = newMemory.space();
        limits.applyTo(space);
    }

    /** What it has used of time and memory. */
    public ProcessUsage usage() {
        return usage;
    }

    /** What the kernel keeps of its arguments, environment and groups. */
    public KeptBytes kept() {
        return kept;
    }

    // ---- signals and state changes -----------------------------------------------------------------------------

    public SignalActions actions() {
        return actions;
    }

    /** What it does about signals is no other process's affair from now on (CLONE_SIGHAND). */
    void unshareActions() {
        actions = actions.own();
    }

    /** Signals that are pending for the process as a whole; its blocked set is not used. */
    public SignalMask signals() {
        return signals;
    }

    /** What the queued signals and the timers of all processes are charged to. */
    public SignalAllowance signalAllowance() {
        return signalAllowance;
    }

    /** The timers that send it signals, if it ever had any. */
    public Optional<ProcessTimers> timers() {
        return timers;
    }

    public void setTimers(ProcessTimers newTimers) {
        timers = Optional.of(newTimers);
    }

    /** The signal that tells the parent of this process's end; none if there is no such signal (clone(2)). */
    public int exitSignal() {
        return exitSignal;
    }

    /** It has got another parent, or runs another program: neither has asked for a signal of its own. */
    void resetExitSignal() {
        exitSignal = Signal.SIGCHLD.number();
    }

    /** Where the process waits for its children. */
    public WaitQueue childChange() {
        return childChange;
    }

    /** Where others wait for its end (pidfd_open(2)). */
    public WaitQueue end() {
        return end;
    }

    /** How the process ended; none while it is alive. */
    public Optional<ExitStatus> exitStatus() {
        return exitStatus;
    }

    void setExitStatus(ExitStatus status) {
        usage.leavesMemory();
        exitStatus = Optional.of(status);
    }

    public boolean isAlive() {
        return exitStatus.isEmpty();
    }

    /** Whether a signal has stopped it. */
    public boolean isStopped() {
        return stopped;
    }

    void setStopped(boolean isStopped, ExitStatus change) {
        stopped = isStopped;
        reportableChange = Optional.of(change);
    }

    /** A stop or continuation that no wait has reported yet. */
    public Optional<ExitStatus> reportableChange() {
        return reportableChange;
    }

    public void clearReportableChange() {
        reportableChange = Optional.empty();
    }

    @Override
    public String toString() {
        return "process " + pid;
    }
}
