package foal.kernel.task;

import static foal.kernel.memory.KernelMemory.Kind.PROCESS_BYTE;

import foal.kernel.memory.AddressSpace;
import foal.kernel.memory.KernelMemory;
import foal.kernel.memory.MemoryUsage;
import foal.kernel.memory.UserMemory;
import foal.kernel.time.Timers;
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
    private long endedTasksTime;
    private long endedTasksSystemTime;
    private ControllingTerminal terminal; // null if it has none
    private long childrenTime;
    private long childrenSystemTime;
    private long started;
    private long cpuDeadline = Timers.NEVER;

    // Rights and limits. The calls on credentials, limits and prctl change them; a fork copies them.
    private Credentials credentials = new Credentials();
    private ResourceLimits limits = new ResourceLimits();
    private ProcessControls controls = new ProcessControls();

    // Memory and program. Only execve puts others in their place.
    private AddressSpace space;
    private UserMemory memory;
    private RunningProgram program;
    /** What it had used before it came to its present address space, what others had used of that by then, and what its children have. */
    private MemoryUsage formerMemory = MemoryUsage.NONE;
    private MemoryUsage othersMemory = MemoryUsage.NONE;
    private MemoryUsage childrenMemory = MemoryUsage.NONE;
    /** Bytes that are charged for its arguments, its environment and its groups. */
    private long kept;

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

    /** @param parent null for the first process, which is its own parent */
    Process(int pid, Process parent, AddressSpace space, UserMemory memory, SignalActions actions, int exitSignal,
            SignalAllowance signalAllowance) {
        this.pid = pid;
        this.signalAllowance = signalAllowance;
        this.space = space;
        this.memory = memory;
        othersMemory = usageOf(space);
        this.actions = actions;
        this.exitSignal = exitSignal;
        this.parent = parent == null ? this : parent;
        if (parent != null) {
            parent.children.add(this);
        }
    }

    /** A process with the same attributes, without tasks. @param newActions a copy of this one's, or the same */
    Process copy(int newPid, Process newParent, AddressSpace newSpace, UserMemory newMemory, SignalActions newActions,
            int newExitSignal) {
        Process copy = new Process(newPid, newParent, newSpace, newMemory, newActions, newExitSignal, signalAllowance);
        copy.group = group;
        copy.session = session;
        copy.terminal = terminal;
        copy.setProgram(program);
        copy.credentials = credentials.copy();
        copy.limits = limits.copy();
        copy.cpuDeadline = limits.cpuTime();
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

    /** Nanoseconds for which the threads have had a hart, those that have ended included. */
    public long cpuTime(long now) {
        long sum = endedTasksTime;
        for (Task task : tasks) {
            sum += task.cpuTime(now);
        }
        return sum;
    }

    /** The part of {@link #cpuTime} in which they ran their own instructions. */
    public long userTime(long now) {
        return cpuTime(now) - systemTime();
    }

    /** How many of these nanoseconds the kernel took to serve them. */
    public long systemTime() {
        long sum = endedTasksSystemTime;
        for (Task task : tasks) {
            sum += task.systemTime();
        }
        return sum;
    }

    /** A thread has ended. */
    void remove(Task task, long now) {
        tasks.remove(task);
        endedTasksSystemTime += task.systemTime();
        endedTasksTime += task.cpuTime(now);
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
        return Optional.ofNullable(terminal);
    }

    public boolean hasTerminal() {
        return terminal != null;
    }

    /** Whether that is its controlling terminal. */
    public boolean isControlledBy(ControllingTerminal other) {
        return terminal == other;
    }

    public void setTerminal(Optional<ControllingTerminal> newTerminal) {
        terminal = newTerminal.orElse(null);
    }

    /** When it was made, in nanoseconds of the monotonic clock. */
    public long started() {
        return started;
    }

    void setStarted(long time) {
        started = time;
    }

    /** Nanoseconds that children have used which have been waited for, and theirs. */
    public long childrenTime() {
        return childrenTime;
    }

    /** How much of it the kernel took to serve them. */
    public long childrenSystemTime() {
        return childrenSystemTime;
    }

    /** Counts a child that has been waited for, with its own children. */
    public void addChildrenTime(Process child) {
        childrenTime += child.cpuTime(0) + child.childrenTime;
        childrenSystemTime += child.systemTime() + child.childrenSystemTime;
    }

    /** The CPU time at which the process must be looked at (RLIMIT_CPU), in nanoseconds; {@link Timers#NEVER} if at none. */
    long cpuDeadline() {
        return cpuDeadline;
    }

    void setCpuDeadline(long nanoseconds) {
        cpuDeadline = nanoseconds;
    }

    // ---- rights ------------------------------------------------------------------------------------------------

    public Credentials credentials() {
        return credentials;
    }

    /** Whether a core may be written of it, and who runs it may look into it (PR_SET_DUMPABLE). */
    public boolean isDumpable() {
        return controls.dumpable;
    }

    /** What is added to its pages, in thousandths of the machine's memory, when one is chosen to die; -1000: never it. */
    public int oomScoreAdjustment() {
        return controls.oomScoreAdjustment;
    }

    /**
     * Sets that (proc_pid_oom_score_adj(5)).
     *
     * @param adjustment from -1000 to 1000
     * @param privileged whether who sets it has CAP_SYS_RESOURCE; only then may it be less than what one such has set
     * @return false for EACCES
     */
    public boolean setOomScoreAdjustment(int adjustment, boolean privileged) {
        if (!privileged && adjustment < controls.leastOomScoreAdjustment) {
            return false;
        }
        controls.oomScoreAdjustment = adjustment;
        controls.leastOomScoreAdjustment = privileged ? adjustment : controls.leastOomScoreAdjustment;
        return true;
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

    void setMemory(AddressSpace newSpace, UserMemory newMemory) {
        formerMemory = memoryUsage();
        othersMemory = usageOf(newSpace);
        space = newSpace;
        memory = newMemory;
        limitMemory();
    }

    private static MemoryUsage usageOf(AddressSpace space) {
        return space == null ? MemoryUsage.NONE : space.residency().usage();
    }

    /** What it has used of memory. Of a space that it shares with others, all use counts since it came to it. */
    public MemoryUsage memoryUsage() {
        return isAlive() ? formerMemory.plus(usageOf(space).since(othersMemory)) : formerMemory;
    }

    /** The same of children that have been waited for, and theirs. */
    public MemoryUsage childrenMemory() {
        return childrenMemory;
    }

    public void addChildrenMemory(MemoryUsage usage) {
        childrenMemory = childrenMemory.plus(usage);
    }

    /** The limits on memory have changed, or the memory has. A zombie has none. */
    public void limitMemory() {
        if (isAlive()) {
            space.layout().setSizeLimit(limits.soft(Resource.RLIMIT_AS));
            space.layout().setStackLimit(limits.soft(Resource.RLIMIT_STACK));
        }
    }

    // ---- signals and state changes -----------------------------------------------------------------------------

    public SignalActions actions() {
        return actions;
    }

    /** What it does about signals is no other process's affair from now on (CLONE_SIGHAND). */
    void unshareActions() {
        if (actions.isShared()) {
            actions.release();
            actions = actions.copy();
        }
    }

    /** Signals that are pending for the process as a whole; its blocked set is not used. */
    public SignalMask signals() {
        return signals;
    }

    /** What all that the kernel keeps for processes is charged to. */
    public KernelMemory kernelMemory() {
        return signalAllowance.memory();
    }

    /** Whether there is memory for a program's arguments and environment and for so many groups, in place of those that it has. */
    public boolean mayKeep(RunningProgram itsProgram, int groups) {
        return kernelMemory().hasRoom(keptBytes(itsProgram, groups) - kept);
    }

    /** Bytes that are charged for its arguments, its environment and its groups. */
    long keptBytes() {
        return kept;
    }

    private static long keptBytes(RunningProgram itsProgram, int groups) {
        return itsProgram.textBytes() + 4L * groups;
    }

    /** Charges what it keeps now, in place of what it has kept before. */
    void chargeKept() {
        long now = keptBytes(program, credentials.supplementary().length);
        kernelMemory().giveBack(PROCESS_BYTE, kept - now);
        kept = now;
    }

    /** It is forgotten. */
    void giveBackKept() {
        kernelMemory().giveBack(PROCESS_BYTE, kept);
        kept = 0;
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
        formerMemory = memoryUsage();
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
