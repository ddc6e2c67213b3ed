/**
 * Processes, their tasks, and signals.
 *
 * <p>A {@link foal.kernel.task.Task} is what runs; a {@link foal.kernel.task.Process} is what its tasks share: memory,
 * descriptors, signal actions, children. {@link foal.kernel.task.Processes} makes and ends them. A task that cannot
 * go on sleeps on a {@link foal.kernel.task.WaitQueue}: its handler returns {@code task.waitOn(queue)}, and is run
 * again from its start when somebody wakes the queue. So a handler reads like the sleeping loop of a classical
 * kernel, without a stack of its own to sleep on. What the next run must know of this one is {@link foal.kernel.task.Kept}.
 *
 * <p>Invariants: a task is RUNNABLE exactly while the scheduler has it; it is on queues only while it is BLOCKED; a
 * process has tasks exactly while it is alive, and then memory and descriptors too; processes and tasks draw their
 * numbers from one table, and a process whose first task has ended keeps its number for itself; a signal that stops
 * or kills does so to all tasks of a process; a task that was woken from a futex knows, however it comes to run.
 *
 * <p>Entry points: {@code FutexCalls}, {@code SignalCalls}, {@code CredentialCalls}, {@code CapabilityCalls},
 * {@code ControlCalls}, {@code UsageCalls}; those that make processes, wait for them and end them are in {@code process}.
 *
 * <p>Exercise: Have {@code WaitQueue.wakeOne} wake the task that came last. Which programs still work, and which of them are
 * fair?
 *
 * <p>Further reading: "Operating System Concepts", chapters 3, 4 and 6; "xv6", chapter 7, on sleep and wakeup; fork(2), wait(2),
 * signal(7), futex(7).
 */
package foal.kernel.task;
