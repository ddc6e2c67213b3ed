/**
 * Deadlocks: a set of tasks, each of which waits for others in the set, so that none of them ever runs again.
 *
 * <p>What a task waits for is known by the {@link foal.kernel.task.WaitQueue}s that it is in; each of these knows who could
 * wake it ({@link foal.kernel.task.Wakers}). That is the wait-for graph. A task has an edge to everyone who could wake it
 * and needs only one of them: so tasks are stuck if a set of them has no edge that leads out of it (a knot), and a mere
 * circle may not mean anything.
 *
 * <p>Invariants: nobody is called stuck whom another task could wake; where it is not known who could, anyone is taken to.
 * A signal could free any task, so one that waits for nothing but a signal is not called stuck while others run.
 *
 * <p>Entry points: no call enters here. {@code RunLoop} asks for the graph when no task can run; {@code DeadlockWatch} looks at
 * it whenever a task blocks.
 *
 * <p>Exercise: Make a {@code WaitQueue} without wakers of a queue that has some, run a sample that deadlocks, and see what the
 * report has lost.
 *
 * <p>Further reading: "Operating System Concepts", chapter 8; E. Knapp, "Deadlock detection in distributed databases", 1987 (the
 * AND and the OR model).
 */
package foal.kernel.deadlock;
