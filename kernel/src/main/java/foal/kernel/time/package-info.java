/**
 * Time: what clocks show, and what is to happen when.
 *
 * <p>By the {@link foal.kernel.time.VirtualClock} time is a function of what was executed, so that runs can be
 * repeated; {@link foal.kernel.time.HostClock} shows the host's. {@link foal.kernel.time.Timers} is the one list of
 * things that wait for their time.
 *
 * <p>Invariants: the monotonic clock never goes back; a timer runs once, and those that are due at the same time run in the
 * order in which they were set.
 *
 * <p>Entry points: no call enters here; those on time are in {@code timer}. {@code RunLoop} has the timers run that are due.
 *
 * <p>Exercise: Let the virtual clock advance two nanoseconds for an instruction. Which samples notice?
 *
 * <p>Further reading: "Operating System Concepts", section 12.3; time(7), clock_gettime(2); RISC-V unprivileged manual,
 * "Zicntr".
 */
package foal.kernel.time;
