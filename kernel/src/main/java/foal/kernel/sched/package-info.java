/**
 * CPU scheduling: who runs next, and for how long.
 *
 * <p>A policy is one class that implements {@link foal.kernel.task.Scheduler};
 * {@link foal.kernel.sched.RoundRobin} is the one to read first. What is scheduled is a {@link foal.kernel.machine.Processor}.
 *
 * <p>Invariants: a policy holds exactly the tasks that are RUNNABLE, and decides by what it is told and by the seed alone.
 *
 * <p>Entry points: {@code SchedulingCalls}; {@code Dispatcher} asks the policy who is next, and {@code RunLoop} for how long.
 *
 * <p>Exercise: Write shortest-job-next: run the task whose last turn before it blocked was the shortest. Which tasks starve?
 *
 * <p>Further reading: "Operating System Concepts", chapter 5; Arpaci-Dusseau, "Operating Systems: Three Easy Pieces",
 * chapters 7 to 10; sched(7).
 */
package foal.kernel.sched;
