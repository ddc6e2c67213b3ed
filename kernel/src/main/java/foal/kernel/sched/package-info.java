/**
 * CPU scheduling: who runs next, and for how long.
 *
 * <p>A policy is one class that implements {@link foal.kernel.task.Scheduler};
 * {@link foal.kernel.sched.RoundRobin} is the one to read first. What is scheduled is a {@link foal.kernel.machine.Processor}.
 *
 * <p>Further reading: "Operating System Concepts", chapter 5; Arpaci-Dusseau, "Operating Systems: Three Easy Pieces",
 * chapters 7 to 10; sched(7).
 */
package foal.kernel.sched;

