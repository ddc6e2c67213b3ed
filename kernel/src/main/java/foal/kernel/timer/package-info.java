/**
 * The system calls on time: clocks that are read and set, sleep, interval timers and POSIX timers.
 *
 * <p>{@link foal.kernel.timer.TimeCalls} is the one to read first. What a process has of timers is in
 * {@link foal.kernel.task.ProcessTimers}; the list of all that waits for its time is {@link foal.kernel.time.Timers}.
 *
 * <p>Invariants: no sleep ends before its time; a timer of a process is gone with it.
 *
 * <p>Entry points: {@code TimeCalls}, {@code WallClockCalls}, {@code ClockAdjustmentCalls}, {@code TimerCalls}.
 *
 * <p>Exercise: Round every sleep up to a tick of 10 ms, as old kernels did. Which samples notice?
 *
 * <p>Further reading: clock_gettime(2), nanosleep(2), setitimer(2), timer_create(2), adjtimex(2).
 */
package foal.kernel.timer;
