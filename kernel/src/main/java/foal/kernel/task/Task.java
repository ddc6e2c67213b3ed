package foal.kernel.task;

import foal.cpu.TrapFrame;
import foal.kernel.memory.UserMemory;
import foal.kernel.syscall.Result;
import foal.kernel.syscall.SystemCall;
import foal.kernel.time.Clock;
import foal.kernel.time.Timers;
import foal.kernel.time.Timespec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A thread of control: registers, a state, and the system call that it is in. What threads share is in the
 * {@link Process}.
 */
public final class Task {
    /** What a task is doing. Only RUNNABLE tasks are known to the scheduler. */
    public enum State {
        /** Waits for a hart. */
        RUNNABLE,
        /** Is loaded on a hart. */
        RUNNING,
        /** Waits on queues, for a deadline, or both. */
        BLOCKED,
        /** Was stopped by a signal and waits for SIGCONT. */
        STOPPED,
        /** Has ended. */
        DEAD
    }

    /** Bytes of a name, with the NUL at its end (TASK_COMM_LEN). */
    static final int NAME_SIZE = 16;
    private static final long NOT_RUNNING = -1;

    // Who it is, and what it works with: given at its birth. Only execve changes its number.
    private int tid;
    private final Process process;
    private final TaskFiles files;
    private final TrapFrame frame;
    private final Scheduler scheduler;
    private final Timers timers;
    private final Trace trace;

    // What it is doing. Only become() changes the state, so that every change is an event.
    private State state = State.BLOCKED;
    private boolean yielding;

    // The system call that the task is in, valid from its trap until it returns. Its handler changes what is kept and the
    // deadline, which last from one of its runs to the next; another task may complete() the call, and the dispatcher
    // interrupt() it.
    private final long[] call = new long[7];
    private Optional<SystemCall> systemCall = Optional.empty();
    private boolean rerun;
    private boolean interrupted;
    private boolean completed;
    private long outcome;
    private Kept kept = Kept.NOTHING;
    private long deadline;
    /** The same as a time of the wall clock, if the call waits for one; if not {@link Timespec#INVALID}. */
    private long wallClockDeadline;
    /** Where its parent waits until this task leaves their common memory (vfork(2)); none if it does not wait. */
    private Optional<WaitQueue> memoryLeft = Optional.empty();

    // What a blocked task waits for. Empty in every other state: leaveQueues() sees to it.
    private final List<WaitQueue> queues = new ArrayList<>(2);
    /** The same for a task that stands in no queue, because whoever wakes it knows it; otherwise null. */
    private WaitQueue reason;
    private Optional<Timers.Timer> alarm = Optional.empty();

    // What is the thread's own of signals, scheduling and futexes. The classes of these change it.
    private final SignalMask signals;
    private final SchedulingParameters scheduling = new SchedulingParameters();
    private String name = "";
    private final List<PiFutex> heldLocks = new ArrayList<>(0);
    private final SignalStack signalStack = new SignalStack();
    private long clearChildTid;
    private long robustList;

    // Its time on a hart, in nanoseconds. The dispatcher reports when the task gets a hart and loses it.
    private long cpuTime;
    /** The part of {@link #cpuTime} that the kernel took to serve the task, and how much of that since it got its hart. */
    private long systemTime;
    private long systemTimeSince;
    private long runningSince = NOT_RUNNING;
    private long ranUntil;

    Task(int tid, Process process, TaskFiles files, TrapFrame frame, Scheduler scheduler, Timers timers, Trace trace) {
        this.tid = tid;
        this.process = process;
        this.files = files;
        signals = new SignalMask(process);
        this.frame = frame;
        this.scheduler = scheduler;
        this.timers = timers;
        this.trace = trace;
    }

    public int tid() {
        return tid;
    }

    /** The thread becomes the first of its process, whose first has ended (execve(2)). */
    void setTid(int newTid) {
        tid = newTid;
    }

    public Process process() {
        return process;
    }

    public int pid() {
        return process.pid();
    }

    /** What ps shows: at first the name of the program's file; at most 15 characters (prctl(2), PR_SET_NAME). */
    public String name() {
        return name;
    }

    public void setName(String newName) {
        name = newName.substring(0, Math.min(NAME_SIZE - 1, newName.length()));
    }

    /** What it has asked of the scheduler: class, priority, nice value, affinity (sched(7)). */
    public SchedulingParameters scheduling() {
        return scheduling;
    }

    /** The registers, while the task is not loaded on a hart. */
    public TrapFrame frame() {
        return frame;
    }

    /** The kernel's access to the program's memory. */
    public UserMemory memory() {
        return process.memory();
    }

    /** Its files, which it may share with other tasks. */
    public TaskFiles files() {
        return files;
    }

    /** Whether the kernel has memory for descriptors of its own (unshare(2), close_range(2)). */
    public boolean mayUnshareDescriptors() {
        return process.signalAllowance().memory().hasRoom(files.copyCost());
    }

    /** The signals that are pending for this task alone, and those that it blocks. */
    public SignalMask signals() {
        return signals;
    }

    /** The alternate stack for signal handlers (sigaltstack(2)). */
    public SignalStack signalStack() {
        return signalStack;
    }

    /** Inherits the signal mask of the task that made this one, and in a new process its alternate stack too. */
    void inheritSignals(Task maker) {
        signals.setBlocked(maker.signals.blocked());
        if (maker.process != process) {
            signalStack.copy(maker.signalStack);
        }
    }

    /** Where to write 0 and wake a futex when the task ends; 0 for nowhere (set_tid_address(2)). */
    public long clearChildTid() {
        return clearChildTid;
    }

    public void setClearChildTid(long address) {
        clearChildTid = address;
    }

    /** The list of the robust futexes that the task holds; 0 for none (set_robust_list(2)). */
    long robustList() {
        return robustList;
    }

    void setRobustList(long head) {
        robustList = head;
    }

    /** The locks with priority inheritance that the task owns and others wait for. Changed by these. */
    List<PiFutex> heldLocks() {
        return heldLocks;
    }

    /** Nanoseconds for which the task has had a hart. */
    public long cpuTime(long now) {
        return runningSince == NOT_RUNNING ? cpuTime : cpuTime + now - runningSince;
    }

    /** The part of {@link #cpuTime} in which the task ran its own instructions. */
    public long userTime(long now) {
        return cpuTime(now) - systemTime;
    }

    /** How many of these nanoseconds the kernel took to serve the task. */
    public long systemTime() {
        return systemTime;
    }

    /** Charges the running task for the time that the kernel takes to serve it. */
    public void chargeSystemTime(long nanoseconds) {
        systemTime += nanoseconds;
        systemTimeSince += nanoseconds;
    }

    /** The task has been given a hart. */
    public void startRunning(long now) {
        runningSince = now;
        systemTimeSince = 0;
    }

    /** Whether time has passed since the task was given its hart. */
    public boolean hasRun(long now) {
        return now != runningSince;
    }

    /** The task has lost its hart. */
    public void stopRunning(long now) {
        if (runningSince != NOT_RUNNING) {
            long ran = now - runningSince;
            scheduler.ran(this, ran - systemTimeSince, systemTimeSince);
            cpuTime += ran;
            runningSince = NOT_RUNNING;
        }
        ranUntil = now;
    }

    /** When the task last lost its hart, in nanoseconds of the monotonic clock: one that waits has waited since. */
    public long ranUntil() {
        return ranUntil;
    }

    /** Sends the task a signal for what it has just asked of the kernel; it is delivered when the call returns. */
    public void raise(Signal signal) {
        signals.add(SignalInfo.fromKernel(signal));
    }

    // ---- the system call that the task is in -----------------------------------------------------------------

    /** The registers a0 to a5 and a7 at the trap. */
    public long[] call() {
        return call;
    }

    /** The number of the call. */
    public long callNumber() {
        return call[6];
    }

    /** Begins a call whose registers stand in {@link #call()}. */
    public void beginCall(Optional<SystemCall> systemCall) {
        this.systemCall = systemCall;
        rerun = false;
        interrupted = false;
        completed = false;
        deadline = Timers.NEVER;
        wallClockDeadline = Timespec.INVALID;
    }

    /** The call has come to its end, whether or not it has a result. */
    public void endCall() {
        abandonKept();
        systemCall = Optional.empty();
    }

    /** The handler of the call will not be run again. */
    private void abandonKept() {
        if (kept != Kept.NOTHING) {
            take().abandon();
        }
    }

    /** The task is about to die: it waits for nothing any more, and its call will have no end. */
    void abandonCall() {
        leaveQueues();
        abandonKept();
    }

    /** Keeps something for the next run of the handler. Nothing else must be kept: it would be lost. */
    public void keep(Kept value) {
        if (kept != Kept.NOTHING && kept != value) {
            throw new IllegalStateException(kept + " is kept already");
        }
        kept = value;
    }

    /** What the last run of the handler has kept; {@link Kept#NOTHING} if it has kept nothing. It stays kept. */
    public Kept kept() {
        return kept;
    }

    /** The same, but it is kept no longer: to give back what it holds is up to the caller. */
    public Kept take() {
        Kept taken = kept;
        kept = Kept.NOTHING;
        return taken;
    }

    /** The call that the task is in, if any: when it gets a hart, its handler is run again before the program goes on. */
    public Optional<SystemCall> systemCall() {
        return systemCall;
    }

    /** Whether the handler of this call has run before and blocked. */
    public boolean isRerun() {
        return rerun;
    }

    /** Whether a signal handler is to be called: the call must come to its end without blocking. */
    public boolean isInterrupted() {
        return interrupted;
    }

    /** Makes the next run of the handler the last. */
    public void interrupt() {
        interrupted = true;
    }

    /**
     * Gives the blocked call a result and makes the task runnable: the handler is not run again. Who calls this has done
     * all there was to do for the task, so what it keeps is not abandoned but forgotten.
     */
    public void complete(long result) {
        take();
        completed = true;
        outcome = result;
        wake();
    }

    /** Whether the call has been given its result. */
    public boolean isCompleted() {
        return completed;
    }

    /** The result of a call that {@link #isCompleted}. */
    public long outcome() {
        return outcome;
    }

    /** When the call's timeout ends, in nanoseconds of the monotonic clock; {@link Timers#NEVER} if it has none. */
    public long deadline() {
        return deadline;
    }

    /** Gives the call a timeout. The first run of a handler sets it, and it stays for the others. */
    public void setDeadline(long nanoseconds) {
        deadline = nanoseconds;
    }

    /** The same with a time of the wall clock, in nanoseconds since 1970. It moves when the clock is set. */
    public void setWallClockDeadline(Clock clock, long nanoseconds) {
        wallClockDeadline = nanoseconds;
        deadline = Timespec.deadline(clock, nanoseconds, true, true);
    }

    /** The wall clock has been set: a call with a deadline by that clock now waits for longer or shorter. */
    public void wallClockSet(Clock clock) {
        if (wallClockDeadline == Timespec.INVALID) {
            return;
        }
        deadline = Timespec.deadline(clock, wallClockDeadline, true, true);
        if (state == State.BLOCKED) {
            alarm.ifPresent(Timers.Timer::cancel);
            alarm = Optional.empty();
            setAlarm();
        }
    }

    /** The task's maker is going to wait until it runs another program or ends (vfork(2)). */
    public void expectToLeaveMemory() {
        memoryLeft = Optional.of(new WaitQueue("a child of vfork to exec or end", (_, found) -> found.process(process)));
    }

    /** Where the task's maker waits for it, if it does. */
    public Optional<WaitQueue> memoryLeft() {
        return memoryLeft;
    }

    /** The task will not touch its memory again: its parent, if it waits for that, goes on. */
    void leaveMemory() {
        Optional<WaitQueue> maker = memoryLeft;
        memoryLeft = Optional.empty();
        maker.ifPresent(WaitQueue::wakeAll);
    }

    // ---- blocking and waking -----------------------------------------------------------------------------------

    /**
     * Blocks until the queue is woken or the call's deadline has come.
     *
     * @return {@link Result#BLOCKED}, or {@link Result#INTERRUPTED} if a signal forbids to wait; either is for the
     *     handler to return
     */
    public long waitOn(WaitQueue queue) {
        if (!interrupted) {
            queue.add(this);
            queues.add(queue);
        }
        return waitForDeadline();
    }

    /**
     * Blocks until the task itself is woken, or the call's deadline has come. For waits where whoever wakes the task knows
     * it, and needs no queue to find it.
     *
     * @param what says what it waits for
     * @return as {@link #waitOn}
     */
    public long waitFor(WaitQueue what) {
        if (!interrupted) {
            reason = what;
        }
        return waitForDeadline();
    }

    /** Blocks until the queue is woken; of signals, only one that kills or stops ends the wait. @return as {@link #waitOn} */
    public long waitUninterrupted(WaitQueue queue) {
        interrupted = false;
        return waitOn(queue);
    }

    /** Blocks until the call's deadline has come, or for good if it has none. @return as {@link #waitOn} */
    public long waitForDeadline() {
        if (interrupted) {
            return Result.INTERRUPTED;
        }
        rerun = true;
        setAlarm();
        become(State.BLOCKED);
        scheduler.blocked(this);
        return Result.BLOCKED;
    }

    private void setAlarm() {
        if (deadline != Timers.NEVER && alarm.isEmpty()) {
            alarm = Optional.of(timers.at(deadline, this::wake));
        }
    }

    /** Makes a blocked task runnable; does nothing to another. */
    public void wake() {
        if (state == State.BLOCKED) {
            leaveQueues();
            makeRunnable();
        }
    }

    private void leaveQueues() {
        if (!queues.isEmpty()) {
            queues.forEach(queue -> queue.remove(this));
            queues.clear();
        }
        reason = null;
        if (alarm.isPresent()) {
            alarm.get().cancel();
            alarm = Optional.empty();
        }
    }

    /** Hands the task to the scheduler: what it has waited for has happened. */
    public void makeRunnable() {
        makeRunnable(Scheduler.Reason.WOKEN);
    }

    /** Hands the task to the scheduler. It must have been told {@linkplain #stopRunning before} if it had a hart. */
    public void makeRunnable(Scheduler.Reason reason) {
        become(State.RUNNABLE);
        yielding = false;
        scheduler.ready(this, reason);
    }

    /** The running task yields its hart when its call ends. */
    public void yieldHart() {
        yielding = true;
    }

    /** Whether the task yields its hart when its call ends. */
    public boolean isYielding() {
        return yielding;
    }

    /**
     * Changes what the scheduler looks at. The task leaves the run queue meanwhile, as policies may sort by it. Tasks that
     * inherit this one's urgency then inherit the new one.
     */
    public void changeScheduling(Runnable change) {
        changeUrgency(change);
        PiFutex.urgencyChanged(this);
    }

    /** Looks at what the task {@linkplain SchedulingParameters#borrow is lent}, and lends it on. */
    public void countLoans() {
        if (scheduling.mostLent() != scheduling.lent()) {
            changeScheduling(scheduling::countLoans);
        }
    }

    /** As {@link #changeScheduling}, but does not pass the new urgency on. */
    void changeUrgency(Runnable change) {
        if (state == State.RUNNABLE) {
            scheduler.remove(this);
            change.run();
            scheduler.ready(this, Scheduler.Reason.WOKEN);
        } else {
            change.run();
        }
    }

    /** The scheduler has chosen the task. */
    public void setRunning() {
        become(State.RUNNING);
    }

    /** Takes the task off whatever it waits for: it has been stopped, or it is dead. */
    void suspend(State newState) {
        if (state == State.RUNNABLE) {
            scheduler.remove(this);
        }
        leaveQueues();
        become(newState);
    }

    private void become(State newState) {
        State before = state;
        state = newState;
        if (trace.isWatched()) {
            trace.publish(new Event.StateChanged(this, before));
        }
    }

    public State state() {
        return state;
    }

    /** What a blocked task waits for. */
    public List<WaitQueue> queues() {
        return reason == null ? queues : List.of(reason);
    }

    @Override
    public String toString() {
        return "task " + tid;
    }
}
