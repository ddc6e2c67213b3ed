package foal.kernel.task;

import foal.cpu.TrapFrame;
import foal.kernel.memory.UserMemory;
import foal.kernel.syscall.Result;
import foal.kernel.time.Clock;
import foal.kernel.time.Timers;
import java.util.List;

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

    // Who it is, and what it works with: given at its birth. Only execve changes its number.
    private int tid;
    private final Process process;
    private final TaskFiles files;
    private final TrapFrame registers;
    private final Scheduler scheduler;
    private final Trace trace;

    // What it is doing. Only become() changes the state, so that every change is an event.
    private State state = State.BLOCKED;
    private boolean yielding;

    // The system call that it is in.
    private final CallInProgress call = new CallInProgress();

    // What it waits for. Empty in every state but BLOCKED: whoever changes the state from that clears it.
    private final Waits waits;

    // What is the thread's own of signals, scheduling and futexes. The classes of these change it.
    private final SignalMask signals;
    private final SchedulingParameters scheduling = new SchedulingParameters();
    private String name = "";
    private final SignalStack signalStack = new SignalStack();
    private final MemoryRelease memoryRelease = new MemoryRelease(this);

    // How long it has had a hart. The dispatcher reports when it gets one and loses it.
    private final HartTime time;

    Task(int tid, Process process, TaskFiles files, TrapFrame registers, Processes all) {
        this.tid = tid;
        this.process = process;
        this.files = files;
        signals = new SignalMask(process);
        this.registers = registers;
        scheduler = all.scheduler();
        trace = all.trace();
        time = new HartTime(this, scheduler);
        waits = new Waits(this, all.timers());
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
    public TrapFrame registers() {
        return registers;
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

    /** What is to be done when it leaves its memory. */
    public MemoryRelease memoryRelease() {
        return memoryRelease;
    }

    /** How long it has had a hart. */
    public HartTime time() {
        return time;
    }

    /** Sends the task a signal for what it has just asked of the kernel; it is delivered when the call returns. */
    public void raise(Signal signal) {
        signals.add(SignalInfo.fromKernel(signal));
    }

    // ---- the system call that the task is in -----------------------------------------------------------------

    /** The system call that the task is in: valid from its trap until it returns. */
    public CallInProgress call() {
        return call;
    }

    /** The task is about to die: it waits for nothing any more, and its call will have no end. */
    void abandonCall() {
        waits.clear();
        call.abandonKept();
    }

    /**
     * Gives the blocked call a result and makes the task runnable: the handler is not run again. Who calls this has done
     * all there was to do for the task, so what it keeps is not abandoned but forgotten.
     */
    public void complete(long result) {
        call.complete(result);
        wake();
    }

    /** The wall clock has been set: a call with a deadline by that clock now waits for longer or shorter. */
    public void wallClockSet(Clock clock) {
        if (call.wallClockSet(clock) && state == State.BLOCKED) {
            waits.renewAlarm(call.deadline());
        }
    }

    // ---- blocking and waking -----------------------------------------------------------------------------------

    /**
     * Blocks until the queue is woken or the call's deadline has come.
     *
     * @return {@link Result#BLOCKED}, or {@link Result#INTERRUPTED} if a signal forbids to wait; either is for the
     *     handler to return
     */
    public long waitOn(WaitQueue queue) {
        if (!call.isInterrupted()) {
            waits.add(queue);
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
        if (!call.isInterrupted()) {
            waits.setReason(what);
        }
        return waitForDeadline();
    }

    /** Blocks until the queue is woken; of signals, only one that kills or stops ends the wait. @return as {@link #waitOn} */
    public long waitUninterrupted(WaitQueue queue) {
        call.forgetInterruption();
        return waitOn(queue);
    }

    /** Blocks until the call's deadline has come, or for good if it has none. @return as {@link #waitOn} */
    public long waitForDeadline() {
        if (call.isInterrupted()) {
            return Result.INTERRUPTED;
        }
        call.block();
        waits.setAlarm(call.deadline());
        become(State.BLOCKED);
        scheduler.blocked(this);
        return Result.BLOCKED;
    }

    /** Makes a blocked task runnable; does nothing to another. */
    public void wake() {
        if (state == State.BLOCKED) {
            waits.clear();
            makeRunnable();
        }
    }

    /** Hands the task to the scheduler: what it has waited for has happened. */
    public void makeRunnable() {
        makeRunnable(Scheduler.Reason.WOKEN);
    }

    /** Hands the task to the scheduler. It must have been told before ({@link HartTime#stopRunning}) if it had a hart. */
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
        waits.clear();
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
        return waits.queues();
    }

    @Override
    public String toString() {
        return "task " + tid;
    }
}
