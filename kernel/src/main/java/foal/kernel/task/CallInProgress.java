package foal.kernel.task;

import foal.kernel.syscall.SystemCall;
import foal.kernel.time.Clock;
import foal.kernel.time.Timers;
import foal.kernel.time.Timespec;
import java.util.Optional;

/**
 * The system call that a task is in. Its handler changes what is kept and the deadline, which last from one of its runs to the next;
 * another task may complete the call, and the dispatcher interrupt it.
 */
public final class CallInProgress {
    private static final int NUMBER = 6;

    private final long[] registers = new long[NUMBER + 1];
    private Optional<SystemCall> systemCall = Optional.empty();
    private boolean rerun;
    private boolean interrupted;
    private boolean completed;
    private long outcome;
    private Kept kept = Kept.NOTHING;
    private long deadline;
    /** The same as a time of the wall clock, if the call waits for one; if not {@link Timespec#INVALID}. */
    private long wallClockDeadline;

    CallInProgress() {}

    // ---- the call ----------------------------------------------------------------------------------------------

    /** The registers a0 to a5 and a7 at the trap. */
    public long[] registers() {
        return registers;
    }

    /** An argument, from 0 to 5. */
    public long argument(int index) {
        return registers[index];
    }

    /** The number of the call. */
    public long number() {
        return registers[NUMBER];
    }

    /** Begins a call whose registers stand in {@link #registers()}. */
    public void begin(Optional<SystemCall> call) {
        systemCall = call;
        rerun = false;
        interrupted = false;
        completed = false;
        deadline = Timers.NEVER;
        wallClockDeadline = Timespec.INVALID;
    }

    /** The call has come to its end, whether or not it has a result. */
    public void end() {
        abandonKept();
        systemCall = Optional.empty();
    }

    /** The call, if there is one: when the task gets a hart, its handler is run again before the program goes on. */
    public Optional<SystemCall> systemCall() {
        return systemCall;
    }

    // ---- the runs of its handler -------------------------------------------------------------------------------

    /** The handler has blocked. */
    void block() {
        rerun = true;
    }

    /** Whether the handler has run before and blocked. */
    public boolean isRerun() {
        return rerun;
    }

    /** Makes the next run of the handler the last. */
    public void interrupt() {
        interrupted = true;
    }

    /** Whether a signal handler is to be called: the call must come to its end without blocking. */
    public boolean isInterrupted() {
        return interrupted;
    }

    void forgetInterruption() {
        interrupted = false;
    }

    /** The call has a result, and its handler will not be run again. */
    void complete(long result) {
        take();
        completed = true;
        outcome = result;
    }

    /** Whether the call has been given its result. */
    public boolean isCompleted() {
        return completed;
    }

    /** The result of a call that {@link #isCompleted}. */
    public long outcome() {
        return outcome;
    }

    // ---- what is kept from one run to the next -----------------------------------------------------------------

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

    /** The handler of the call will not be run again. */
    void abandonKept() {
        if (kept != Kept.NOTHING) {
            take().abandon();
        }
    }

    // ---- its timeout -------------------------------------------------------------------------------------------

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

    /** The wall clock has been set. @return whether the call has a deadline by it, which is another now */
    boolean wallClockSet(Clock clock) {
        if (wallClockDeadline == Timespec.INVALID) {
            return false;
        }
        deadline = Timespec.deadline(clock, wallClockDeadline, true, true);
        return true;
    }
}
