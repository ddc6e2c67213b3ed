/**
 * Schedules for finding concurrency bugs: policies that choose at random or try one order after another, and what writes a
 * schedule down so that it can be run again.
 *
 * <p>A policy here is a {@link foal.kernel.task.Scheduler} like any other; the kernel does not know that it is being explored.
 * {@link foal.kernel.explore.RandomWalk} is the one to read first, then {@link foal.kernel.explore.PriorityChangePoints} (PCT).
 * {@link foal.kernel.explore.Systematic} tries every order that can make a difference, which {@link foal.kernel.explore.Precedence}
 * and {@link foal.kernel.explore.Sharing} tell it. {@link foal.kernel.explore.SchedulingPolicy} names all policies, those of
 * {@link foal.kernel.sched} too.
 *
 * <p>Invariants: a policy decides by what it is told and by the seed alone; so the switches that a run has made are all that is
 * needed to repeat it.
 *
 * <p>Entry points: no call enters here. {@code Dispatcher} and {@code RunLoop} ask the policy as they ask any other.
 *
 * <p>Exercise: Write a policy that switches tasks only where one blocks. Which of the broken samples does it still find?
 *
 * <p>Further reading: Burckhardt and others, "A Randomized Scheduler with Probabilistic Guarantees of Finding Bugs", 2010; Flanagan
 * and Godefroid, "Dynamic Partial-Order Reduction for Model Checking Software", 2005.
 */
package foal.kernel.explore;
